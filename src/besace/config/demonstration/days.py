"""Lets the demonstration's past happen in the past: the actions read the clock, so the clock is what is moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo

from django.utils import timezone


@contextmanager
def on(*, weeks_ago: int = 0, hour: int = 14, minutes_ago: int = 0) -> Iterator[None]:
    """Inside, it is that day at that hour (or so many minutes ago, today), and time goes on from there.

    Django's own clock is moved below `timezone.now`, since models keep that function as their default. The
    demonstration is made before the site serves, in one thread: nobody else looks at the clock meanwhile.
    """
    begun = datetime.now().astimezone()
    start = (begun - timedelta(weeks=weeks_ago)).replace(hour=hour, minute=2, second=0, microsecond=0)
    if minutes_ago:
        start = begun - timedelta(minutes=minutes_ago)

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            present = datetime.now(tz)
            return min(start + (present.astimezone() - begun), present.astimezone()).astimezone(tz)

    timezone.datetime = Moved  # type: ignore[attr-defined]
    try:
        yield
    finally:
        timezone.datetime = datetime  # type: ignore[attr-defined]
