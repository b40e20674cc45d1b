"""Later: a function called through the outbox, at once after commit, at an hour, or again and again.

@task                                  in an app's tasks.py
def close_vote(ballot_id: UUID) -> None: …

close_vote.later(ballot.pk, at=ballot.closes_at)

@every(timedelta(hours=1))  /  @daily("03:10")      the timetable
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, overload
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import outbox
from .models import Appointment, OutboxLine

Function = Callable[..., object]
_timetable: dict[str, Callable[[datetime], datetime]] = {}


@dataclass(frozen=True)
class Task:
    """A function that may wait. Its arguments must be JSON: ids as they are (they arrive as text), numbers, text."""

    function: Function
    name: str
    is_apart: bool

    def __call__(self, *args: Any, **kwargs: Any) -> object:
        return self.function(*args, **kwargs)

    def later(self, *args: Any, seconds: float = 0, at: datetime | None = None, **kwargs: Any) -> OutboxLine:
        due_at = at or timezone.now() + timedelta(seconds=seconds)
        return outbox.put(self.name, {"args": args, "kwargs": kwargs}, due_at=due_at, is_apart=self.is_apart)


@overload
def task(function: Function) -> Task: ...
@overload
def task(*, apart: bool) -> Callable[[Function], Task]: ...
def task(function: Function | None = None, *, apart: bool = False) -> Task | Callable[[Function], Task]:
    """Make a task. `apart`: it sends, fetches or takes long, so it runs outside any transaction, at least once."""

    def make(function: Function) -> Task:
        made = Task(function, f"{function.__module__}.{function.__qualname__}", apart)
        outbox.register(outbox.Receiver(made.name, _caller(function), apart))
        return made

    return make if function is None else make(function)


def _caller(function: Function) -> Callable[[dict[str, Any]], object]:
    return lambda payload: function(*payload["args"], **payload["kwargs"])


# --- the timetable -----------------------------------------------------------------------------------------------


def every(period: timedelta) -> Callable[[Task], Task]:
    """Queue this task (made by @task) once per period, whatever the number of workers."""
    return _timed(lambda now: now + period)


def daily(at: str) -> Callable[[Task], Task]:
    """Queue this task once a day at that hour of the site's time zone ("03:10")."""
    hour = time.fromisoformat(at)

    def next_one(now: datetime) -> datetime:
        here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
        today = here.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
        return today if today > here else today + timedelta(days=1)

    return _timed(next_one)


def _timed(next_one: Callable[[datetime], datetime]) -> Callable[[Task], Task]:
    def register(made: Task) -> Task:
        _timetable[made.name] = next_one
        return made

    return register


def queue_what_is_due() -> int:
    """Queue the timetable's due jobs; two workers may call it together. Returns how many were queued."""
    now = timezone.now()
    known = dict(Appointment.objects.filter(name__in=_timetable).values_list("name", "due_at"))
    queued = 0
    for name, next_one in _timetable.items():
        if name not in known:
            Appointment.objects.get_or_create(name=name, defaults={"due_at": next_one(now)})
        elif known[name] <= now:
            queued += _queue(name, known[name], next_one(now))
    return queued


@transaction.atomic
def _queue(name: str, due_at: datetime, next_at: datetime) -> int:
    moved = Appointment.objects.filter(name=name, due_at=due_at).update(due_at=next_at)
    if moved:
        outbox.put(name, {"args": [], "kwargs": {}}, is_apart=outbox.receiver(name).is_apart)
    return moved
