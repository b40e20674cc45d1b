"""Declares the app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "besace.meetings"
    label = "meetings"

    def ready(self) -> None:
        from . import home_parts  # noqa: F401, PLC0415 -- models are ready only now
        from .entrance import by_card  # noqa: F401, PLC0415 -- the same
