"""What leaves the house: sent at least once, by the worker that no vote waits for."""

from __future__ import annotations

from uuid import UUID

from besace.core import outbox
from besace.core.tasks import daily, task

from . import actions, juries
from .silence import actions as silence


@task(apart=True)
def deliver(notice_id: str) -> None:
    actions.deliver(UUID(notice_id), key=outbox.current_key())


@task(apart=True)
def deliver_to_juror(link_id: int) -> None:
    juries.deliver(link_id, key=outbox.current_key())


@task
def tell_later(award_id: str) -> None:
    actions.tell_of_award(UUID(award_id))


@daily("02:40")
@task
def note_the_silent() -> None:
    silence.note_the_silent()
