"""Meetings to come, open, and past."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from besace.people.models import Group, Person

from .models import Meeting

OPEN = Q(opened_at__isnull=False, closed_at__isnull=True)


def today(group: Group) -> dict[str, Any]:
    """The open meeting, if any, and the next one planned."""
    return {"open": group.meetings.filter(OPEN).first(), "next": to_come(group).first()}


def to_come(group: Group) -> QuerySet[Meeting]:
    """Not opened yet; a meeting that was missed is no longer to come the day after."""
    since = timezone.now() - timedelta(hours=12)
    return group.meetings.filter(opened_at__isnull=True, starts_at__gte=since).order_by("starts_at")


def past(group: Group) -> QuerySet[Meeting]:
    return group.meetings.filter(closed_at__isnull=False).select_related("minutes").order_by("-closed_at")


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
