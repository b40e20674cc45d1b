"""Practising alone: six simulated people who answer when one asks them to, and nothing left at the end.

In the demonstration only. A practice is a `Meeting` that no list shows; its badge is a rehearsal (`Web.is_rehearsal`).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.building import actions as building
from besace.building.models import Web
from besace.core import retention
from besace.core.errors import Refusal
from besace.people import actions as people
from besace.people.models import Group, Membership, Person, Role

from . import opening_actions
from .models import Meeting, Proceedings, Seat
from .simulated import NAMES, act
from .telling import THE_END, held, tell

STAY = timedelta(hours=3)  # one that was left without a word ends by itself
SHELL_STAYS = timedelta(hours=1)  # screens still open say that it is over; then the row goes too


@transaction.atomic
def open_practice(group: Group, *, by: Person, device: UUID | None) -> Meeting:
    """A meeting like the others, with people who are not there; hers, if she had begun one."""
    if not settings.IS_DEMONSTRATION:
        raise Refusal("demonstration-only", _("On s’entraîne seulement dans la démonstration."))
    forget_practices()
    under_way = Meeting.objects.filter(proceedings__is_practice=True, closed_at=None, proceedings__leader__person=by)
    if already := under_way.filter(group=group).first():
        return already
    now = timezone.now()
    meeting = Meeting(group=group, title=_("Entraînement"), starts_at=now, ends_at=now + STAY)
    opening_actions.begin(meeting, by=by, device=device, is_practice=True)
    for name in NAMES:
        seat = opening_actions.take_seat(meeting, person=people.make_person(name), device=None, entered_by=by)
        Seat.objects.filter(pk=seat.pk).update(is_simulated=True)
    return meeting


@transaction.atomic
def let_the_others_act(meeting_id: UUID, *, by: Person) -> int:
    """« Les autres répondent » : each simulated person does what the phase asks for; how many did."""
    proceedings = held(meeting_id)
    _must_be_a_practice(proceedings)
    seats = list(proceedings.meeting.seats.filter(is_simulated=True, left_at=None).select_related("person"))
    act(proceedings, seats)
    tell(proceedings, "stage", "tools", "web", "room", "count", "drawing")
    return len(seats)


@transaction.atomic
def end_practice(meeting_id: UUID, *, by: Person) -> None:
    """« Quitter l'entraînement » : no minutes; its badge, its votes and its people are gone at once."""
    proceedings = held(meeting_id)
    _must_be_a_practice(proceedings)
    _end(proceedings)


@transaction.atomic
def forget_practices() -> int:
    """Those left without a word end; those that ended an hour ago leave no row: how many of these."""
    now = timezone.now()
    practices = Proceedings.objects.select_related("meeting", "web").filter(is_practice=True)
    for left in practices.filter(meeting__closed_at=None, meeting__opened_at__lt=now - STAY):
        _end(left)
    return retention.delete(Meeting.objects.filter(proceedings__is_practice=True, closed_at__lt=now - SHELL_STAYS))


def _end(proceedings: Proceedings) -> None:
    meeting = proceedings.meeting
    meeting.closed_at, meeting.code = timezone.now(), ""
    meeting.save(update_fields=["closed_at", "code"])
    for begun in Web.objects.filter(channel=proceedings.channel, is_rehearsal=True):  # each theme tried made one
        building.discard_rehearsal(begun.pk)
    meeting.agenda.all().delete()
    meeting.impressions.all().delete()
    meeting.lead_steps.all().delete()
    for guest in _came_for_it(meeting):
        people.erase_person(guest, by=None)
    people.unmake_persons([s.person_id for s in meeting.seats.filter(is_simulated=True) if s.person_id])
    tell(proceedings, *THE_END)


def _came_for_it(meeting: Meeting) -> list[Person]:
    """Somebody let in by the code to see, known by a first name and nothing else."""
    only_guests = Q(memberships__role=Role.GUEST) & Q(created_at__gte=meeting.opened_at)
    came = Person.objects.filter(only_guests, seats__meeting=meeting, seats__is_simulated=False).distinct()
    return list(came.exclude(memberships__in=Membership.objects.exclude(role=Role.GUEST)))


def _must_be_a_practice(proceedings: Proceedings) -> None:
    if not proceedings.is_practice:
        raise Refusal("not-a-practice", _("Cette séance n’est pas un entraînement."))
