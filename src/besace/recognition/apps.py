"""Declares the app."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "besace.recognition"
    label = "recognition"

    def ready(self) -> None:
        from . import home_parts, renewing  # noqa: F401, PLC0415 -- models are ready only now
