"""The step of dates: not yet valid, expired, or good; and the reading of dates (RFC 3339, ISO 8601)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sceau.report import Check, failed, passed
from sceau.verify.case import Case

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far two honest clocks may differ."""

_FULL = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,12})?([Zz]|[+-]\d{2}:?\d{2})", re.ASCII)
_ELDER = re.compile(r"\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?([Zz]|[+-]\d{2}(:?\d{2})?)?)?", re.ASCII)
_STARTS = ("validFrom", "issuanceDate")
_ENDS = ("validUntil", "expirationDate")


def when(value: Any, *, elder: bool = False) -> datetime | None:
    """The instant a text names, with its time zone; None when it is no such text.

    `elder` admits what badges before 3.0 wrote: a day alone, no time zone (then UTC), seconds since 1970.
    """
    if elder and isinstance(value, int | float) and not isinstance(value, bool):
        return _of_seconds(value)
    if not isinstance(value, str) or not (_ELDER if elder else _FULL).fullmatch(value):
        return (
            _of_seconds(int(value))
            if elder and isinstance(value, str) and re.fullmatch(r"[0-9]{9,11}", value)
            else None
        )
    # Python reads at most microseconds.
    text = re.sub(r"(\.\d{6})\d+", r"\1", value.upper().replace(" ", "T"))
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except OverflowError:
        return instant.replace(tzinfo=UTC)  # the first or last day there is, in a far zone: "for ever"
    except ValueError:
        return None


def is_after(instant: datetime, now: datetime) -> bool:
    """Whether an instant is to come, by more than honest clocks differ; never out of range."""
    return instant - now > CLOCK_SKEW


def _of_seconds(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def check_dates(case: Case) -> Iterator[Check]:
    """Whether the credential holds now (VC Data Model 2.0 §4.9; OB 3.0 §9.1): codes "not-yet-valid", "expired"."""
    credential = case.credential
    starts = [credential[name] for name in _STARTS if credential.get(name) is not None]
    ends = [credential[name] for name in _ENDS if credential.get(name) is not None]
    yield from judge(starts, ends, now=case.now, elder=False)


def judge(starts: list[Any], ends: list[Any], *, now: datetime, elder: bool) -> Iterator[Check]:
    """The check of dates, from every date a badge gives for its start and for its end."""
    begun = [when(value, elder=elder) for value in starts]
    ended = [when(value, elder=elder) for value in ends]
    if None in begun or None in ended:
        yield failed("dates", "bad-date", ", ".join(str(value)[:60] for value in (*starts, *ends)))
        return
    start = max((instant for instant in begun if instant), default=None)
    end = min((instant for instant in ended if instant), default=None)
    if start and end and end < start:
        yield failed("dates", "ends-before-it-starts", f"{start.isoformat()} {end.isoformat()}")
    elif start and is_after(start, now):
        yield failed("dates", "not-yet-valid", start.isoformat())
    elif end and now > end:
        yield failed("dates", "expired", end.isoformat())
    else:
        yield passed("dates", about=end.isoformat() if end else "")
