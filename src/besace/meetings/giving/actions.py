"""Opening the vote on somebody in the room, answering, closing, and handing her the badge there and then."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.people.models import Person
from besace.people.rules import Level
from besace.recognition import actions as recognition
from besace.recognition.models import Recognition
from besace.recognition.rules import Why
from besace.recognition.sentences import refuse_unless_fine

from .. import lead_queries
from ..models import AgendaItem, Proceedings, Seat
from ..rules import CODE_LASTS
from ..telling import held, must_be_real, tell
from . import current, queries, rules
from .models import Giving


@transaction.atomic
def open_vote(meeting_id: UUID, recognition_id: UUID, *, by: Person) -> Giving:
    """The secret vote opens among those seated and sure; the person herself, guests and late-comers have no voice."""
    proceedings = held(meeting_id)
    asked = Recognition.objects.filter(pk=recognition_id, group=proceedings.meeting.group).first()
    if asked is None:
        raise Refusal("no-such-request", _("Cette demande n’attend plus. Rechargez la page."))
    _check_moment(proceedings)
    room = lead_queries.room(proceedings.meeting)
    persons = [_sure(s.seat) for s in queries.voters(proceedings.meeting, room) if s.seat.person_id != asked.person_id]
    leading = {s.person_id for s in (proceedings.leader, proceedings.helper) if s} | {by.pk}
    refuse_unless_fine(rules.may_open(leading=leading, recipient=asked.person_id, voters=len(persons)))
    decision = recognition.ask_the_peers(
        asked.pk, by=by, present=persons, closes_at=timezone.now() + CODE_LASTS, channel=proceedings.channel
    )
    giving = Giving.objects.create(meeting=proceedings.meeting, decision=decision)
    _put_on_screens(proceedings, giving)
    return giving


def _check_moment(proceedings: Proceedings) -> None:
    must_be_real(proceedings)
    if lead_queries.progress(proceedings).is_vote_open:
        raise Conflict("vote-open", _("Un vote est ouvert. Fermez-le d’abord."))


def _sure(seat: Seat) -> Person:
    assert seat.person is not None, "a voter is somebody"
    seat.person.level = Level.CONFIRMED
    return seat.person


@transaction.atomic
def answer(seat: Seat, *, answer: str, criterion: str = "") -> None:
    """One voice from a seat of this meeting: the card, the code, or the roll call made sure of it."""
    giving = _on_screens(Proceedings.objects.select_related("meeting").get(meeting_id=seat.meeting_id))
    if not queries.is_sure(seat):
        refuse_unless_fine(Why.NOT_SURE_ENOUGH)
    recognition.answer_peers(giving.decision_id, by=_sure(seat), answer=answer, criterion=criterion)


@transaction.atomic
def answer_on_console(meeting_id: UUID, seat: Seat, *, answer: str, criterion: str = "", by: Person) -> None:
    """She taps herself, on the console turned towards her; never over an answer that was given (PROTOCOL.md 1.5)."""
    proceedings = held(meeting_id)
    _not_herself(proceedings, by)
    giving = _on_screens(proceedings)
    shown = queries.OnScreens(giving)
    towards = queries.towards_whom(lead_queries.room(proceedings.meeting), shown, leading=leading_seats(proceedings))
    if seat.pk not in {s.seat.pk for s in towards}:
        raise Conflict("not-on-console", _("Cette personne a déjà répondu, ou a son téléphone."))
    journal.write(by, "console-turned", meeting_id, group=proceedings.meeting.group_id)
    recognition.answer_peers(giving.decision_id, by=_sure(seat), answer=answer, criterion=criterion)


def leading_seats(proceedings: Proceedings) -> frozenset[UUID | None]:
    return frozenset({proceedings.leader_id, proceedings.helper_id} - {None})


@transaction.atomic
def close_vote(meeting_id: UUID, *, by: Person) -> Giving:
    """The voices are counted and forgotten, and the badge is given in the same transaction."""
    proceedings = held(meeting_id)
    giving = _on_screens(proceedings)
    award = recognition.close_validation(giving.decision_id, by=by, hold=CODE_LASTS)
    asked = giving.decision.recognition_id
    AgendaItem.objects.filter(meeting=proceedings.meeting, recognition=asked).update(done_at=timezone.now())
    journal.write(by, "meeting.peers-voted", meeting_id, group=proceedings.meeting.group_id, given=award is not None)
    tell(proceedings)
    return giving


@transaction.atomic
def cancel_vote(meeting_id: UUID, *, by: Person) -> None:
    """Opened by mistake: nothing is counted, and the meeting goes on."""
    proceedings = held(meeting_id)
    giving = _on_screens(proceedings)
    recognition.cancel_validation(giving.decision_id, by=by)
    _put_on_screens(proceedings, None)
    giving.delete()


@transaction.atomic
def hand_badge(meeting_id: UUID, *, by: Person) -> None:
    """« C'est dit » : somebody told her in person; from then on her phone says it too."""
    proceedings = held(meeting_id)
    giving = _given(proceedings)
    _not_herself(proceedings, by)
    if giving.handed_at is None:
        giving.handed_at = timezone.now()
        giving.save(update_fields=["handed_at"])
        if (award := queries.OnScreens(giving).award) is not None:
            recognition.release_award(award.pk)
        journal.write(by, "badge-handed", meeting_id, group=proceedings.meeting.group_id)
    tell(proceedings, "stage", "tools")


@transaction.atomic
def show_to_all(meeting_id: UUID, *, by: Person) -> None:
    """On the wall, with her first name: she presses it, or whoever leads after asking her."""
    proceedings = held(meeting_id)
    giving = _given(proceedings)
    if giving.handed_at is None:
        raise Conflict("not-handed", _("Dites-le lui d’abord. Elle choisit ensuite."))
    if giving.shown_at is None:
        giving.shown_at = timezone.now()
        giving.save(update_fields=["shown_at"])
        journal.write(by, "badge-shown", meeting_id, group=proceedings.meeting.group_id)
    tell(proceedings, "stage", "tools")


@transaction.atomic
def go_on(meeting_id: UUID, *, by: Person) -> None:
    """« Continuer la séance » : the three screens go back to where they were."""
    proceedings = held(meeting_id)
    if current.is_open(proceedings):
        raise Conflict("vote-open", _("Un vote est ouvert. Fermez-le d’abord."))
    _put_on_screens(proceedings, None)


def _on_screens(proceedings: Proceedings) -> Giving:
    giving_id = proceedings.giving_id
    found = Giving.objects.select_related("decision").filter(pk=giving_id).first() if giving_id else None
    if found is None:
        raise Conflict("no-vote", _("Ce vote est fini. Regardez le grand écran."))
    return found


def _given(proceedings: Proceedings) -> Giving:
    giving = _on_screens(proceedings)
    if not queries.OnScreens(giving).is_yes:
        raise Conflict("not-given", _("Ce badge n’est pas donné."))
    return giving


def _not_herself(proceedings: Proceedings, by: Person) -> None:
    if current.recipient_of(proceedings) == by.pk:
        raise NotAllowed("herself", _("Personne ne décide pour soi. Demandez à quelqu’un d’autre."))


def _put_on_screens(proceedings: Proceedings, giving: Giving | None) -> None:
    proceedings.giving = giving
    proceedings.save(update_fields=["giving"])
    tell(proceedings)
