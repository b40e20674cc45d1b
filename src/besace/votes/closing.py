"""Closes a ballot: counts, decides, then forgets. In one transaction, called by `actions.close_ballot`.

What needs to know who answered what (half of the yes from people who neither proposed nor observed) is computed here,
and only its answer is kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from . import queries, rules, sealing
from . import result as results
from .models import Ballot, BallotKey, HandCount, SealedVoice, Turnout, Voice
from .rules import Choice, Decision, Outcome, Question, Secrecy, Step, Tally


@dataclass(frozen=True, slots=True)
class _Answer:
    """One voice in clear, in memory for the time of the counting."""

    person_id: UUID
    choice: Choice
    reason: str
    is_entered_for_her: bool


def close(ballot: Ballot, *, involved: Collection[UUID]) -> results.Result:
    """`ballot` is locked by the caller. `involved`: those whose yes is not enough alone (proposers, observers)."""
    answers = _unsealed(ballot) if ballot.is_secret else _in_clear(ballot)
    result = _result(ballot, answers, involved=involved)
    _forget(ballot, answers)
    return _closed(ballot, result)


def cancel(ballot: Ballot) -> results.Result:
    """Close without counting: no voice is read, none is kept."""
    Voice.objects.filter(ballot=ballot).delete()
    HandCount.objects.filter(ballot=ballot).delete()
    result = _result(ballot, [], involved=())
    _forget(ballot, [])
    return _closed(ballot, replace(result, outcome=Outcome.UNDECIDED, step=Step.REVISIT))


def _closed(ballot: Ballot, result: results.Result) -> results.Result:
    ballot.result, ballot.outcome, ballot.closed_at = results.record_of(result), result.outcome, timezone.now()
    ballot.save(update_fields=["result", "outcome", "closed_at"])
    return result


def _in_clear(ballot: Ballot) -> list[_Answer]:
    rows = Voice.objects.filter(ballot=ballot)
    return [_Answer(v.person_id, Choice(v.choice), v.reason, v.is_entered_for_her) for v in rows]


def _unsealed(ballot: Ballot) -> list[_Answer]:
    key = bytes(BallotKey.objects.get(ballot=ballot).sealed)
    answers = []
    for voice in SealedVoice.objects.filter(ballot=ballot):
        choice, reason = sealing.open_answer(
            bytes(voice.sealed), ballot_id=ballot.pk, person_id=voice.person_id, sealed_key=key
        )
        answers.append(_Answer(voice.person_id, Choice(choice), reason, is_entered_for_her=False))
    return answers


def _result(ballot: Ballot, answers: list[_Answer], *, involved: Collection[UUID]) -> results.Result:
    rule, raised = queries.rule(ballot), queries.hands(ballot.pk)
    tally = Tally.of(answer.choice for answer in answers) + raised
    weighed = _decision(ballot, tally, others=_yes_from_others(answers, involved))
    # Told together, the numbers and a decision that they do not explain would say how the others voted.
    numbers_explain_it = weighed == _decision(ballot, tally, others=None)
    shows_counts = numbers_explain_it and rules.shows_counts(tally, secrecy=rule.secrecy)
    return results.result_of(
        weighed,
        tally=tally,
        shows_counts=shows_counts,
        hands=raised.voices,
        entered=sum(answer.is_entered_for_her for answer in answers),
        present=ballot.present,
        has_quorum=rules.has_quorum(tally, rule=rule, present=ballot.present),
        reasons=_reasons(ballot, answers, outcome=weighed.outcome, shows_counts=shows_counts),
    )


def _reasons(ballot: Ballot, answers: list[_Answer], *, outcome: Outcome, shows_counts: bool) -> list[results.Reason]:
    """What the peers' « pas encore » name is told once each, and only when that is what they decided."""
    given = [results.Reason(answer.choice, answer.reason) for answer in answers if answer.reason]
    if ballot.question == Question.PEERS:
        return list(set(given)) if outcome is Outcome.REJECTED else []
    return given if shows_counts else []


def _decision(ballot: Ballot, tally: Tally, *, others: int | None) -> Decision:
    return rules.decide(
        Question(ballot.question),
        tally=tally,
        rule=queries.rule(ballot),
        present=ballot.present,
        wording=ballot.wording,
        yes_from_others=others,
    )


def _yes_from_others(answers: list[_Answer], involved: Collection[UUID]) -> int:
    return sum(answer.choice is Choice.YES and answer.person_id not in involved for answer in answers)


def _forget(ballot: Ballot, answers: list[_Answer]) -> None:
    """Keep who took part, in an order drawn at random; of what they answered, an open ballot's alone."""
    turnout = [
        Turnout(ballot=ballot, person_id=answer.person_id, is_entered_for_her=answer.is_entered_for_her)
        for answer in answers
        if answer.choice is not Choice.WITHDRAWN
    ]
    Turnout.objects.bulk_create(sorted(turnout, key=lambda row: row.pk))  # ids are random, hence the order too
    voices = Voice.objects.filter(ballot=ballot)
    (voices.filter(choice=Choice.WITHDRAWN) if ballot.secrecy == Secrecy.OPEN else voices).delete()
    SealedVoice.objects.filter(ballot=ballot).delete()
    BallotKey.objects.filter(ballot=ballot).delete()
    if ballot.is_secret:
        transaction.on_commit(partial(forget_pages))


def forget_pages() -> None:
    """Empty the log of SQLite, which still holds the old pages; in the base itself secure_delete has zeroed them."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
