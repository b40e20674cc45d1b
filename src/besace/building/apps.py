"""Declares the app."""

from django.apps import AppConfig


class BuildingConfig(AppConfig):
    name = "besace.building"
    label = "building"

    def ready(self) -> None:
        from . import home_parts  # noqa: F401, PLC0415 -- models are ready only now
