"""The words that templates add to Django's."""
