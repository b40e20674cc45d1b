"""What somebody in a seat does that concerns only the meeting: small signs, leaving, the last face."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal, live, revisions
from besace.core.errors import Conflict, Refusal
from besace.core.plain import clean_name
from besace.people.models import Person
from besace.votes import actions as votes
from besace.votes import queries as ballots

from . import lead_queries
from .models import Impression, Proceedings, Seat, Signal
from .rules import Phase

LONGEST_SENTENCE = 280
OPPOSITE = {Signal.Kind.COFFEE: Signal.Kind.NO_COFFEE, Signal.Kind.NO_COFFEE: Signal.Kind.COFFEE}
SHOWN_IN = {
    Signal.Kind.COFFEE: ("count",),
    Signal.Kind.NO_COFFEE: ("count",),
    Signal.Kind.DONE: ("count",),
    Signal.Kind.OBJECTION: ("objections", "last"),
}


@transaction.atomic
def give_sign(seat: Seat, kind: str) -> None:
    """Raise a hand, say « Je n'ai pas compris », « J'ai fini », answer the practice vote. Twice is once."""
    proceedings = _proceedings(seat)
    if kind in OPPOSITE:
        Signal.objects.filter(seat=seat, kind=OPPOSITE[Signal.Kind(kind)], phase=proceedings.phase).delete()
    _sign, is_new = Signal.objects.get_or_create(seat=seat, kind=Signal.Kind(kind), phase=proceedings.phase)
    if is_new:
        revisions.bump(proceedings.channel, *SHOWN_IN.get(Signal.Kind(kind), ("room",)))


@transaction.atomic
def take_back_sign(seat: Seat, kind: str) -> None:
    """She understood after all; she was helped."""
    gone, _rows = Signal.objects.filter(seat=seat, kind=Signal.Kind(kind)).delete()
    if gone:
        revisions.bump(f"meeting:{seat.meeting_id}", *SHOWN_IN.get(Signal.Kind(kind), ("room",)))


@transaction.atomic
def leave(seat: Seat, *, by: Person | None) -> None:
    """« Je pars » : not counted from the next item on; what she answered stays."""
    Seat.objects.filter(pk=seat.pk, left_at__isnull=True).update(left_at=timezone.now())
    Signal.objects.filter(seat=seat, kind=Signal.Kind.HELP).delete()
    journal.write(by, "seat.left", seat.meeting_id, seat=str(seat.pk))
    live.cut(channel=f"meeting:{seat.meeting_id}", person=seat.person_id)
    revisions.bump(f"meeting:{seat.meeting_id}", "room", "count")


@transaction.atomic
def say_not_me(seat: Seat) -> None:
    """The wrong name: what was answered under it to the question on the screens is taken back (PROTOCOL.md E23)."""
    proceedings = _proceedings(seat)
    _take_back_voice(seat, proceedings)
    if seat.entered_by_id:  # the facilitator had seated her: she is there, without this device
        Seat.objects.filter(pk=seat.pk).update(device=None)
    elif seat.pk not in {proceedings.leader_id, proceedings.helper_id}:  # the role is held by a seat, not by a device
        Seat.objects.filter(pk=seat.pk, left_at__isnull=True).update(left_at=timezone.now())
    journal.write(seat.person, "seat.not-me", seat.meeting_id, seat=str(seat.pk))
    revisions.bump(proceedings.channel, "room", "count")


def _take_back_voice(seat: Seat, proceedings: Proceedings) -> None:
    """Hers alone, and never what the facilitator entered for her."""
    if proceedings.focus_id is None or seat.person is None:
        return
    asked = lead_queries.asked_about(proceedings.focus_id, meeting_id=seat.meeting_id)
    if asked is None or not ballots.has_answered(asked.ballot, seat.person):
        return
    voice = ballots.my_voice(asked.ballot_id, seat.person)
    if voice is None or not voice.is_entered_for_her:
        votes.take_back(asked.ballot_id, voter=seat.person, by=seat.person)


@transaction.atomic
def say_impression(seat: Seat, *, face: int, sentence: str = "") -> None:
    """One face out of five and, if she likes, a sentence. Once each; the row holds nobody."""
    proceedings = _proceedings(seat)
    if proceedings.phase != Phase.REVIEW:
        raise Conflict("not-now", _("Ce n’est pas encore le bilan."))
    if face not in range(1, 6):
        raise Refusal("no-face", _("Choisissez un visage."))
    _sign, is_new = Signal.objects.get_or_create(seat=seat, kind=Signal.Kind.REVIEWED, phase=Phase.REVIEW)
    if not is_new:
        raise Conflict("already-said", _("Vous avez déjà répondu. Merci."))
    sentence = clean_name(sentence, longest=LONGEST_SENTENCE)
    Impression.objects.create(meeting_id=seat.meeting_id, face=face, sentence=sentence)
    revisions.bump(proceedings.channel, "count")


def _proceedings(seat: Seat) -> Proceedings:
    proceedings = Proceedings.objects.select_related("meeting").get(meeting_id=seat.meeting_id)
    if not proceedings.meeting.is_open or not seat.is_seated:
        raise Conflict("meeting-closed", _("Cette séance est finie. Merci."))
    return proceedings
