"""What is forgotten each night (SECURITY.md E.6)."""

from __future__ import annotations

from besace.core.tasks import daily, task

from . import actions


@daily("03:20")
@task
def forget() -> None:
    actions.forget_what_is_over()
