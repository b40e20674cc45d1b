"""Declares the app; its shared pages answer when somebody checks their link."""

from django.apps import AppConfig


class PassportsConfig(AppConfig):
    name = "besace.passports"
    label = "passports"

    def ready(self) -> None:
        from besace.credentials import sources  # noqa: PLC0415 -- models are not ready before

        from . import home_parts, pages, renewing  # noqa: F401, PLC0415 -- the same

        sources.add_finder("p", pages.found)
