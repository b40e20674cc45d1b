"""What ends by itself."""

from __future__ import annotations

from besace.core.tasks import daily, task

from . import actions


@daily("03:40")
@task
def forget_what_is_over() -> None:
    """Six months: words that nobody read, links that ended (SECURITY.md E.6)."""
    actions.forget_what_is_over()
