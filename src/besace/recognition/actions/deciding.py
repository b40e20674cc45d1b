"""The peers decide: secret, one person one voice, nobody for herself (PROTOCOL.md 1.8, items 4 and 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean
from besace.people.models import Person
from besace.votes import actions as votes
from besace.votes import queries as ballots
from besace.votes import rules as vote_rules
from besace.votes.result import Result

from .. import queries, rules
from ..events import NotYetDecided, PeersAsked
from ..jury.models import Jury
from ..models import Award, Decision, Recognition, State
from ..sentences import refuse_unless_fine
from .asking import end_open_vote, forget_jurors, hold_jurors, locked, move
from .awarding import award

DAYS_TO_ANSWER = timedelta(days=7)
TOO_CLOSE = "too-close"


@transaction.atomic
def ask_the_peers(
    recognition_id: UUID,
    *,
    by: Person,
    present: list[Person] | None = None,
    closes_at: datetime | None = None,
    channel: str = "",
) -> Decision:
    """Open the secret vote: now, among those who are `present` and sure, or over some days among the members.

    Over several days the roll is the members told at its opening, and the closing is said from the start
    (DECISIONS.md 5).
    """
    recognition = locked(recognition_id)
    if Jury.objects.filter(badge=recognition.badge).exists():
        refuse_unless_fine(rules.Why.A_JURY_DECIDES)
    check_was_seen(recognition)
    roll = [p.pk for p in present or queries.members(recognition.group) if _may_vote(p, recognition)]
    ballot = votes.open_ballot(
        subject=f"recognition:{recognition.pk}",
        question=vote_rules.Question.PEERS,
        rule=queries.rule_of(recognition.group),
        present=len(roll),
        by=by,
        roll=roll,
        without=[recognition.person_id],
        channel=channel,
        part="vote",
        closes_at=closes_at or (None if present is not None else timezone.now() + DAYS_TO_ANSWER),
    )
    move(recognition, State.DECIDING)
    decision = Decision.objects.create(
        recognition=recognition, ballot_id=ballot.pk, opened_by=by, closes_at=ballot.closes_at
    )
    journal.write(by, "peers-asked", recognition, group=recognition.group_id)
    announce(PeersAsked(decision.pk))
    return decision


def check_was_seen(recognition: Recognition) -> None:
    """Nobody decides on what did not take place, or was not told (A41)."""
    last = queries.last_situation(recognition)
    refuse_unless_fine(
        rules.may_open_vote(
            state=recognition.state,
            is_stamped=queries.is_stamped(recognition.badge),
            happened_on=last.starts_at if last else None,
            now=timezone.now(),
            wrote=queries.who_wrote(recognition),
            seen=queries.seen_count(recognition),
        )
    )


def _may_vote(person: Person, recognition: Recognition) -> bool:
    standing = queries.standing(person, recipient=recognition.person, group=recognition.group)
    return rules.may_vote(standing) is rules.Why.FINE


def vote(decision_id: UUID, *, by: Person, choice: vote_rules.Choice, criterion: str = "") -> None:
    """« Oui, je reconnais », « Pas encore », « Je ne sais pas ». What she says is sealed, and forgotten at the end.

    `criterion`: the one that « pas encore » names, by its id; it is told to her with the others, never by whom.
    """
    related = ("recognition__group", "recognition__person", "recognition__badge__current_version")
    decision = Decision.objects.select_related(*related).get(pk=decision_id)
    recognition = decision.recognition
    refuse_unless_fine(rules.may_vote(queries.standing(by, recipient=recognition.person, group=recognition.group)))
    is_not_yet = choice is vote_rules.Choice.NOT_YET
    known = [one.id for one in queries.criteria_of(recognition.badge)]
    refuse_unless_fine(rules.objection_fits(criterion, is_not_yet=is_not_yet, criteria=known))
    votes.cast_voice(decision.ballot_id, by=by, choice=choice, reason=criterion if is_not_yet else "")


def answer_peers(decision_id: UUID, *, by: Person, answer: str, criterion: str = "") -> None:
    """The four answers as a form says them, on a page, a phone or the console turned towards her."""
    if answer == TOO_CLOSE:
        step_aside(decision_id, by=by)
    elif answer in vote_rules.OFFERED[vote_rules.Question.PEERS]:
        vote(decision_id, by=by, choice=vote_rules.Choice(answer), criterion=criterion)
    else:
        raise Refusal("choose-one", _("Choisissez une des quatre réponses."))


def step_aside(decision_id: UUID, *, by: Person) -> None:
    """« Je suis trop proche »: she counts neither for the quorum nor for the majority, and no reason is asked."""
    votes.withdraw(Decision.objects.get(pk=decision_id).ballot_id, by=by)


@transaction.atomic
def close_validation(decision_id: UUID, *, by: Person | None, hold: timedelta | None = None) -> Award | None:
    """Count, forget who said what, and give the badge in the same transaction; None when it is not yet.

    `hold`: how long her own pages wait at most for somebody in the room to tell her, her yes as her not yet.
    A tie or too few voices is no decision: the recognition goes back to where it was, and may be voted on again.
    """
    recognition, decision = _held(decision_id)
    if decision.closed_at is not None:
        return Award.objects.filter(recognition=recognition).first()
    if by is not None and by.pk == recognition.person_id:
        refuse_unless_fine(rules.Why.HERSELF)
    weigh = rules.not_enough_alone(
        proposers=queries.proposers(recognition),
        observers=queries.observers(recognition),
        recipient=recognition.person_id,
    )
    result = votes.close_ballot(decision.ballot_id, by=by, weigh=weigh)
    decision.closed_at = timezone.now()
    decision.save(update_fields=["closed_at"])
    forget_jurors(decision)
    if result.outcome is vote_rules.Outcome.ADOPTED:
        rule = ballots.rule(ballots.ballot(decision.ballot_id))
        held_until = decision.closed_at + hold if hold else None
        return award(recognition, peers=result.voices, rule=rule, by_jury=decision.is_jury, held_until=held_until)
    if result.outcome is vote_rules.Outcome.REJECTED:
        move(recognition, State.NOT_YET, told_at=None, to_show=_named(recognition, result))
        announce(NotYetDecided(recognition.pk))
    else:
        move(recognition, State.SEEN)
    journal.write(by, "validation-closed", recognition, group=recognition.group_id)
    return None


def _held(decision_id: UUID) -> tuple[Recognition, Decision]:
    """In the order of everything that ends a vote: what she asked, the vote, the jurors; nobody waits in a ring."""
    recognition = locked(Decision.objects.values_list("recognition_id", flat=True).get(pk=decision_id))
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id)
    hold_jurors(decision)
    return recognition, decision


def _named(recognition: Recognition, result: Result) -> str:
    """The criteria that « pas encore » named, in the badge's order: what is left to show."""
    named = {reason.text for reason in result.reasons}
    return "\n".join(one.text for one in queries.criteria_of(recognition.badge) if one.id in named)


