"""What the votes do by themselves: each night, forget names whose time has come."""

from __future__ import annotations

from besace.core.tasks import daily, task

from . import actions


@daily("03:20")
@task
def forget_names() -> None:
    actions.purge()
