"""The end: minutes written by themselves, shared devices signed out, the door closed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.building import actions as building
from besace.building.models import Round
from besace.core import journal
from besace.core.errors import Conflict, Refusal
from besace.core.plain import clean_name
from besace.people.models import Group, KnownDevice, Person

from . import lead_queries as queries
from . import recording, rules
from .giving import current as giving
from .models import AgendaItem, Correction, LeadStep, Meeting, Minutes, Seat, Signal
from .telling import THE_END, held, must_be_real, tell


@transaction.atomic
def close_meeting(meeting_id: UUID, *, by: Person) -> Minutes:
    """Close for today: what is not finished goes on next week in the same state."""
    proceedings = held(meeting_id)
    must_be_real(proceedings)
    meeting = proceedings.meeting
    if giving.is_open(proceedings):
        raise Conflict("vote-open", _("Un vote est ouvert. Fermez-le d’abord."))
    if proceedings.web is not None and queries.has_voices(proceedings.web):
        for asked in Round.objects.filter(criterion__web=proceedings.web, settled_at__isnull=True):
            building.settle_criterion(asked.criterion_id, by=by)
    record = recording.record_of(proceedings)
    minutes = Minutes.objects.create(meeting=meeting, record=record.as_json())
    now = timezone.now()
    meeting.closed_at = now
    meeting.code = ""
    meeting.save(update_fields=["closed_at", "code"])
    _sign_out_shared_devices(meeting)
    journal.write(by, "meeting.close", meeting, group=meeting.group_id, organisation=meeting.group.organisation_id)
    tell(proceedings, *THE_END)
    return minutes


@transaction.atomic
def note_task(meeting_id: UUID, *, text: str, taken_by: Seat | None, by: Person) -> AgendaItem:
    """« Qui fait quoi » : goes to the minutes."""
    proceedings = held(meeting_id)
    text = clean_name(text, longest=200)
    if not text:
        raise Refusal("task-needed", _("Écrivez ce qu’il y a à faire."))
    person = taken_by.person if taken_by else None
    item = AgendaItem.objects.create(meeting=proceedings.meeting, kind=AgendaItem.Kind.TASK, text=text, taken_by=person)
    tell(proceedings, "stage", "web")
    return item


@transaction.atomic
def ask_correction(minutes_id: int, *, text: str, by: Person) -> Correction:
    """Seven days to put something right; then the minutes do not move."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes_id)
    if rules.is_frozen(minutes.written_at, now=timezone.now()):
        raise Conflict("minutes-frozen", _("Les 7 jours sont passés. Le compte rendu ne change plus."))
    text = clean_name(text, longest=400)
    if not text:
        raise Refusal("correction-needed", _("Écrivez ce qu’il faut corriger."))
    correction = Correction.objects.create(minutes=minutes, by=by, text=text)
    journal.write(by, "minutes.corrected", minutes.meeting_id, correction=str(correction.pk))
    return correction


def forget_old_authors(before: datetime) -> int:
    """Minutes written before then: ideas stay, who gave them and her photos do not. How many ideas lost a name."""
    old = Minutes.objects.filter(written_at__lte=before)
    last_of_each = old.values("meeting__group").annotate(until=Max("written_at"))
    return sum(building.forget_authors(Group(pk=one["meeting__group"]), until=one["until"]) for one in last_of_each)


@transaction.atomic
def forget_small_signs(before: datetime) -> int:
    """Minutes written before then: who raised a hand or did not understand, what was typed at the door, who led how."""
    old = Meeting.objects.filter(minutes__written_at__lte=before)
    typed = Seat.objects.filter(meeting__in=old).exclude(typed_name="", device=None)
    signs = Signal.objects.filter(seat__meeting__in=old)
    steps = LeadStep.objects.filter(meeting__in=old)
    return typed.update(typed_name="", device=None) + signs.delete()[0] + steps.delete()[0]


def _sign_out_shared_devices(meeting: Meeting) -> None:
    """A tablet that several used forgets them all (PROTOCOL.md 1.2, point 6)."""
    seats = Seat.objects.filter(meeting=meeting, device__isnull=False)
    KnownDevice.objects.filter(device__in=[s.device for s in seats if s.device], is_shared=True).delete()
