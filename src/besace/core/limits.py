"""Limits count failures in windows, never arrivals: forty phones of one room share one address.

    limits.refuse_if_exceeded("sign-in-code", address, [(5, 600), (20, 86400)])     5 failures in 600 s, 20 in a day
    limits.count_failure("sign-in-code", address)        outside the transaction that the refusal undoes
    limits.forget("sign-in-code", address)               she came in

What is kept is a hash under a key of the day, itself deleted two days later.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import ngettext

from .errors import TooManyTries
from .models import DailyKey, Failure

KEPT = timedelta(days=2)
Window = tuple[int, int]


def refuse_if_exceeded(purpose: str, key: str, windows: Iterable[Window]) -> None:
    """Raise `TooManyTries` when one of the windows (count, seconds; a day at most) is full of failures."""
    hashes = [_hashed(purpose, key, day) for day in _days()]
    for most, seconds in windows:
        since = timezone.now() - timedelta(seconds=seconds)
        recent = Failure.objects.filter(purpose=purpose, key__in=hashes, at__gt=since).order_by("-at")
        failures = list(recent.values_list("at", flat=True)[:most])
        if len(failures) >= most:
            _refuse(failures[-1] + timedelta(seconds=seconds))


def _refuse(until: datetime) -> None:
    seconds = max(1, int((until - timezone.now()).total_seconds()))
    minutes = (seconds + 59) // 60
    raise TooManyTries(
        "too-many-tries",
        ngettext(
            "Trop d’essais. Réessayez dans %(minutes)d minute.",
            "Trop d’essais. Réessayez dans %(minutes)d minutes.",
            minutes,
        )
        % {"minutes": minutes},
        retry_after=seconds,
    )


def count_failure(purpose: str, key: str) -> None:
    Failure.objects.create(purpose=purpose, key=_hashed(purpose, key, _days()[0]))


def forget(purpose: str, key: str) -> None:
    Failure.objects.filter(purpose=purpose, key__in=[_hashed(purpose, key, day) for day in _days()]).delete()


def begin_try(purpose: str, key: str, windows: Iterable[Window]) -> Failure | None:
    """Count the try before it is looked at, so that tries sent together are all counted; None when a window is full.

    `forgive` it when it was good. Outside any transaction that a refusal would undo.
    """
    hashes = [_hashed(purpose, key, day) for day in _days()]
    mine = Failure.objects.create(purpose=purpose, key=hashes[0])
    before = Failure.objects.filter(purpose=purpose, key__in=hashes, pk__lt=mine.pk)
    if any(before.filter(at__gt=mine.at - timedelta(seconds=s)).count() >= most for most, s in windows):
        mine.delete()
        return None
    return mine


def forgive(*tries: Failure | None) -> None:
    """These tries were good: they do not count."""
    Failure.objects.filter(pk__in=[one.pk for one in tries if one]).delete()


def _days() -> list[datetime]:
    now = timezone.now()
    return [now, now - timedelta(days=1)]


def _hashed(purpose: str, key: str, moment: datetime) -> str:
    line, _made = DailyKey.objects.get_or_create(day=moment.date(), defaults={"key": secrets.token_bytes(32)})
    return hmac.new(bytes(line.key), f"{purpose}\0{key}".encode(), sha256).hexdigest()


def forget_old_failures(before: datetime) -> int:
    """With the keys of those days: what remains of their hashes means nothing."""
    DailyKey.objects.filter(day__lt=before.date()).delete()
    return Failure.objects.filter(at__lt=before).delete()[0]
