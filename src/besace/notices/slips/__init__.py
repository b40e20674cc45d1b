"""The printed slip: a badge in somebody's hand, that a telephone takes into her bag."""
