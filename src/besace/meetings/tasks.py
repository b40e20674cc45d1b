"""Each night: the weekly meetings of the coming weeks."""

from __future__ import annotations

from besace.core.tasks import daily, task

from . import plan_actions
from .models import Rhythm


@daily("03:40")
@task
def plan_the_coming_weeks() -> None:
    for rhythm in Rhythm.objects.select_related("group"):
        plan_actions.plan_ahead(rhythm)
