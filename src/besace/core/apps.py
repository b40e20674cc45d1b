"""Declares the app, and finds the listeners, tasks and live renderers of all the others."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "besace.core"
    label = "core"

    def ready(self) -> None:
        from . import upkeep  # noqa: F401, PLC0415 -- models are ready only now

        autodiscover_modules("listeners", "tasks", "live")
