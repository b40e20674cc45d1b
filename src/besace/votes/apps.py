"""Declares the app."""

from django.apps import AppConfig


class VotesConfig(AppConfig):
    name = "besace.votes"
    label = "votes"
