"""The badge of a meeting as its screens need it: the web, the debate, the stamp. A part of `Scene`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString

from besace.building.models import Branch, Contribution, Criterion, CriterionState, Round, Web, WebState
from besace.building.rules import IN_THE_BADGE, ON_THE_WEB
from besace.people.models import Person
from besace.votes import queries as votes
from besace.votes.result import Result, result_from
from besace.votes.rules import Choice, Question, Step, quorum_needed

from . import answers, drawing, lead_queries, rules, sentences
from .drawing import Pair
from .lead_queries import Room, Sitting
from .models import Proceedings


@dataclass(frozen=True)
class Voter:
    """One seat in front of one question: has she answered, can she."""

    sitting: Sitting
    has_answered: bool

    @property
    def state(self) -> str:
        if self.has_answered:
            return "done"
        if self.sitting.is_off_line:
            return "off"
        return "hand" if self.sitting.way in (rules.Way.HAND, rules.Way.PROXY) else "waiting"


@dataclass(frozen=True)
class BranchList:
    branch: Branch
    criteria: list[Criterion]

    @property
    def mark(self) -> str:
        """Its shape and its colour, as `static/css/pages/web.css` names them."""
        return f"mark-{self.branch.place % 5} branch-{self.branch.place % 5 + 1}"


@dataclass(frozen=True)
class Line:
    """One answer and how many gave it."""

    name: str
    label: sentences.Sentence
    icon: str
    number: int


class BadgeScene:
    """What concerns the badge; `proceedings` and `room` come from `Scene`."""

    def __init__(self, proceedings: Proceedings) -> None:
        self.proceedings = proceedings

    @cached_property
    def room(self) -> Room:
        return lead_queries.room(self.proceedings.meeting)

    @property
    def web(self) -> Web | None:
        return self.proceedings.web

    @property
    def badge_name(self) -> str:
        return self.web.theme if self.web else ""

    @cached_property
    def all_criteria(self) -> list[Criterion]:
        if self.web is None:
            return []
        return list(Criterion.objects.filter(web=self.web).select_related("branch").order_by("rank", "created_at"))

    @property
    def criteria(self) -> list[Criterion]:
        return [c for c in self.all_criteria if c.state in ON_THE_WEB]

    @property
    def queue(self) -> list[Criterion]:
        """What the debate goes through: removed ones stay in the list, struck through."""
        return [c for c in self.all_criteria if c.state in ON_THE_WEB or c.state == CriterionState.REMOVED]

    @property
    def kept(self) -> list[Criterion]:
        return [c for c in self.all_criteria if c.state in IN_THE_BADGE]

    @property
    def undecided(self) -> list[Criterion]:
        return [c for c in self.all_criteria if c.state in (CriterionState.PROPOSED, CriterionState.TO_REVIEW)]

    @property
    def removed(self) -> list[Criterion]:
        return [c for c in self.all_criteria if c.state == CriterionState.REMOVED]

    @property
    def hidden(self) -> list[Criterion]:
        return [c for c in self.all_criteria if c.state == CriterionState.HIDDEN]

    @cached_property
    def branches(self) -> list[Branch]:
        return list(self.web.branches.all()) if self.web else []

    @property
    def by_branch(self) -> list[BranchList]:
        return [BranchList(b, [c for c in self.criteria if c.branch_id == b.pk]) for b in self.branches]

    @property
    def kept_by_branch(self) -> list[BranchList]:
        lists = [BranchList(b, [c for c in self.kept if c.branch_id == b.pk]) for b in self.branches]
        return [one for one in lists if one.criteria]

    @cached_property
    def newest(self) -> Criterion | None:
        return max(self.criteria, key=lambda c: c.created_at, default=None)

    # --- the question being asked ---

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
        if self.focus is None:
            return None
        asked = Round.objects.filter(criterion=self.focus).select_related("criterion__branch", "ballot")
        return asked.order_by("-created_at").first()

    @cached_property
    def open_ids(self) -> frozenset[UUID]:
        """The criteria whose question is open."""
        asked = Round.objects.filter(criterion__web=self.web, settled_at__isnull=True)
        return frozenset(asked.values_list("criterion_id", flat=True)) if self.web else frozenset()

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
        return frozenset(votes.answered(self.asking.ballot_id)) if self.asking else frozenset()

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
    def has_quorum(self) -> bool:
        return self.voices >= self.quorum

    @property
    def voters(self) -> list[Voter]:
        return [Voter(s, s.seat.person_id in self.answered) for s in self.room.present]

    @property
    def hands_possible(self) -> int:
        return rules.hands_left(present=self.seats, answered_by_device=len(self.answered), hands=self.hands_total)

    def ideas_of(self, person: Person) -> list[Contribution]:
        """Her own ideas, also those the facilitator hid: she alone is told."""
        if self.web is None:
            return []
        given = Contribution.objects.filter(criterion__web=self.web, author=person, of=Contribution.Of.IDEA)
        return list(given.select_related("criterion", "entered_by").order_by("-created_at"))

    def voice_of(self, person: Person) -> votes.MyVoice | None:
        return votes.my_voice(self.asking.ballot_id, person) if self.asking else None

    # --- words and drawings ---

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

    @cached_property
    def drawing(self) -> SafeString:
        return drawing.web_svg(self.web) if self.web else SafeString("")

    @cached_property
    def picture(self) -> SafeString:
        return drawing.badge_image(self.web) if self.web else SafeString("")

    @cached_property
    def remarks(self) -> list[str]:
        return drawing.remarks(self.web) if self.web else []

    @cached_property
    def alike(self) -> list[Pair]:
        return drawing.pairs(self.web) if self.web else []

    # --- the stamp ---

    @property
    def stamping(self) -> bool:
        return self.web is not None and self.web.state == WebState.STAMPING

    @cached_property
    def pressers(self) -> frozenset[UUID]:
        ballot_id = self.web.stamp_ballot_id if self.web else None
        return frozenset(votes.answered(ballot_id)) if ballot_id else frozenset()

    @property
    def pressed(self) -> int:
        if self.web is not None and self.web.version is not None:
            return self.web.version.people_count
        return len(self.pressers)

    @property
    def stamp_seats(self) -> int:
        known = self.web.stamp_ballot.present if self.web and self.web.stamp_ballot else self.room.number
        return max(known, self.pressed)

    @property
    def stampers(self) -> list[Voter]:
        return [Voter(s, s.seat.person_id in self.pressers) for s in self.room.present]

    @property
    def is_published(self) -> bool:
        return self.web is not None and self.web.version is not None and self.web.badge.is_public

    @property
    def public_address(self) -> str:
        version = self.web.version if self.web else None
        return f"{settings.SITE_URL}/b/{version.pk}" if version else ""
