"""Who has a stream open: written by the hub of each process in one go, read by any of them (coarse: 40 s)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from . import revisions
from .live import presence_part
from .models import Presence

BEAT = 15.0
GONE_AFTER = timedelta(seconds=40)
KEPT = timedelta(days=2)
Sitting = tuple[str, str]  # channel, person


def present(channel: str) -> set[str]:
    """The ids of the persons who follow this channel now, whatever the process."""
    here = Q(left_at__isnull=True) | Q(left_at__lt=F("seen_at"))
    recent = Presence.objects.filter(here, channel=channel, seen_at__gt=timezone.now() - GONE_AFTER)
    return set(recent.values_list("person", flat=True))


def last_seen(channel: str) -> dict[str, datetime]:
    """When each person who ever followed this channel was last there."""
    return dict(Presence.objects.filter(channel=channel).values_list("person", "seen_at"))


@transaction.atomic
def record(*, open_now: Collection[Sitting], closed: Collection[Sitting]) -> None:
    """Write down a beat of this process, and raise the presence part of the channels where somebody came or went."""
    channels = sorted({channel for channel, _person in [*open_now, *closed]})
    before = {channel: present(channel) for channel in channels if presence_part(channel)}
    now = timezone.now()
    _upsert([Presence(channel=c, person=p, seen_at=now) for c, p in open_now], ["seen_at"])
    _upsert([Presence(channel=c, person=p, seen_at=now, left_at=now) for c, p in closed], ["seen_at", "left_at"])
    for channel, persons in before.items():
        if present(channel) != persons:
            revisions.bump(channel, presence_part(channel))


def _upsert(rows: list[Presence], moved: list[str]) -> None:
    Presence.objects.bulk_create(rows, update_conflicts=True, unique_fields=["channel", "person"], update_fields=moved)


def forget_old_presences(before: datetime) -> int:
    return Presence.objects.filter(seen_at__lt=before).delete()[0]
