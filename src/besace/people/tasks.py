"""What is asked again, every night, before the walk of what is too old."""

from __future__ import annotations

from besace.core.tasks import daily, task

from .renewals import actions as renewals


@daily("02:50")
@task
def ask_again() -> None:
    renewals.ask_again()
