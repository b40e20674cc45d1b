"""Everything the three screens may need of a meeting under way, each read at most once, when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from besace.building.models import Branch, Contribution, Criterion, CriterionState, Round, Web, WebState
from besace.building.rules import IN_THE_BADGE, ON_THE_WEB
from besace.people.models import Person
from besace.votes import queries as votes
from besace.votes.result import Result, result_from
from besace.votes.rules import quorum_needed

from . import lead_queries, rules, sentences
from .lead_queries import Room, Sitting
from .models import AgendaItem, LeadStep, Meeting, Proceedings, Signal
from .rules import Phase

SHAPES = ("circle", "square", "triangle", "diamond", "hexagon", "star", "cross", "drop")


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
    def mark(self) -> int:
        return self.branch.place % 5 + 1


class Scene:
    """`Scene.of(meeting_id)`; the same for the three screens: what each may show of it is in `rules.sights`."""

    def __init__(self, proceedings: Proceedings) -> None:
        self.proceedings = proceedings

    @classmethod
    def of(cls, meeting_id: UUID | str) -> Scene:
        return cls(lead_queries.proceedings_of(UUID(str(meeting_id))))

    # --- where we are ---

    @property
    def meeting(self) -> Meeting:
        return self.proceedings.meeting

    @property
    def web(self) -> Web | None:
        return self.proceedings.web

    @property
    def phase(self) -> Phase:
        return Phase(self.proceedings.phase)

    @property
    def phase_name(self) -> str:
        return self.phase.name.lower()

    @property
    def words(self) -> sentences.PhaseWords:
        return sentences.PHASES[self.phase]

    @property
    def badge_name(self) -> str:
        return self.web.theme if self.web else ""

    @property
    def step_labels(self) -> list[str]:
        return [str(sentences.PHASES[p].name) for p in Phase]

    @property
    def steps(self) -> list[dict[str, object]]:
        """The nine phases as the console's bar shows them."""
        now = int(self.phase)
        return [
            {
                "number": int(p),
                "name": sentences.PHASES[p].name,
                "state": "done" if p < now else "now" if p == now else "next",
                "is_free": rules.obstacle(p, progress=self.progress) is None,
            }
            for p in Phase
        ]

    @cached_property
    def progress(self) -> rules.Progress:
        return rules.Progress(
            has_theme=self.web is not None,
            ideas=len(self.criteria),
            undecided=len(self.undecided),
            kept=len(self.kept),
            is_vote_open=self.web is not None and lead_queries.has_voices(self.web),
            is_stamped=self.web is not None and self.web.state == WebState.STAMPED,
            is_closed=not self.meeting.is_open,
        )

    @property
    def warnings(self) -> list[str]:
        """What to know before the next phase."""
        if self.phase is Phase.REVIEW:
            return []
        following = Phase(self.phase + 1)
        said = rules.warnings(following, progress=self.progress, present=self.room.number)
        return [str(sentences.WARNINGS[w]) for w in said]

    @property
    def next_phase(self) -> dict[str, object] | None:
        return self.steps[self.phase + 1] if self.phase < Phase.REVIEW else None

    # --- who is there ---

    @cached_property
    def room(self) -> Room:
        return lead_queries.room(self.meeting)

    @cached_property
    def waiting(self) -> list[str]:
        seats = self.meeting.seats.filter(admitted_at__isnull=True, refused_at__isnull=True, left_at__isnull=True)
        return [str(s.person or s.typed_name) for s in seats.select_related("person")]

    @cached_property
    def helps(self) -> list[Signal]:
        return lead_queries.signals(self.proceedings, Signal.Kind.HELP)

    @cached_property
    def confused(self) -> int:
        return len(lead_queries.signals(self.proceedings, Signal.Kind.CONFUSED))

    @cached_property
    def done(self) -> int:
        return len(lead_queries.signals(self.proceedings, Signal.Kind.DONE))

    @property
    def everybody_is_done(self) -> bool:
        return rules.everybody_is_done(done=self.done, present=self.room.number)

    @cached_property
    def coffee(self) -> dict[str, int]:
        """The practice vote: for trying, so it shows at once."""
        kinds = [s.kind for s in lead_queries.signals(self.proceedings, Signal.Kind.COFFEE, Signal.Kind.NO_COFFEE)]
        return {"yes": kinds.count(Signal.Kind.COFFEE), "no": kinds.count(Signal.Kind.NO_COFFEE), "all": len(kinds)}

    @property
    def off_line(self) -> str:
        names = [s.name for s in self.room.off_line]
        return sentences.off_line(names) if names else ""

    @cached_property
    def last_step(self) -> LeadStep | None:
        return lead_queries.last_step(self.proceedings)

    @cached_property
    def possible_leaders(self) -> list[Sitting]:
        return lead_queries.possible_leaders(self.proceedings, room_=self.room)

    @cached_property
    def agenda(self) -> list[AgendaItem]:
        return list(self.meeting.agenda.select_related("web", "taken_by"))

    # --- the badge being built ---

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

    # --- what one person sees of her own ---

    def late_sentence(self) -> str:
        return sentences.late_arrival(
            self.phase,
            badge=self.badge_name,
            ideas=len(self.criteria),
            criterion=self.position,
            criteria=len(self.queue),
        )

    def ideas_of(self, person: Person) -> list[Contribution]:
        """Her own ideas, also those the facilitator hid: she alone is told."""
        if self.web is None:
            return []
        given = Contribution.objects.filter(criterion__web=self.web, author=person, of=Contribution.Of.IDEA)
        return list(given.select_related("criterion", "entered_by").order_by("-created_at"))

    def voice_of(self, person: Person) -> votes.MyVoice | None:
        return votes.my_voice(self.asking.ballot_id, person) if self.asking else None

    @property
    def say_phase(self) -> str:
        """What « Écouter » reads on a phone."""
        return _("%(phase)s. %(instruction)s") % {"phase": self.words.name, "instruction": self.words.instruction}
