"""The debate as it is led: which criterion is on the screens, asking, closing, proposing a wording."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from besace.building import actions as building
from besace.building.actions.debate import Batch
from besace.building.models import Criterion, Round
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.people.models import Person
from besace.votes import actions as votes
from besace.votes import queries as ballots
from besace.votes.result import Result
from besace.votes.rules import Choice, Question, rule_from

from . import lead_queries as queries
from . import rules, voting
from .models import Proceedings, Seat
from .telling import held, tell


@transaction.atomic
def look_at(meeting_id: UUID, criterion_id: UUID, *, by: Person) -> None:
    """Put this criterion on the three screens; who came in meanwhile is counted from here on."""
    proceedings = held(meeting_id)
    _focus(proceedings, _criterion(proceedings, criterion_id))
    tell(proceedings)


@transaction.atomic
def go_on(meeting_id: UUID, *, by: Person) -> bool:
    """« Critère suivant » : the next open question, else the next one to debate. False when there is none."""
    proceedings = held(meeting_id)
    following = queries.next_to_debate(proceedings)
    if following is None:
        return False
    _focus(proceedings, following)
    tell(proceedings)
    return True


@transaction.atomic
def close_vote(meeting_id: UUID, criterion_id: UUID, *, by: Person) -> Result:
    """« Fermer le vote » : the numbers appear, and what they decide is done."""
    proceedings = held(meeting_id)
    criterion = _criterion(proceedings, criterion_id)
    result = building.settle_criterion(criterion.pk, by=by)
    tell(proceedings)
    return result


@transaction.atomic
def keep_what_nobody_opposes(meeting_id: UUID, *, by: Person) -> Batch:
    """« Garder ce qui fait l'accord » : closes every first answer that has its quorum, in one tap."""
    proceedings = held(meeting_id)
    if proceedings.web_id is None:
        raise Conflict("no-web", _("Il n’y a pas encore de thème. Choisissez-en un."))
    batch = building.keep_all_unopposed(proceedings.web_id, by=by)
    following = queries.next_to_debate(proceedings)
    if following is not None:
        _focus(proceedings, following)
    tell(proceedings)
    return batch


def batch_in_words(batch: Batch) -> str:
    """« 31 gardés sans débat. 9 à débattre. »"""
    said = [
        ngettext("%(n)s gardé sans débat.", "%(n)s gardés sans débat.", batch.kept) % {"n": batch.kept},
        ngettext("%(n)s à débattre.", "%(n)s à débattre.", batch.to_debate) % {"n": batch.to_debate},
    ]
    if batch.waiting:
        said.append(
            ngettext("%(n)s attend des voix.", "%(n)s attendent des voix.", batch.waiting) % {"n": batch.waiting}
        )
    return " ".join(said)


@transaction.atomic
def ask_again(meeting_id: UUID, criterion_id: UUID, *, by: Person) -> Round:
    """Reopening is a new vote; the old one stays in the minutes."""
    proceedings = held(meeting_id)
    criterion = _criterion(proceedings, criterion_id)
    if criterion.state not in ("proposed", "to-review"):
        building.restore(criterion.pk, by=by)
    asked = building.open_first_answer(criterion.pk, by=by, present=voting.number_with_voice(proceedings))
    _focus(proceedings, criterion)
    tell(proceedings)
    return asked


@transaction.atomic
def ask_wording(meeting_id: UUID, criterion_id: UUID, *, text: str, by: Person) -> Round:
    """« Êtes-vous d'accord avec cette phrase ? »"""
    proceedings = held(meeting_id)
    criterion = _criterion(proceedings, criterion_id)
    present = voting.number_with_voice(proceedings, question=Question.WORDING)
    asked = building.open_second_answer(criterion.pk, by=by, present=present, wording=text)
    _focus(proceedings, criterion)
    tell(proceedings)
    return asked


@transaction.atomic
def propose_wording(meeting_id: UUID, criterion_id: UUID, *, text: str, by: Person) -> None:
    """A sentence from the room; the facilitator puts it to the vote."""
    proceedings = held(meeting_id)
    building.propose_wording(_criterion(proceedings, criterion_id).pk, text=text, by=by)
    tell(proceedings, "stage")


@transaction.atomic
def answer(criterion_id: UUID, *, seat: Seat, choice: str, reason: str = "", entered_by: Person | None = None) -> None:
    """One voice from a seat of this meeting; `entered_by`: the facilitator types it for somebody, and it is marked."""
    asked = queries.last_asked(criterion_id, meeting_id=seat.meeting_id)
    if asked is None or seat.person is None:
        raise Conflict("ballot-closed", _("Le vote est fini. Votre voix n’a pas été comptée."))
    if seat.admitted_at and rules.votes_from_next_item(seat.admitted_at, item_opened_at=asked.since):
        raise Conflict("next-item", _("Vous venez d’arriver. Vous répondrez au critère suivant."))
    picked = _choice(choice)
    group = seat.meeting.group
    if not voting.may_answer(seat, rule=rule_from(asked.rule), group=group, leader_id=asked.leader_id):
        raise NotAllowed("no-voice", _("Vous ne votez pas cette fois. Vous pouvez parler."))
    if entered_by is None:
        votes.cast_voice(asked.ballot_id, by=seat.person, choice=picked, reason=reason)
    else:
        votes.cast_voice(asked.ballot_id, by=entered_by, choice=picked, reason=reason, on_behalf=seat.person)


@transaction.atomic
def count_hands(meeting_id: UUID, criterion_id: UUID, *, hands: Mapping[str, int], by: Person) -> None:
    """Hands raised in the room; refused when there would be more voices than seats."""
    proceedings = held(meeting_id)
    asked = queries.asked_about(criterion_id, meeting_id=meeting_id)
    if asked is None:
        raise Conflict("ballot-closed", _("Le vote est fini. Les mains n’ont pas été comptées."))
    votes.set_present(asked.ballot_id, _with_voice(proceedings, asked))
    votes.count_hands(asked.ballot_id, hands={_choice(name): number for name, number in hands.items()}, by=by)


def _focus(proceedings: Proceedings, criterion: Criterion) -> None:
    proceedings.focus = criterion
    proceedings.focus_since = timezone.now()
    proceedings.save(update_fields=["focus", "focus_since"])
    asked = queries.asked_about(criterion.pk, meeting_id=proceedings.meeting_id)
    if asked is not None:
        votes.set_present(asked.ballot_id, _with_voice(proceedings, asked))


def _with_voice(proceedings: Proceedings, asked: Round) -> int:
    """By the rule that this vote opened with."""
    room = queries.room(proceedings.meeting)
    return len(voting.with_voice(proceedings, room=room, rule=ballots.rule(asked.ballot)))


def _criterion(proceedings: Proceedings, criterion_id: UUID) -> Criterion:
    criterion = Criterion.objects.filter(pk=criterion_id, web=proceedings.web_id).first()
    if criterion is None:
        raise Refusal("no-such-criterion", _("Ce critère n’est plus sur la toile."))
    return criterion


def _choice(name: str) -> Choice:
    try:
        return Choice(name)
    except ValueError:
        raise Refusal("not-offered", _("Cette réponse n’est pas proposée.")) from None
