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
from besace.people.models import Group, Membership, Person

from .entrance.actions import free_code
from .models import AgendaItem, Assurance, Meeting, Proceedings, Seat
from .telling import held, tell

AROUND_NOW = timedelta(hours=12)
USUAL_LENGTH = timedelta(hours=3)


@transaction.atomic
def open_meeting(group: Group, *, by: Person, device: UUID | None, is_practice: bool = False) -> Meeting:
    """Open today's meeting, planned or not; the one who opens it leads, and sits at it like everyone."""
    now = timezone.now()
    already = group.meetings.filter(opened_at__isnull=False, closed_at__isnull=True).first()
    if already is not None and not is_practice:
        take_seat(already, person=by, device=device)
        return already
    near = group.meetings.filter(opened_at__isnull=True, starts_at__range=(now - AROUND_NOW, now + AROUND_NOW))
    meeting = None if is_practice else near.order_by("starts_at").first()
    if meeting is None:
        meeting = Meeting(group=group, starts_at=now, ends_at=now + USUAL_LENGTH, place=group.place)
    meeting.opened_at, meeting.code = now, free_code()
    meeting.save()
    seat = take_seat(meeting, person=by, device=device)
    Proceedings.objects.create(meeting=meeting, leader=seat, is_practice=is_practice)
    journal.write(by, "meeting.open", meeting, group=group, organisation=group.organisation_id)
    return meeting


@transaction.atomic
def catch_up(group: Group, *, held_on: date, by: Person, device: UUID | None) -> Meeting:
    """« Rattrapage » : a meeting held on paper, typed in afterwards by one person and marked as such for ever."""
    if held_on > timezone.localdate():
        raise Refusal("not-held-yet", _("Ce jour n’est pas encore venu."))
    if group.meetings.filter(opened_at__isnull=False, closed_at__isnull=True).exists():
        raise Conflict("meeting-open", _("Une séance est ouverte. Fermez-la d’abord."))
    now = timezone.now()
    meeting = Meeting.objects.create(
        group=group, starts_at=now, ends_at=now + USUAL_LENGTH, place=group.place, opened_at=now, code=free_code()
    )
    meeting.is_locked = True  # nobody comes in: they came that day
    meeting.save(update_fields=["is_locked"])
    seat = take_seat(meeting, person=by, device=device)
    Proceedings.objects.create(meeting=meeting, leader=seat, held_on=held_on)
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
    elif device is not None and entered_by is None and seat.device != device:
        seat.device = device
        seat.save(update_fields=["device"])
    return seat


@transaction.atomic
def seat_without_device(meeting_id: UUID, *, person_id: UUID, by: Person) -> Seat:
    """« Installer » : somebody of the group who has no phone, one tap."""
    proceedings = held(meeting_id)
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
    web = building.start_web(
        proceedings.meeting.group, theme=theme, purpose=purpose, by=by, channel=proceedings.channel
    )
    return _take_up(proceedings, web)


@transaction.atomic
def resume_web(meeting_id: UUID, web_id: UUID, *, by: Person) -> Web:
    """Go on with a badge begun another Tuesday, in the state where it was left."""
    proceedings = held(meeting_id)
    if not Web.objects.filter(pk=web_id, group=proceedings.meeting.group).exclude(state=WebState.STAMPED).exists():
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