@transaction.atomic
def cancel_validation(decision_id: UUID, *, by: Person) -> None:
    """A vote opened by mistake: nothing is counted nor kept, and she is where she was."""
    recognition, decision = _held(decision_id)
    if decision.closed_at is not None:
        refuse_unless_fine(rules.Why.WRONG_MOMENT)
    if by.pk == recognition.person_id:
        refuse_unless_fine(rules.Why.HERSELF)
    end_open_vote(recognition, by=by)
    move(recognition, State.SEEN)
    journal.write(by, "validation-cancelled", recognition, group=recognition.group_id)


@transaction.atomic
def tell_not_yet(recognition_id: UUID, *, by: Person, to_show: str = "") -> Recognition:
    """The human she chose has told her: from then on her own page says what is recognised and what to show."""
    recognition = locked(recognition_id)
    if recognition.state != State.NOT_YET:
        refuse_unless_fine(rules.Why.WRONG_MOMENT)
    if recognition.person_id == by.pk:
        raise NotAllowed("herself", _("Une personne de son choix le lui dit."))
    recognition.to_show, recognition.told_at = clean(to_show, keep_lines=True), timezone.now()
    recognition.save(update_fields=["to_show", "told_at", "changed_at"])
    journal.write(by, "not-yet-told", recognition, group=recognition.group_id)
    return recognition


@transaction.atomic
def choose_teller(recognition_id: UUID, *, by: Person, teller: Person | None) -> Recognition:
    """She says who speaks to her first if it is "not yet"; asking nobody leaves it to who leads."""
    recognition = locked(recognition_id)
    if recognition.person_id != by.pk:
        raise NotAllowed("not-hers", _("Cette réponse appartient à quelqu’un d’autre."))
    if teller is not None and teller.pk == by.pk:
        raise NotAllowed("herself", _("Une autre personne vous parle. Choisissez-la."))
    recognition.teller = teller
    recognition.save(update_fields=["teller"])
    journal.write(by, "teller-chosen", recognition, group=recognition.group_id)
    return recognition
