"""Telling people: by e-mail, by text message, or on a printed slip for who has neither."""
