"""Declares the app."""

from django.apps import AppConfig


class PassportsConfig(AppConfig):
    name = "besace.passports"
    label = "passports"

    def ready(self) -> None:
        from . import parts  # noqa: F401, PLC0415 -- models are ready only now
