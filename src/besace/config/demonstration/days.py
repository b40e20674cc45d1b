"""Lets the demonstration's past happen in the past: the actions read the clock, so the clock is what is moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils import timezone

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


@dataclass
class Clock:
    """The moved clock; whoever holds it may let an afternoon go by."""

    start: datetime

    def wait(self, *, minutes: int) -> None:
        self.start += timedelta(minutes=minutes)


@contextmanager
def on(
    *, weeks_ago: int = 0, weekday: int = TUESDAY, days_ago: int = 0, hour: int = 14, minutes_ago: int = 0
) -> Iterator[Clock]:
    """Inside, it is that Tuesday (1: the last one before today) or day, at that hour; time goes on from there.

    Django's own clock is moved below `timezone.now`, since models keep that function as their default. The
    demonstration is made before the site serves, in one thread: nobody else looks at the clock meanwhile.
    """
    begun = datetime.now().astimezone(timezone.get_default_timezone())  # the group's hour, not the machine's
    day = begun - timedelta(days=days_ago)
    if weeks_ago:
        day = begun - timedelta(days=(begun.weekday() - weekday - 1) % 7 + 1, weeks=weeks_ago - 1)
    clock = Clock(day.replace(hour=hour, minute=2, second=0, microsecond=0))
    if minutes_ago:
        clock.start = begun - timedelta(minutes=minutes_ago)

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            present = datetime.now(tz)
            return min(clock.start + (present.astimezone() - begun), present.astimezone()).astimezone(tz)

    timezone.datetime = Moved  # type: ignore[attr-defined]
    try:
        yield clock
    finally:
        timezone.datetime = datetime  # type: ignore[attr-defined]


def next_day(weekday: int) -> int:
    """In how many days that weekday comes again, today not counted."""
    return (weekday - timezone.localdate().weekday() - 1) % 7 + 1
