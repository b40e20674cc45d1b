"""Declares the app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "besace.notices"
    label = "notices"

    def ready(self) -> None:
        from . import parts  # noqa: F401, PLC0415 -- models are ready only now
