"""What the whole house does at night."""

from __future__ import annotations

from besace.core.sqlite3 import vacuum
from besace.core.tasks import daily, task
from besace.meetings.models import Meeting


@daily("04:20")
@task(apart=True)
def give_space_back() -> bool:
    """After the walk of what is too old, and never while people meet."""
    if Meeting.objects.filter(opened_at__isnull=False, closed_at=None).exists():
        return False
    return vacuum.give_back()
