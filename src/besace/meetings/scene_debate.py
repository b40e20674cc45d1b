"""The question put to the group, as its screens need it. A part of `Scene`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from besace.building.models import Contribution, Criterion, CriterionState, Round
from besace.people.models import Person
from besace.votes import queries as votes
from besace.votes import sentences as vote_words
from besace.votes.result import Result, result_from
from besace.votes.rules import Choice, Question, Step, quorum_needed

from . import answers, lead_queries, rules, sentences, voting
from .lead_queries import Sitting
from .scene_badge import BadgeScene, Voter


@dataclass(frozen=True)
class Line:
    """One answer and how many gave it."""

    name: str
    label: sentences.Sentence
    icon: str
    number: int


class DebateScene(BadgeScene):
    """The criterion on the three screens, its vote, its result."""

    @property
    def focus(self) -> Criterion | None:
        """The criterion on the three screens."""
        return (
            self.proceedings.focus if self.proceedings.focus and self.proceedings.focus.web_id == self._web_id else None
        )

    @property
    def _web_id(self) -> UUID | None:
        return self.proceedings.web_id

    @cached_property
    def round(self) -> Round | None:
        """The last question put about it: open, or just closed and being talked about."""
        if self.focus is None or self.proceedings.phase != rules.Phase.DEBATE:
            return None
        asked = Round.objects.filter(criterion=self.focus).select_related("criterion__branch", "ballot")
        return asked.order_by("-created_at").first()

    @cached_property
    def open_questions(self) -> dict[UUID, bool]:
        """The criteria whose question is open, and whether anybody has answered."""
        return lead_queries.open_questions(self.web) if self.web else {}

    @property
    def open_ids(self) -> frozenset[UUID]:
        return frozenset(self.open_questions)

    @cached_property
    def to_debate(self) -> list[Criterion]:
        """What the silent first answers did not settle."""
        return [c for c in self.all_criteria if c.state == CriterionState.PROPOSED and c.pk not in self.open_ids]

    @property
    def asking(self) -> Round | None:
        return self.round if self.round and self.round.ballot.is_open else None

    @property
    def told(self) -> Round | None:
        """The question whose result is on the screen."""
        return self.round if self.round and not self.round.ballot.is_open else None

    @property
    def result(self) -> Result | None:
        return result_from(self.told.ballot.result) if self.told and self.told.ballot.result else None

    @property
    def position(self) -> int:
        """« Critère 12 sur 24 »."""
        ids = [c.pk for c in self.queue]
        return ids.index(self.focus.pk) + 1 if self.focus and self.focus.pk in ids else 0

    @cached_property
    def answered(self) -> frozenset[UUID]:
        return frozenset(votes.who_answered(self.asking.ballot)) if self.asking else frozenset()

    @cached_property
    def hands(self) -> dict[str, int]:
        return votes.hands(self.asking.ballot_id).counts() if self.asking else {}

    @property
    def hands_total(self) -> int:
        return sum(self.hands.values())

    @property
    def voices(self) -> int:
        return len(self.answered) + self.hands_total

    @property
    def seats(self) -> int:
        """How many voices there may be: the ballot's own number, never fewer than the voices."""
        present = self.asking.ballot.present if self.asking else self.room.number
        return max(present, self.voices)

    @property
    def missing(self) -> int:
        return max(0, self.seats - self.voices)

    @property
    def quorum(self) -> int:
        return quorum_needed(votes.rule(self.asking.ballot), present=self.seats) if self.asking else 0

    @property
    def rule_in_words(self) -> list[str]:
        """The rule that this vote opened with, said before one answers."""
        return vote_words.rule(votes.rule(self.asking.ballot)) if self.asking else []

    @property
    def has_quorum(self) -> bool:
        return self.voices >= self.quorum

    @property
    def voters(self) -> list[Voter]:
        """Those with a voice, and whether each has answered."""
        return [Voter(s, s.seat.person_id in self.answered) for s in self.with_voice]

    @cached_property
    def with_voice(self) -> tuple[Sitting, ...]:
        if self.asking is None:
            return self.room.present
        rule = votes.rule(self.asking.ballot)
        return voting.with_voice(self.proceedings, room=self.room, rule=rule)

    @property
    def no_hands(self) -> list[str]:
        """Those whose telephone has answered already: their hand would be a second voice."""
        return [v.sitting.name for v in self.voters if v.has_answered]

    @property
    def hands_possible(self) -> int:
        return rules.hands_left(present=self.seats, answered_by_device=len(self.answered), hands=self.hands_total)

    def voice_of(self, person: Person) -> votes.MyVoice | None:
        return votes.my_voice(self.asking.ballot_id, person) if self.asking else None

    @property
    def is_wording(self) -> bool:
        return self.round is not None and self.round.ballot.question == Question.WORDING

    @property
    def answer_options(self) -> tuple[answers.Option, ...]:
        return answers.OPTIONS[self.asking.ballot.question] if self.asking else ()

    @property
    def hand_lines(self) -> list[Line]:
        hands = self.hands
        return [
            Line(o.value, answers.SHORT.get(Choice(o.value), o.label), o.icon, hands.get(o.value, 0))
            for o in self.answer_options
        ]

    @property
    def tally_lines(self) -> list[Line]:
        if self.result is None or self.result.tally is None or self.told is None:
            return []
        counts = self.result.tally.counts()
        return [
            Line(o.value, answers.SHORT.get(Choice(o.value), o.label), o.icon, counts[o.value])
            for o in answers.OPTIONS[self.told.ballot.question]
        ]

    @property
    def result_ways(self) -> str:
        if self.result is None:
            return ""
        said = self.result
        return sentences.voices_by_way(phones=said.by_phone, hands=said.hands, proxies=said.entered_for_somebody)

    @property
    def outcome_kind(self) -> str:
        return self._outcome[0]

    @property
    def outcome_word(self) -> sentences.Sentence:
        return self._outcome[1]

    @property
    def _outcome(self) -> tuple[str, sentences.Sentence]:
        if self.result is None:
            return answers.STEPS[Step.DONE]
        return answers.OUTCOMES.get(self.result.outcome, answers.STEPS[self.result.step])

    @property
    def wants_wording(self) -> bool:
        """The first answers differ, or the sentence met a reasoned no: somebody proposes other words."""
        undecided = (CriterionState.PROPOSED, CriterionState.TO_REVIEW)
        return self.told is not None and self.focus is not None and self.focus.state in undecided

    @cached_property
    def wordings(self) -> list[Contribution]:
        """Sentences proposed since the last vote."""
        if self.focus is None or self.told is None:
            return []
        given = Contribution.objects.filter(criterion=self.focus, of=Contribution.Of.REWORDING)
        return list(given.filter(created_at__gt=self.told.created_at).order_by("-created_at")[:5])

    @property
    def late_voices(self) -> str:
        return sentences.late_voices(self.told.ballot.late_voices) if self.told else ""
