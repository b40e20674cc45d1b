"""The journal: who did what, appended in the action's own transaction, chained afterwards.

Chaining under a lock would make every action of the site wait for every other (and deadlock on PostgreSQL), so the
worker seals the lines a moment later, in order, each with the seal of the one before (docs/decisions/0003).
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from . import bus
from .models import Channel, JournalEntry

KEPT = timedelta(days=365)
START = "0" * 64
BATCH = 500


@dataclass(frozen=True)
class ChainState:
    """`broken_at` is the place of the first line that was edited, added or taken away, or None."""

    sealed: int
    waiting: int
    broken_at: int | None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def write(
    who: object, verb: str, what: object = None, *, group: object = None, organisation: object = None, **details: Any
) -> JournalEntry:
    """Append one line. Each of the four may be an object with a `pk`, an id, or None; details hold ids, never names."""
    entry = JournalEntry.objects.create(
        who=_id(who), verb=verb, what=_id(what), group=_id(group), organisation=_id(organisation), details=details
    )
    bus.tell("outbox")
    return entry


def _id(thing: object) -> str:
    return "" if thing is None else str(getattr(thing, "pk", thing))


def seal() -> int:
    """Chain the lines that wait; the worker calls it after each commit. Returns how many."""
    if not JournalEntry.objects.filter(place__isnull=True).exists():
        return 0
    with transaction.atomic():
        Channel.objects.get_or_create(name="journal")
        Channel.objects.select_for_update().get(name="journal")  # one sealer at a time
        last = JournalEntry.objects.filter(place__isnull=False).order_by("place").last()
        place, previous = (last.place or 0, last.seal) if last else (0, START)
        waiting = list(JournalEntry.objects.filter(place__isnull=True).order_by("id")[:BATCH])
        for entry in waiting:
            place += 1
            entry.place, entry.seal = place, _seal(entry, place, previous, settings.SECRET_KEY)
            previous = entry.seal
        JournalEntry.objects.bulk_update(waiting, ["place", "seal"])
    return len(waiting)


def verify_chain() -> ChainState:
    """Read the whole chain again; an edited, inserted or missing line breaks it at its place."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    waiting = JournalEntry.objects.filter(place__isnull=True).count()
    previous, expected, sealed = None, None, 0
    for entry in JournalEntry.objects.filter(place__isnull=False).order_by("place").iterator():
        place = entry.place or 0
        is_first = expected is None
        if not is_first and (place != expected or not _is_right(entry, place, str(previous), keys)):
            return ChainState(sealed, waiting, expected)
        if is_first and place == 1 and not _is_right(entry, 1, START, keys):
            return ChainState(sealed, waiting, 1)
        previous, expected, sealed = entry.seal, place + 1, sealed + 1
    return ChainState(sealed, waiting, None)


def _is_right(entry: JournalEntry, place: int, previous: str, keys: list[str]) -> bool:
    return any(hmac.compare_digest(entry.seal, _seal(entry, place, previous, key)) for key in keys)


def _seal(entry: JournalEntry, place: int, previous: str, key: str) -> str:
    line = [
        previous,
        place,
        entry.at.isoformat(),
        entry.who,
        entry.verb,
        entry.what,
        entry.group,
        entry.organisation,
        json.loads(json.dumps(entry.details, cls=DjangoJSONEncoder)),
    ]
    text = json.dumps(line, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(b"besace journal " + key.encode(), text, sha256).hexdigest()


def forget_old_entries(before: datetime) -> int:
    """Rotate, from the oldest: the chain then begins at its first remaining line."""
    return JournalEntry.objects.filter(at__lt=before, place__isnull=False).delete()[0]
