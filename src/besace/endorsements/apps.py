"""Declares the app."""

from django.apps import AppConfig


class EndorsementsConfig(AppConfig):
    name = "besace.endorsements"
    label = "endorsements"

    def ready(self) -> None:
        from besace.people import known  # noqa: PLC0415 -- models are ready only now

        from . import home_parts, queries  # noqa: F401, PLC0415 -- the same

        known.add("recommendations", queries.known_of)
