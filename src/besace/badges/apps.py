"""Declares the app."""

from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "besace.badges"
    label = "badges"

    def ready(self) -> None:
        from . import home_parts  # noqa: F401, PLC0415 -- adds its part once every app is loaded
