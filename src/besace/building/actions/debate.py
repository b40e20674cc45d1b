"""Deciding, criterion by criterion: a silent first answer, then a sentence to agree on (PROTOCOL.md 1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core.errors import Conflict, Refusal
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.people.models import Person
from besace.votes import actions as votes
from besace.votes import queries as ballots
from besace.votes.customs import rule_of
from besace.votes.result import Result
from besace.votes.rules import Outcome, Question, Rule, Step, quorum_needed

from .. import events, placing, rules
from ..models import Contribution, Criterion, Round, Web
from . import telling
from .undoing import remember


@dataclass(frozen=True, slots=True)
class Batch:
    """What the silent first answers gave: « 31 gardés, 9 à débattre »."""

    kept: int = 0
    to_debate: int = 0
    to_review: int = 0
    waiting: int = 0


@transaction.atomic
def open_debate(web_id: UUID, *, by: Person, present: int, rule: Rule | None = None) -> int:
    """Ask the silent first answer for every criterion that nobody asked about yet; how many were opened."""
    web = telling.held(web_id)
    telling.must_be(web, rules.GROWING, rules.DECIDING, rules.READING_OVER)
    waiting = [c for c in web.criteria.filter(state=rules.PROPOSED) if not c.rounds.exists()]
    if not waiting and web.state == rules.GROWING and not web.criteria.filter(state__in=rules.ON_THE_WEB).exists():
        raise Refusal("no-idea", _("Ajoutez d’abord une idée."))
    remember(web, by=by, verb="open-debate")
    telling.turn(web, rules.DECIDING)
    for criterion in waiting:
        _ask(web, criterion, question=Question.FIRST_ANSWER, by=by, present=present, rule=rule)
    telling.write(by, "debate-opened", web, number=len(waiting))
    telling.tell(web)
    return len(waiting)


@transaction.atomic
def open_first_answer(criterion_id: UUID, *, by: Person, present: int, rule: Rule | None = None) -> Round:
    """Ask about one criterion: an idea that came late, or one that was put aside."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be(web, rules.DECIDING)
    if criterion.state not in {rules.PROPOSED, rules.TO_REVIEW}:
        raise Conflict("already-decided", _("Ce critère a changé entre-temps. Regardez-le à nouveau."))
    asked = _ask(web, criterion, question=Question.FIRST_ANSWER, by=by, present=present, rule=rule)
    telling.tell(web)
    return asked


@transaction.atomic
def keep_all_unopposed(web_id: UUID, *, by: Person) -> Batch:
    """Close the first answers that have their quorum: what nobody wants otherwise is kept, with no debate."""
    web = telling.held(web_id)
    telling.must_be(web, rules.DECIDING)
    open_rounds = list(
        Round.objects.filter(
            criterion__web=web, settled_at__isnull=True, ballot__question=Question.FIRST_ANSWER
        ).select_related("ballot", "criterion")
    )
    remember(web, by=by, verb="keep-all", criteria=[r.criterion for r in open_rounds])
    seen = {"kept": 0, "to_debate": 0, "to_review": 0, "waiting": 0}
    for asked in open_rounds:
        seen[_settle_if_answered(web, asked, by=by)] += 1
    telling.write(by, "unopposed-kept", web, **seen)
    telling.tell(web)
    return Batch(**seen)


