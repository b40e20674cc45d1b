"""Each night: the weekly meetings of the coming weeks; who gave which idea is forgotten; so is a practice."""

from __future__ import annotations

from besace.core.tasks import daily, task

from . import closing_actions, plan_actions, practice_actions
from .models import Rhythm


@daily("03:40")
@task
def plan_the_coming_weeks() -> None:
    for rhythm in Rhythm.objects.select_related("group"):
        plan_actions.plan_ahead(rhythm)


@daily("03:50")
@task
def forget_who_gave_which_idea() -> None:
    closing_actions.forget_old_authors()


@daily("03:55")
@task
def forget_practices() -> None:
    practice_actions.forget_practices()
