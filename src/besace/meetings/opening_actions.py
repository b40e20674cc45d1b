"""Opening a meeting in one tap, choosing its theme, seating people who have no device."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.building import actions as building
from besace.building.models import Web, WebState
from besace.core import journal
from besace.core.errors import Conflict, Refusal
from besace.core.plain import clean_name
from besace.people.actions import give_sign
from besace.people.models import Group, Membership, Person

from . import plan_queries
from .entrance.actions import free_code
from .models import AgendaItem, Assurance, Meeting, Proceedings, Seat
from .telling import held, must_be_real, tell

AROUND_NOW = timedelta(hours=12)
USUAL_LENGTH = timedelta(hours=3)


@transaction.atomic
def open_meeting(group: Group, *, by: Person, device: UUID | None) -> Meeting:
    """Open today's meeting, planned or not; the one who opens it leads, and sits at it like everyone."""
    now = timezone.now()
    already = group.meetings.filter(plan_queries.OPEN).first()
    if already is not None:
        take_seat(already, person=by, device=device)
        return already
    near = group.meetings.filter(opened_at__isnull=True, starts_at__range=(now - AROUND_NOW, now + AROUND_NOW))
    meeting = near.order_by("starts_at").first()
    if meeting is None:
        meeting = Meeting(group=group, starts_at=now, ends_at=now + USUAL_LENGTH, place=group.place)
    begin(meeting, by=by, device=device)
    journal.write(by, "meeting.open", meeting, group=group, organisation=group.organisation_id)
    return meeting


def begin(meeting: Meeting, *, by: Person, device: UUID | None, **also: object) -> Proceedings:
    """The door opens: a code, and a first seat, which leads."""
    meeting.opened_at, meeting.code = timezone.now(), free_code()
    meeting.save()
    seat = take_seat(meeting, person=by, device=device)
    return Proceedings.objects.create(meeting=meeting, leader=seat, **also)


@transaction.atomic
def catch_up(group: Group, *, held_on: date, by: Person, device: UUID | None) -> Meeting:
    """« Rattrapage » : a meeting held on paper, typed in afterwards by one person and marked as such for ever."""
    if held_on > timezone.localdate():
        raise Refusal("not-held-yet", _("Ce jour n’est pas encore venu."))
    if group.meetings.filter(plan_queries.OPEN).exists():
        raise Conflict("meeting-open", _("Une séance est ouverte. Fermez-la d’abord."))
    now = timezone.now()
    meeting = Meeting(group=group, starts_at=now, ends_at=now + USUAL_LENGTH, place=group.place)
    meeting.is_locked = True  # nobody comes in: they came that day
    begin(meeting, by=by, device=device, held_on=held_on)
    journal.write(by, "meeting.catch-up", meeting, group=group, organisation=group.organisation_id)
    return meeting


@transaction.atomic
def take_seat(meeting: Meeting, *, person: Person, device: UUID | None, entered_by: Person | None = None) -> Seat:
    """A seat for somebody we know: herself on her device, or one of those without any, seen by the facilitator."""
    seat = meeting.seats.filter(person=person, left_at__isnull=True, admitted_at__isnull=False).first()
    if seat is None:
        now = timezone.now()
        seat = Seat.objects.create(
            meeting=meeting,
            person=person,
            device=device,
            assurance=Assurance.CONFIRMED,
            admitted_at=now,
            entered_by=entered_by,
        )
        give_sign(person.pk)
    elif device is not None and entered_by is None and seat.device != device:
        seat.device = device
        seat.save(update_fields=["device"])
    return seat


@transaction.atomic
def seat_without_device(meeting_id: UUID, *, person_id: UUID, by: Person) -> Seat:
    """« Installer » : somebody of the group who has no phone, one tap."""
    proceedings = held(meeting_id)
    must_be_real(proceedings)
    members = Membership.objects.filter(group=proceedings.meeting.group, person_id=person_id).select_related("person")
    member = members.first()
    if member is None:
        raise Refusal("not-of-the-group", _("Cette personne n’est pas du groupe. Ajoutez-la d’abord."))
    seat = take_seat(proceedings.meeting, person=member.person, device=None, entered_by=by)
    journal.write(by, "seat.made", meeting_id, group=proceedings.meeting.group_id, seat=str(seat.pk))
    tell(proceedings, "room", "count")
    return seat


# --- the theme ---------------------------------------------------------------------------------------------------


@transaction.atomic
def choose_theme(meeting_id: UUID, *, theme: str, purpose: str, by: Person) -> Web:
    """A new badge: the competence, not the person; and what it serves to recognise it."""
    proceedings = held(meeting_id)
    if not clean_name(purpose, longest=500):  # no badge for a badge (PROTOCOL.md 1.8, abuse cases)
        raise Refusal("purpose-needed", _("Dites d’abord à quoi sert de le reconnaître."))
    group, is_rehearsal = proceedings.meeting.group, proceedings.is_practice
    web = building.start_web(
        group, theme=theme, purpose=purpose, by=by, channel=proceedings.channel, is_rehearsal=is_rehearsal
    )
    proposed = proceedings.meeting.agenda.filter(kind=AgendaItem.Kind.BADGE, done_at__isnull=True)
    proposed.filter(text__iexact=web.theme).update(done_at=timezone.now(), web=web)
    return _take_up(proceedings, web)


@transaction.atomic
def resume_web(meeting_id: UUID, web_id: UUID, *, by: Person) -> Web:
    """Go on with a badge begun another Tuesday, in the state where it was left."""
    proceedings = held(meeting_id)
    must_be_real(proceedings)
    there = Web.objects.filter(pk=web_id, group=proceedings.meeting.group, is_rehearsal=False)
    if not there.exclude(state=WebState.STAMPED).exists():
        raise Refusal("no-such-web", _("Ce badge n’est plus à construire."))
    return _take_up(proceedings, building.resume(web_id, by=by, channel=proceedings.channel))


@transaction.atomic
def propose_theme(meeting_id: UUID, *, text: str, by: Person) -> AgendaItem:
    """« Faire un badge sur… » : said by anybody; the facilitator picks one."""
    proceedings = held(meeting_id)
    text = clean_name(text, longest=80)
    if not text:
        raise Refusal("theme-needed", _("Écrivez un thème, en quelques mots."))
    item, _is_new = AgendaItem.objects.get_or_create(
        meeting=proceedings.meeting, kind=AgendaItem.Kind.BADGE, text=text, defaults={"taken_by": by}
    )
    tell(proceedings, "stage")
    return item


def _take_up(proceedings: Proceedings, web: Web) -> Web:
    proceedings.web = web
    proceedings.focus = None
    proceedings.save(update_fields=["web", "focus"])
    tell(proceedings)
    return web
