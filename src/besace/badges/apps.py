"""Declares the app."""

from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "besace.badges"
    label = "badges"
