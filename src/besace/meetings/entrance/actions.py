"""Coming in, being let in, changing seats; nobody takes somebody's seat without the facilitator's yes."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal, limits, live, revisions
from besace.core.errors import Conflict, Refusal, Unavailable
from besace.people import actions as people
from besace.people.models import Membership, Person, Role

from ..models import Assurance, Meeting, Seat, new_token
from . import queries, rules
from .rules import Door, Way

GUEST_STAYS = timedelta(hours=8)


# --- the code ----------------------------------------------------------------------------------------------------


def find_by_code(typed: str, *, address: str) -> Meeting:
    """The open meeting of this spoken code. Failures are counted, by address and in all; arrivals never."""
    code = rules.code_typed(typed)
    if not code:
        raise Refusal("code-of-8", _("Il faut 8 chiffres. Ils sont sur le mur."))
    tries = [
        limits.begin_try("meeting-code", address, rules.FAILURES_OF_AN_ADDRESS),
        limits.begin_try("meeting-code-all", "all", rules.FAILURES_OF_ALL),
    ]
    if not all(tries):
        limits.forgive(*tries)
        raise Unavailable("code-closed", _("Trop de codes faux. Scannez le carré, ou appelez l’animatrice."))
    meeting = queries.meeting_by_code(code)
    if meeting is None:
        raise Refusal("wrong-code", _("Aucune séance n’a ces chiffres. Relisez-les sur le mur."))
    limits.forgive(*tries)
    return meeting


# --- coming in ---------------------------------------------------------------------------------------------------


@transaction.atomic
def sit_as(meeting_id: UUID, *, person: Person, device: UUID, way: Way) -> Seat:
    """« Vous êtes Odile ? Oui. » A seat that is already taken elsewhere is contested until the facilitator answers."""
    meeting = _held(meeting_id)
    is_sure = way == Way.ACCOUNT
    mine = meeting.seats.filter(queries.HERE, person=person, device=device).first()
    if mine is not None and not is_sure:
        return mine
    if mine is not None and (mine.is_contested or mine.is_waiting):
        leave(mine)  # she signed in: there is nothing to ask any more
    taken = meeting.seats.filter(queries.SEATED, person=person, is_contested=False).first()
    if taken is not None and (is_sure or taken.device is None):
        return _move(taken, device=device, is_sure=is_sure)
    door = _door(meeting, way)
    seat = Seat(meeting=meeting, person=person, device=device, typed_name=person.first_name)
    seat.assurance = Assurance.CONFIRMED if is_sure else Assurance.TAPPED
    seat.is_contested = taken is not None
    return _placed(seat, door)


def _move(seat: Seat, *, device: UUID, is_sure: bool) -> Seat:
    """She signed in, or the facilitator had seated her without a device: this device is now hers."""
    # Somebody tapped the name: to have been seen in the room is not to have been seen with this phone.
    seat.assurance = Assurance.CONFIRMED if is_sure else Assurance.TAPPED
    seat.device = device
    seat.save(update_fields=["device", "assurance"])
    if seat.person_id:
        people.give_sign(seat.person_id)
    _tell(seat.meeting_id)
    return seat


@transaction.atomic
def sit_new(meeting_id: UUID, *, name: str, device: UUID, way: Way) -> Seat:
    """« Je ne suis pas dans la liste » : a first name is enough; by the spoken code she waits for a tap."""
    meeting = _held(meeting_id)
    name = people.name_of(name)
    waiting = meeting.seats.filter(queries.WAITING, device=device, person__isnull=True).first()
    if waiting is not None:
        waiting.typed_name = name
        waiting.save(update_fields=["typed_name"])
        return waiting
    door = _door(meeting, way)
    seat = Seat(meeting=meeting, device=device, typed_name=name)
    if door == Door.SIT:
        seat.person = _guest(meeting, name)
    return _placed(seat, door)


@transaction.atomic
def watch(meeting_id: UUID, *, device: UUID) -> Seat:
    """She only looks: counted nowhere, named nowhere."""
    meeting = _held(meeting_id)
    mine = meeting.seats.filter(queries.HERE, device=device, person__isnull=True, typed_name="").first()
    if mine is not None:
        return mine
    return Seat.objects.create(meeting=meeting, device=device, admitted_at=timezone.now())


def _placed(seat: Seat, door: Door) -> Seat:
    seat.admitted_at = timezone.now() if door == Door.SIT else None
    seat.save()
    who = seat.person_id if seat.admitted_at else None
    if who:
        people.give_sign(who)
    journal.write(who, "seat.asked", seat.meeting_id, group=seat.meeting.group_id, seat=str(seat.pk))
    _tell(seat.meeting_id)
    return seat


def _door(meeting: Meeting, way: Way) -> Door:
    door = rules.at_the_door(
        way,
        seated=meeting.seats.filter(queries.SOMEBODY).count(),
        waiting=meeting.seats.filter(queries.WAITING).count(),
        announced=meeting.announced,
        is_locked=meeting.is_locked,
        has_waiting_room=meeting.has_waiting_room,
    )
    if door == Door.LOCKED:
        raise Unavailable("room-locked", _("La salle est fermée. Appelez l’animatrice."))
    if door == Door.FULL:
        raise Unavailable("room-full", _("La salle d’attente est pleine. Appelez l’animatrice."))
    return door


def _guest(meeting: Meeting, name: str) -> Person:
    """A person with a first name and nothing else, of the group until the meeting is over."""
    person = people.make_person(name)
    people.give_role(person, role=Role.GUEST, group=meeting.group, by=None, ends_at=_until(meeting))
    return person


def _until(meeting: Meeting) -> datetime:
    return max(meeting.ends_at, timezone.now() + GUEST_STAYS)


@transaction.atomic
def leave(seat: Seat) -> None:
    """She gives her seat back."""
    Seat.objects.filter(pk=seat.pk).update(left_at=timezone.now())
    _tell(seat.meeting_id)


# --- the facilitator's answers -----------------------------------------------------------------------------------


@transaction.atomic
def admit(seat_id: UUID, *, by: Person, person: Person | None = None) -> Seat:
    """One tap: the one who waits sits, seen by the facilitator; `person` says who of the group she is."""
    seat = _held_seat(seat_id)
    if not seat.is_waiting:
        return seat
    who = person or seat.person or _guest(seat.meeting, seat.typed_name)
    seat.meeting.seats.filter(queries.SEATED, person=who, is_contested=False).update(left_at=timezone.now())
    seat.person, seat.admitted_at, seat.is_contested = who, timezone.now(), False
    seat.assurance = Assurance.CONFIRMED
    seat.save()
    people.give_sign(who.pk)
    journal.write(by, "seat.admitted", seat.meeting_id, group=seat.meeting.group_id, seat=str(seat.pk))
    _tell(seat.meeting_id)
    return seat


@transaction.atomic
def refuse(seat_id: UUID, *, by: Person) -> Seat:
    seat = _held_seat(seat_id)
    seat.refused_at = timezone.now()
    seat.save(update_fields=["refused_at"])
    journal.write(by, "seat.refused", seat.meeting_id, group=seat.meeting.group_id, seat=str(seat.pk))
    if seat.person_id:
        live.cut(person=seat.person_id, channel=f"meeting:{seat.meeting_id}")
    _tell(seat.meeting_id)
    return seat


@transaction.atomic
def believe(seat_id: UUID, *, by: Person) -> Seat:
    """« Un deuxième téléphone dit être Odile » : yes, it is her; the first device leaves the seat."""
    seat = _held_seat(seat_id)
    if not seat.is_contested or not seat.is_seated:
        raise Conflict("seat-moved", _("Cette demande a déjà une réponse."))
    now = timezone.now()
    seat.meeting.seats.filter(queries.SEATED, person=seat.person, is_contested=False).update(left_at=now)
    seat.is_contested, seat.assurance = False, Assurance.CONFIRMED
    seat.save(update_fields=["is_contested", "assurance"])
    journal.write(by, "seat.believed", seat.meeting_id, group=seat.meeting.group_id, seat=str(seat.pk))
    live.cut(person=seat.person_id, channel=f"meeting:{seat.meeting_id}")
    _tell(seat.meeting_id)
    return seat


@transaction.atomic
def set_door(meeting_id: UUID, *, is_locked: bool, has_waiting_room: bool, by: Person) -> Meeting:
    meeting = _held(meeting_id)
    meeting.is_locked, meeting.has_waiting_room = is_locked, has_waiting_room
    meeting.save(update_fields=["is_locked", "has_waiting_room"])
    journal.write(by, "meeting.door", meeting, group=meeting.group_id, locked=is_locked, waiting=has_waiting_room)
    _tell(meeting.pk)
    return meeting


@transaction.atomic
def change_code(meeting_id: UUID, *, by: Person) -> Meeting:
    """A new spoken code and a new QR, in one tap; who sits stays seated."""
    meeting = _held(meeting_id)
    meeting.code, meeting.token = free_code(), new_token()
    meeting.save(update_fields=["code", "token"])
    journal.write(by, "meeting.code-changed", meeting, group=meeting.group_id)
    _tell(meeting.pk)
    return meeting


def free_code() -> str:
    """8 digits that no open meeting has."""
    while True:
        code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
        if not Meeting.objects.filter(code=code, closed_at__isnull=True).exists():
            return code


@transaction.atomic
def keep_guest(person: Person, *, meeting: Meeting, by: Person) -> Membership:
    """She came, she liked it: the guest becomes a participant of the group."""
    Membership.objects.filter(person=person, group=meeting.group, role=Role.GUEST).delete()
    return people.give_role(person, role=Role.PARTICIPANT, group=meeting.group, by=by)


def _held(meeting_id: UUID) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("group__organisation").get(pk=meeting_id)
    if not meeting.is_open:
        raise Conflict("meeting-closed", _("Cette séance est finie."))
    return meeting


def _held_seat(seat_id: UUID) -> Seat:
    seat = Seat.objects.get(pk=seat_id)
    seat.meeting = _held(seat.meeting_id)
    seat.refresh_from_db(fields=["admitted_at", "left_at", "refused_at", "is_contested", "person", "assurance"])
    return seat


def _tell(meeting_id: UUID) -> None:
    revisions.bump(f"meeting:{meeting_id}", "room", "count")
