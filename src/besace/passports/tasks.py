"""What ends by itself."""

from __future__ import annotations

from datetime import timedelta

from besace.core.tasks import every, task

from . import actions


@every(timedelta(minutes=1))
@task
def end_shares() -> None:
    """The page itself refuses at the second; this takes its badges back too."""
    actions.end_shares_due()
