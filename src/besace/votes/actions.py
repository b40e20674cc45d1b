"""Voting: open, answer, withdraw, count hands, close, do again, forget. Who may do it is asked before (access.py).

Nothing here writes who answered what anywhere but in the voice itself: no journal, no event, no log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Manager
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal, revisions
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.events import announce
from besace.people.models import Person

from . import closing, events, queries, rules, sealing
from .models import REASON_LENGTH, Ballot, BallotKey, HandCount, RollLine, SealedVoice, Turnout, Voice
from .result import Result, result_from
from .rules import Choice, Question, Rule, Secrecy

NAMES_ARE_KEPT = timedelta(days=30)


class VoteIsOver(Conflict):
    """Too late; the facilitator sees how many such voices came."""

    def __init__(self, ballot_id: UUID, *, has_answered: bool) -> None:
        kept = _("Le vote est fini. Votre première réponse reste comptée.")
        lost = _("Le vote est fini. Votre voix n’a pas été comptée.")
        super().__init__("ballot-closed", kept if has_answered else lost)
        self.ballot_id = ballot_id
        self.is_counted = False


@contextmanager
def late_voices_counted() -> Iterator[None]:
    """Count what came too late, once the transaction that refused it is undone.

    Also a decorator, for a view that runs in a transaction of its own: `@late_voices_counted()` above `@once`.
    """
    try:
        yield
    except VoteIsOver as refusal:
        if not refusal.is_counted and not connection.in_atomic_block:
            Ballot.objects.filter(pk=refusal.ballot_id).update(late_voices=F("late_voices") + 1)
            refusal.is_counted = True
        raise


@transaction.atomic
def open_ballot(
    *,
    subject: str,
    question: Question,
    rule: Rule,
    present: int,
    by: Person | None,
    roll: Collection[UUID] | None = None,
    without: Collection[UUID] = (),
    channel: str = "",
    part: str = "",
    closes_at: datetime | None = None,
) -> Ballot:
    """Put a question; its rule no longer moves. `roll`: they alone have a voice; `without`: these have none."""
    if question is Question.PEERS and rule.secrecy is not Secrecy.SECRET:
        raise Refusal("peers-vote-in-secret", _("Ce vote est toujours secret."))
    before = queries.ballot_of(subject)
    ballot = _numbered(
        Ballot(
            subject=subject,
            number=before.number + 1 if before else 1,
            question=question,
            wording=before.wording + 1 if before and before.question == question == Question.WORDING else 1,
            rule=rules.record_of(rule),
            secrecy=rule.secrecy,
            present=present if roll is None else len(set(roll) - set(without)),
            has_roll=roll is not None,
            channel=channel,
            part=part,
            opened_at=timezone.now(),
            closes_at=closes_at,
        )
    )
    _write_roll(ballot, roll=roll or (), without=without)
    if ballot.is_secret:
        BallotKey.objects.create(ballot=ballot, sealed=sealing.new_ballot_key(ballot.pk))
    journal.write(by, "ballot-opened", ballot, subject=subject, question=str(question))
    _tell(ballot, events.BallotOpened(ballot.pk))
    return ballot


def _numbered(ballot: Ballot) -> Ballot:
    try:
        with transaction.atomic():
            ballot.save(force_insert=True)
    except IntegrityError:
        raise Conflict("ballot-already-open", _("Ce vote est déjà ouvert.")) from None
    return ballot


def _write_roll(ballot: Ballot, *, roll: Collection[UUID], without: Collection[UUID]) -> None:
    lines = dict.fromkeys(roll, True) | dict.fromkeys(without, False)
    RollLine.objects.bulk_create(
        RollLine(ballot=ballot, person_id=person_id, has_voice=has_voice) for person_id, has_voice in lines.items()
    )


def cast_voice(
    ballot_id: UUID, *, by: Person, choice: Choice, reason: str = "", on_behalf: Person | None = None
) -> None:
    """Record what `by` thinks; thinking again replaces the earlier voice.

    `on_behalf`: the one whose voice it is, when `by` enters it for her; marked, and refused in a secret ballot.
    """
    with late_voices_counted(), transaction.atomic():
        ballot = _locked(ballot_id, voter=on_behalf or by)
        question = Question(ballot.question)
        if not rules.is_offered(choice, question=question):
            raise Refusal("not-offered", _("Cette réponse n’est pas proposée."))
        if rules.needs_reason(choice, question=question) and not reason.strip():
            raise Refusal("reason-needed", _("Dites pourquoi, en quelques mots."))
        _put(ballot, by=by, choice=choice, reason=reason.strip(), on_behalf=on_behalf)


def withdraw(ballot_id: UUID, *, by: Person) -> None:
    """« Je suis trop proche »: counts neither for the quorum nor for the majority; no reason is asked."""
    with late_voices_counted(), transaction.atomic():
        ballot = _locked(ballot_id, voter=by)
        _put(ballot, by=by, choice=Choice.WITHDRAWN, reason="", on_behalf=None)


def _locked(ballot_id: UUID, *, voter: Person) -> Ballot:
    """The ballot, held until the end of the transaction; refused when it is over."""
    ballot = Ballot.objects.select_for_update().get(pk=ballot_id)
    has_come = ballot.closes_at is not None and ballot.closes_at <= timezone.now()
    if not ballot.is_open or has_come:
        raise VoteIsOver(ballot.pk, has_answered=queries.has_answered(ballot, voter))
    return ballot


def _put(ballot: Ballot, *, by: Person, choice: Choice, reason: str, on_behalf: Person | None) -> None:
    voter = on_behalf or by
    _check_voter(ballot, voter, choice=choice)
    if len(reason) > REASON_LENGTH:
        raise Refusal("reason-too-long", _("C’est trop long. Dites-le en moins de mots."))
    if ballot.is_secret:
        if on_behalf is not None:
            raise Refusal("secret-in-person", _("Ce vote est secret. Chaque personne répond elle-même."))
        _seal(ballot, voter, choice=choice, reason=reason)
    else:
        voice = Voice(
            ballot=ballot, person=voter, choice=choice, reason=reason, is_entered_for_her=on_behalf is not None
        )
        _write(voice, ["choice", "reason", "is_entered_for_her"])
    if on_behalf is not None:
        journal.write(by, "voice-entered", ballot, person=str(voter.pk))
    _tell(ballot, events.VoiceCast(ballot.pk))


def _check_voter(ballot: Ballot, voter: Person, *, choice: Choice) -> None:
    """She has a voice here, and it is not already counted: by her first answer, or by her hand."""
    line = RollLine.objects.filter(ballot=ballot, person=voter).first()
    if (line is None and ballot.has_roll) or (line is not None and not line.has_voice):
        raise NotAllowed("no-voice", _("Vous ne votez pas cette fois."))
    raised, may_change = queries.hands_raised(ballot), queries.rule(ballot).allows_change
    if not raised and may_change:  # the usual case: what she said before changes nothing
        return
    if queries.has_answered(ballot, voter):
        if choice is not Choice.WITHDRAWN and not may_change:
            raise Conflict("already-answered", _("Vous avez déjà répondu. Cette réponse ne change plus."))
        return
    if raised and not rules.hands_fit(
        hands=raised, answered=queries.number_answered(ballot) + 1, present=ballot.present
    ):
        raise Conflict("hands-are-counted", _("Votre main est déjà comptée. Dites-le à l’animatrice."))


def _seal(ballot: Ballot, voter: Person, *, choice: Choice, reason: str) -> None:
    key = bytes(BallotKey.objects.get(ballot=ballot).sealed)
    sealed = sealing.seal_answer(choice, reason, ballot_id=ballot.pk, person_id=voter.pk, sealed_key=key)
    _write(SealedVoice(ballot=ballot, person=voter, sealed=sealed), ["sealed"])


def _write(voice: Voice | SealedVoice, moved: list[str]) -> None:
    """One question of the database for a first answer as for another: the constraint decides which it is."""
    rows: Manager[Any] = type(voice)._default_manager
    rows.bulk_create([voice], update_conflicts=True, unique_fields=["ballot", "person"], update_fields=moved)


@transaction.atomic
def take_back(ballot_id: UUID, *, voter: Person, by: Person) -> None:
    """Forget what was answered under the wrong name, while the vote is open."""
    ballot = _locked(ballot_id, voter=voter)
    rows = SealedVoice.objects if ballot.is_secret else Voice.objects
    rows.filter(ballot=ballot, person=voter).delete()
    journal.write(by, "voice-taken-back", ballot)
    _tell(ballot, events.VoiceCast(ballot.pk))


@transaction.atomic
def count_hands(ballot_id: UUID, *, hands: Mapping[Choice, int], by: Person) -> None:
    """Enter the hands raised; counting again replaces. Never in a secret ballot, never more voices than seats."""
    ballot = Ballot.objects.select_for_update().get(pk=ballot_id)
    if not ballot.is_open:
        raise Conflict("ballot-closed", _("Le vote est fini. Les mains n’ont pas été comptées."))
    if ballot.is_secret:
        raise Refusal("no-hands-in-secret", _("Ce vote est secret. On ne compte pas les mains."))
    question = Question(ballot.question)
    if min(hands.values(), default=0) < 0 or not all(rules.is_offered(c, question=question) for c in hands):
        raise Refusal("not-offered", _("Ces nombres ne vont pas."))
    answered = queries.progress(ballot.pk).answered
    if not rules.hands_fit(hands=sum(hands.values()), answered=answered, present=ballot.present):
        raise Refusal("more-voices-than-seats", _("Il y a plus de voix que de places. Recomptez."))
    HandCount.objects.filter(ballot=ballot).delete()
    HandCount.objects.bulk_create(HandCount(ballot=ballot, choice=c, number=n) for c, n in hands.items() if n)
    journal.write(by, "hands-counted", ballot, number=sum(hands.values()))
    _tell(ballot, events.HandsCounted(ballot.pk))


@transaction.atomic
def set_present(ballot_id: UUID, present: int) -> None:
    """The room has changed. Whoever left after answering is still counted: never fewer seats than voices."""
    ballot = Ballot.objects.select_for_update().get(pk=ballot_id)
    if not ballot.is_open or ballot.has_roll:
        return
    ballot.present = max(present, queries.progress(ballot_id).voices)
    ballot.save(update_fields=["present"])
    _bump(ballot)


@transaction.atomic
def close_ballot(ballot_id: UUID, *, by: Person | None, weigh: Collection[UUID] | None = None) -> Result:
    """Count, decide, forget. `weigh`: the ids of proposers and observers, whose yes is not enough alone."""
    ballot = Ballot.objects.select_for_update().get(pk=ballot_id)
    if ballot.result is not None:  # a second facilitator pressed too: same answer
        return result_from(ballot.result)
    result = closing.close(ballot, involved=set(weigh or ()))
    journal.write(by, "ballot-closed", ballot, subject=ballot.subject, outcome=str(result.outcome))
    _tell(ballot, events.BallotClosed(ballot.pk))
    return result


@transaction.atomic
def cancel_ballot(ballot_id: UUID, *, by: Person) -> Result:
    """A vote opened by mistake, or sealed under a key that is lost: closed, undecided, nothing counted nor kept."""
    ballot = Ballot.objects.select_for_update().get(pk=ballot_id)
    if ballot.result is not None:
        raise Conflict("ballot-closed", _("Le vote est fini. Il ne s’annule plus."))
    result = closing.cancel(ballot)
    journal.write(by, "ballot-cancelled", ballot, subject=ballot.subject)
    _tell(ballot, events.BallotClosed(ballot.pk))
    return result


@transaction.atomic
def reopen(ballot_id: UUID, *, by: Person, present: int) -> Ballot:
    """Vote again on the same question: a new ballot, the old one kept."""
    old = Ballot.objects.select_for_update().get(pk=ballot_id)
    if old.is_open:
        raise Conflict("ballot-already-open", _("Ce vote est déjà ouvert."))
    lines = dict(RollLine.objects.filter(ballot=old).values_list("person_id", "has_voice"))
    ballot = open_ballot(
        subject=old.subject,
        question=Question(old.question),
        rule=queries.rule(old),
        present=present,
        by=by,
        roll=[person_id for person_id, has_voice in lines.items() if has_voice] if old.has_roll else None,
        without=[person_id for person_id, has_voice in lines.items() if not has_voice],
        channel=old.channel,
        part=old.part,
    )
    ballot.wording = old.wording
    ballot.save(update_fields=["wording"])
    return ballot


@transaction.atomic
def purge(before: datetime) -> int:
    """Forget who took part and who pressed in what closed before then; the totals stay. SECURITY.md E.6."""
    old = Ballot.objects.filter(closed_at__lte=before)
    return sum(rows.objects.filter(ballot__in=old).delete()[0] for rows in (Voice, Turnout, RollLine))


def _tell(ballot: Ballot, event: object) -> None:
    _bump(ballot)
    announce(event)


def _bump(ballot: Ballot) -> None:
    if ballot.channel:
        revisions.bump(ballot.channel, ballot.part or "ballot")
