"""The outbox: what must happen after commit is a row of the same transaction, done at least once.

A line is taken by lease (its due time is pushed 60 s away): a worker that dies gives it back by itself. Work that only
touches the database is done in one transaction with its own end, hence exactly once; work that leaves the house
(`apart`: mail, network, files) is done at least once, with `current_key()` as its idempotency key and Message-ID.
"""

from __future__ import annotations

import logging
import random
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from . import bus
from .models import OutboxLine

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 20
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=6)
KEPT_WHEN_DONE = timedelta(days=30)

_current: ContextVar[OutboxLine | None] = ContextVar("outbox_line", default=None)


@dataclass(frozen=True)
class Receiver:
    """Who is called for a line: a listener or a task, found again by its name."""

    name: str
    call: Callable[[dict[str, Any]], object]
    is_apart: bool


_receivers: dict[str, Receiver] = {}


class LeaseLostError(Exception):
    """The lease ran out and somebody else took the line: undo what was done here."""


def register(receiver: Receiver) -> None:
    _receivers[receiver.name] = receiver


def receiver(name: str) -> Receiver:
    return _receivers[name]


def put(target: str, payload: dict[str, Any], *, due_at: datetime | None = None, is_apart: bool = False) -> OutboxLine:
    """Add a line in the present transaction and wake the worker once it is committed."""
    line = OutboxLine.objects.create(target=target, payload=payload, due_at=due_at or timezone.now(), is_apart=is_apart)
    bus.tell("outbox")
    return line


def current_key() -> UUID:
    """The idempotency key of the line being done: the same at each attempt."""
    line = _current.get()
    if line is None:
        raise LookupError("current_key: called outside a listener or a task.")
    return line.key


def current_attempt() -> int:
    line = _current.get()
    return line.attempts if line else 1


def waiting() -> QuerySet[OutboxLine]:
    return OutboxLine.objects.filter(done_at__isnull=True, dead_at__isnull=True)


def dead() -> QuerySet[OutboxLine]:
    """Lines given up after the last attempt: shown to the administrator, never dropped."""
    return OutboxLine.objects.filter(dead_at__isnull=False).order_by("dead_at")


def revive(line: OutboxLine) -> None:
    """Try a dead line again from its first attempt."""
    line.dead_at, line.attempts, line.due_at = None, 0, timezone.now()
    line.save(update_fields=["dead_at", "attempts", "due_at"])
    bus.tell("outbox")


@dataclass(frozen=True)
class OutboxState:
    waiting: int
    dead: int
    late_by: timedelta


def state() -> OutboxState:
    """For `doctor`: a line late by more than a minute means that no worker is awake."""
    oldest = waiting().aggregate(oldest=Min("due_at"))["oldest"]
    late_by = max(timezone.now() - oldest, timedelta()) if oldest else timedelta()
    return OutboxState(waiting().count(), dead().count(), late_by)


# --- the worker's side -------------------------------------------------------------------------------------------


def do_one(worker: str, *, is_apart: bool | None = None, raises: bool = False) -> bool:
    """Take one due line and do it; False when nothing is due. `raises` lets a failure out, for tests."""
    line = _take(worker, is_apart=is_apart)
    if line is None:
        return False
    token = _current.set(line)
    try:
        _do(line, worker)
    except LeaseLostError:
        pass
    except Exception:
        if raises:
            raise
        log.exception("The outbox could not do %s (attempt %s).", line, line.attempts)
        _postpone(line, worker, traceback.format_exc(limit=-6))
    finally:
        _current.reset(token)
    return True


def _take(worker: str, *, is_apart: bool | None) -> OutboxLine | None:
    due = waiting().filter(due_at__lte=timezone.now())
    if is_apart is not None:
        due = due.filter(is_apart=is_apart)
    if not due.exists():  # a look costs no lock
        return None
    with transaction.atomic():
        line = due.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if line is None:
            return None
        line.attempts += 1
        line.leased_by, line.due_at = worker, timezone.now() + LEASE
        line.save(update_fields=["attempts", "leased_by", "due_at"])
    return line


def _do(line: OutboxLine, worker: str) -> None:
    receiver = _receivers.get(line.target)
    if receiver is None:
        raise LookupError(f"Nobody is called {line.target} any more.")
    if receiver.is_apart:
        receiver.call(line.payload)
        _finish(line, worker)
        return
    with transaction.atomic():
        receiver.call(line.payload)
        _finish(line, worker)


def _finish(line: OutboxLine, worker: str) -> None:
    mine = waiting().filter(pk=line.pk, leased_by=worker, attempts=line.attempts)
    if not mine.update(done_at=timezone.now(), error=""):
        raise LeaseLostError


def _postpone(line: OutboxLine, worker: str, error: str) -> None:
    now = timezone.now()
    mine = waiting().filter(pk=line.pk, leased_by=worker, attempts=line.attempts)
    if line.attempts >= MOST_ATTEMPTS:
        mine.update(dead_at=now, error=error)
    else:
        mine.update(due_at=now + wait_after(line.attempts), error=error)


def wait_after(attempts: int) -> timedelta:
    """5, 10, 20 seconds… six hours at most, spread by a fifth: twenty attempts last more than two days."""
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return timedelta(seconds=wait.total_seconds() * random.uniform(1.0, 1.2))  # noqa: S311 -- no secret: only to spread


def forget_done_lines(before: datetime) -> int:
    return OutboxLine.objects.filter(done_at__lt=before).delete()[0]


def forget_dead_lines(before: datetime) -> int:
    """What failed for good, and its error, which may quote anything."""
    return OutboxLine.objects.filter(dead_at__lt=before).delete()[0]