@transaction.atomic
def propose_wording(criterion_id: UUID, *, text: str, by: Person, on_behalf: Person | None = None) -> Contribution:
    """A sentence that somebody proposes; the group answers it next."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be(web, rules.DECIDING)
    text = clean_name(text, longest=rules.LONGEST_CRITERION)
    if not text:
        raise Refusal("wording-needed", _("Écrivez la phrase proposée."))
    proposed = Contribution.objects.create(
        criterion=criterion,
        of=Contribution.Of.REWORDING,
        text=text,
        author=on_behalf or by,
        entered_by=by if on_behalf else None,
    )
    telling.write(by, "wording-proposed", web, criterion)
    telling.tell(web, f"criterion:{criterion.pk}", telling.LIST)
    return proposed


@transaction.atomic
def open_second_answer(
    criterion_id: UUID, *, by: Person, present: int, wording: str = "", rule: Rule | None = None
) -> Round:
    """« Êtes-vous d'accord avec cette phrase ? » The last wording proposed, unless told."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be(web, rules.DECIDING)
    if criterion.state not in {rules.PROPOSED, rules.TO_REVIEW, rules.KEPT, rules.REWORDED}:
        raise Conflict("already-decided", _("Ce critère a changé entre-temps. Regardez-le à nouveau."))
    wording = clean_name(wording, longest=rules.LONGEST_CRITERION) or _last_wording(criterion)
    asked = _ask(web, criterion, question=Question.WORDING, by=by, present=present, rule=rule, wording=wording)
    telling.tell(web)
    return asked


@transaction.atomic
def settle_criterion(criterion_id: UUID, *, by: Person) -> Result:
    """Close the question and do what it decided. Pressed twice, it answers the same."""
    web, criterion = telling.held_criterion(criterion_id)
    asked = criterion.rounds.select_related("ballot").last()
    if asked is None:
        raise Conflict("nothing-asked", _("Personne n’a encore voté sur ce critère."))
    if asked.settled_at is None:
        remember(web, by=by, verb="settle", criteria=[criterion])
    result = _settle(web, asked, by=by)
    telling.tell(web)
    return result


def _ask(
    web: Web,
    criterion: Criterion,
    *,
    question: Question,
    by: Person,
    present: int,
    rule: Rule | None,
    wording: str = "",
) -> Round:
    if criterion.rounds.filter(settled_at__isnull=True).exists():
        raise Conflict("vote-open", _("Le groupe vote sur cette idée. Attendez la fin."))
    ballot = votes.open_ballot(
        subject=f"criterion:{criterion.pk}",
        question=question,
        rule=rule or rule_of(web.group, question=question),
        present=present,
        by=by,
        channel=web.channel or f"web:{web.pk}",
        part=f"criterion:{criterion.pk}",
    )
    return Round.objects.create(criterion=criterion, wording=wording or criterion.text, ballot=ballot)


def _settle_if_answered(web: Web, asked: Round, *, by: Person) -> str:
    progress = ballots.progress(asked.ballot_id)
    if progress.voices < max(1, quorum_needed(ballots.rule(asked.ballot), present=progress.present)):
        return "waiting"
    result = _settle(web, asked, by=by)
    if result.outcome is Outcome.ADOPTED:
        return "kept"
    return "to_debate" if result.step is Step.DEBATE else "to_review"


def _settle(web: Web, asked: Round, *, by: Person) -> Result:
    result = votes.close_ballot(asked.ballot_id, by=by)
    if asked.settled_at is not None:
        return result
    asked.settled_at = timezone.now()
    asked.save(update_fields=["settled_at"])
    _apply(web, asked, result)
    telling.write(by, "criterion-settled", web, asked.criterion, outcome=str(result.outcome), step=str(result.step))
    announce(events.CriterionSettled(asked.criterion_id))
    return result


def _apply(web: Web, asked: Round, result: Result) -> None:
    """Adopted: kept, in these words. Refused: removed, recoverable. No decision: « à revoir », never deleted."""
    criterion = asked.criterion
    if result.outcome is Outcome.REJECTED:
        telling.settle(criterion, rules.REMOVED)
    elif result.outcome is Outcome.ADOPTED and asked.wording != criterion.text:
        telling.settle(criterion, rules.REWORDED, text=asked.wording)
        placing.place_again(web, criterion)
    elif result.outcome is Outcome.ADOPTED:
        telling.settle(criterion, criterion.state if criterion.state in rules.IN_THE_BADGE else rules.KEPT)
    elif result.step is Step.REVISIT:
        telling.settle(criterion, rules.TO_REVIEW)


def _last_wording(criterion: Criterion) -> str:
    last = criterion.contributions.filter(of=Contribution.Of.REWORDING).last()
    return last.text if last else criterion.text
