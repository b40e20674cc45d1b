"""Declares the app, and finds the listeners, tasks and live renderers of all the others."""

from typing import Any

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "besace.core"
    label = "core"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out  # noqa: PLC0415 -- models are ready only now

        from . import upkeep  # noqa: F401, PLC0415 -- the same

        user_logged_out.connect(_cut_streams, dispatch_uid="besace.core.cut")

        autodiscover_modules("listeners", "tasks", "live", "retention")


def _cut_streams(user: Any = None, **_signal: Any) -> None:
    """Who signs out watches nothing any more (SECURITY.md A29)."""
    from . import live  # noqa: PLC0415 -- models are ready only now

    if user is not None:
        live.cut(person=user)
