"""Numbers for what changed: the n-th change of a channel, raised in the action's own transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Min

from . import bus
from .models import Channel, Revision

KEPT = timedelta(days=3)
_RAISE = "UPDATE core_channel SET n = n + 1 WHERE name = %s RETURNING n"
_BEGIN = (
    "INSERT INTO core_channel (name, n) VALUES (%s, 1) "
    "ON CONFLICT (name) DO UPDATE SET n = core_channel.n + 1 RETURNING n"
)


@transaction.atomic(savepoint=False)
def bump(channel: str, *parts: str) -> int:
    """Say that these parts of `channel` ("meeting:<uuid>") changed; the screens follow after commit. Last number."""
    if not parts:
        raise ValueError("bump: say which part of the page changed.")
    n = 0
    for part in parts:
        with connection.cursor() as cursor:
            # The row's lock is held until commit: nobody sees n + 1 before n. The plain UPDATE first, because on
            # PostgreSQL those who wait for it are served in turn; those who wait in an upsert are not.
            cursor.execute(_RAISE, [channel])
            row = cursor.fetchone()
            if row is None:
                cursor.execute(_BEGIN, [channel])
                row = cursor.fetchone()
            n = int(row[0])
        Revision.objects.create(channel=channel, n=n, part=part)
    bus.tell("revision", channel)
    return n


def latest(channel: str) -> int:
    return Channel.objects.filter(name=channel).values_list("n", flat=True).first() or 0


def changed_since(channel: str, n: int) -> dict[str, int] | None:
    """Each part changed after `n` with its last number; None when too much was forgotten to say."""
    first = Revision.objects.filter(channel=channel).aggregate(first=Min("n"))["first"]
    if first is None:
        return None if n < latest(channel) else {}
    if n + 1 < first:
        return None
    rows = Revision.objects.filter(channel=channel, n__gt=n).values_list("part").annotate(Max("n"))
    return {part: int(last) for part, last in rows}


def forget_old_revisions(before: datetime) -> int:
    return Revision.objects.filter(at__lt=before).delete()[0]
