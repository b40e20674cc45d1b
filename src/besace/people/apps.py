"""Declares the app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "besace.people"
    label = "people"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 -- models are ready only now

        from . import parts  # noqa: F401, PLC0415 -- the same
        from .signin.arrival import remember  # noqa: PLC0415 -- the same

        user_logged_in.connect(remember, dispatch_uid="people.arrival")
