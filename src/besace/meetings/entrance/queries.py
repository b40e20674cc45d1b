"""What the entrance shows: who is expected, who waits, who sits on this device."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from besace.people import queries as people
from besace.people.models import Person, Role
from besace.people.rules import same_name

from ..models import Meeting, Seat

OPEN = Q(opened_at__isnull=False, closed_at__isnull=True)
HERE = Q(left_at__isnull=True, refused_at__isnull=True)
SEATED = HERE & Q(admitted_at__isnull=False)
WAITING = HERE & Q(admitted_at__isnull=True)
SOMEBODY = SEATED & Q(person__isnull=False)


def open_meeting(meeting_id: UUID) -> Meeting:
    """The meeting if it is open now, else 404: a closed door says nothing of what is behind."""
    return get_object_or_404(Meeting.objects.filter(OPEN).select_related("group__organisation"), pk=meeting_id)


def meeting_by_token(token: str) -> Meeting | None:
    return Meeting.objects.filter(OPEN, token=token).first()


def meeting_by_code(code: str) -> Meeting | None:
    """An open meeting's code, at most 8 hours old."""
    return Meeting.objects.filter(OPEN, code=code, opened_at__gt=timezone.now() - timedelta(hours=8)).first()


def expected(meeting: Meeting) -> QuerySet[Person]:
    """Who takes part in the group: their names are buttons. Those who lead sign in."""
    return people.members(meeting.group, Role.PARTICIPANT, Role.AMBASSADOR).exclude(
        pk__in=people.members(meeting.group, Role.FACILITATOR, Role.ADMINISTRATOR)
    )


def seats_of_device(meeting: Meeting, device: UUID) -> QuerySet[Seat]:
    """Several people may share a tablet: their seats, to change from one to the other."""
    return meeting.seats.filter(HERE, device=device, person__isnull=False).select_related("person")


def at_the_door(meeting: Meeting) -> QuerySet[Seat]:
    """Who waits, and second devices that say to be somebody: what the facilitator answers in one tap."""
    return meeting.seats.filter(WAITING | (SEATED & Q(is_contested=True))).select_related("person")


def seated(meeting: Meeting) -> QuerySet[Seat]:
    return meeting.seats.filter(SEATED, is_contested=False).select_related("person")


def namesake(meeting: Meeting, name: str) -> list[Person]:
    """Persons of the group who bear the name that was typed: the facilitator knows which."""
    return [person for person in expected(meeting) if same_name(person.first_name) == same_name(name)]
