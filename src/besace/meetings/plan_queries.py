"""Meetings to come, open, and past."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from besace.people.models import Group, Person

from .models import Meeting

REAL = ~Q(proceedings__is_practice=True)  # a practice counts nowhere
OPEN = Q(opened_at__isnull=False, closed_at__isnull=True) & REAL


def today(group: Group) -> dict[str, Any]:
    """The open meeting, if any, and the next one planned."""
    found = list(
        group.meetings.filter(OPEN | _to_come()).order_by(F("opened_at").asc(nulls_last=True), "starts_at")[:2]
    )
    is_open = bool(found) and found[0].opened_at is not None
    coming = (one for one in found if one.opened_at is None)
    return {"open": found[0] if is_open else None, "next": next(coming, None)}


def to_come(group: Group) -> QuerySet[Meeting]:
    """Not opened yet; a meeting that was missed is no longer to come the day after."""
    return group.meetings.filter(_to_come()).order_by("starts_at")


def _to_come() -> Q:
    return Q(opened_at__isnull=True, starts_at__gte=timezone.now() - timedelta(hours=12))


def past(group: Group) -> QuerySet[Meeting]:
    return group.meetings.filter(REAL, closed_at__isnull=False).select_related("minutes").order_by("-closed_at")


def open_for(person: Person) -> Meeting | None:
    return all_open_for(person).select_related("group").first()


def all_open_for(person: Person) -> QuerySet[Meeting]:
    return Meeting.objects.filter(OPEN, group__in=person.memberships.values("group")).distinct()


def next_for(person: Person) -> Meeting | None:
    since = timezone.now() - timedelta(hours=2)
    coming = Meeting.objects.filter(opened_at__isnull=True, starts_at__gte=since)
    return (
        coming.filter(group__in=person.memberships.values("group"))
        .select_related("group")
        .order_by("starts_at")
        .first()
    )
