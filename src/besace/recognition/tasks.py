"""What recognition does by itself: close the votes whose time has come."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from besace.core.tasks import every, task

from . import actions, queries


@every(timedelta(minutes=5))
@task
def close_due_votes() -> None:
    """One task for each, so that one refusal holds no other back."""
    for decision in queries.due_decisions(timezone.now()):
        close_vote.later(str(decision.pk))


@task
def close_vote(decision_id: str) -> None:
    actions.close_validation(UUID(decision_id), by=None)
