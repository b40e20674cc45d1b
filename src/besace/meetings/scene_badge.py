"""The badge of a meeting as its screens need it: the web, the debate, the stamp. A part of `Scene`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString

from besace.badges import queries as badges
from besace.badges.models import SecondReading
from besace.building import queries as building
from besace.building.models import Branch, Contribution, Criterion, CriterionState, Kind, Web, WebState
from besace.building.rules import IN_THE_BADGE, ON_THE_WEB
from besace.people.models import Person
from besace.votes import queries as votes

from . import drawing, lead_queries, rules, voting
from .drawing import Pair
from .lead_queries import Room, Sitting
from .models import Proceedings, Seat


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
    files: dict[UUID, list[Contribution]] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[Criterion, list[Contribution]]]:
        """Each criterion with the photos and voices given with it."""
        return [(c, self.files.get(c.pk, [])) for c in self.criteria]

    @property
    def mark(self) -> str:
        """Its shape and its colour, as `static/css/pages/web.css` names them."""
        return f"mark-{self.branch.place % 5} branch-{self.branch.place % 5 + 1}"


@dataclass(frozen=True)
class KindList:
    name: str
    criteria: list[Criterion]


class BadgeScene:
    """What concerns the badge; `proceedings` and `room` come from `Scene`."""

    def __init__(self, proceedings: Proceedings) -> None:
        self.proceedings = proceedings

    @cached_property
    def room(self) -> Room:
        return lead_queries.room(self.proceedings.meeting, there=self.seats_there)

    @cached_property
    def seats_there(self) -> list[Seat]:
        """At the door or in the room."""
        return lead_queries.seats_of(self.proceedings.meeting)

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

    @property
    def wordless(self) -> list[Criterion]:
        """Photos and voice notes that wait for their words."""
        return [c for c in self.all_criteria if c.state == CriterionState.WORDLESS]

    @cached_property
    def files(self) -> dict[UUID, list[Contribution]]:
        """What was photographed or said aloud, by criterion; for phones and the console, never for the wall."""
        found: dict[UUID, list[Contribution]] = {}
        for given in building.files_of(self.web) if self.web else ():
            found.setdefault(given.criterion_id, []).append(given)
        return found

    @property
    def wordless_ideas(self) -> list[Contribution]:
        """One after the other, with who knows what it says."""
        return [given for c in self.wordless for given in self.files.get(c.pk, [])[:1]]

    @cached_property
    def branches(self) -> list[Branch]:
        return list(self.web.branches.all()) if self.web else []

    @property
    def by_branch(self) -> list[BranchList]:
        return [BranchList(b, [c for c in self.criteria if c.branch_id == b.pk]) for b in self.branches]

    @property
    def by_branch_with_files(self) -> list[BranchList]:
        """The same on a phone, which alone shows the photos and the voices."""
        return [replace(one, files=self.files) for one in self.by_branch]

    @property
    def kept_by_branch(self) -> list[BranchList]:
        lists = [BranchList(b, [c for c in self.kept if c.branch_id == b.pk]) for b in self.branches]
        return [one for one in lists if one.criteria]

    @property
    def kept_by_kind(self) -> list[KindList]:
        """In the order in which the badge is read: what one does, then how one is."""
        lists = [KindList(str(Kind(kind).label), [c for c in self.kept if c.kind == kind]) for kind in Kind]
        return [one for one in lists if one.criteria]

    @cached_property
    def newest(self) -> Criterion | None:
        return max(self.criteria, key=lambda c: c.created_at, default=None)

    def ideas_of(self, person: Person) -> list[Contribution]:
        """Her own ideas, also those the facilitator hid: she alone is told."""
        if self.web is None:
            return []
        given = Contribution.objects.filter(criterion__web=self.web, author=person, of=Contribution.Of.IDEA)
        return list(given.select_related("criterion", "entered_by").order_by("-created_at"))

    # --- drawings ---

    @cached_property
    def drawing(self) -> SafeString:
        if self.web is None:
            return SafeString("")
        return drawing.web_svg(self.web, branches=self.branches, criteria=self.all_criteria, large=self.large_branch)

    @property
    def is_crowded(self) -> bool:
        """Too much for one drawing: the wall shows the branches with their counters, and one of them in large."""
        return any(not c.spot for c in self.criteria)

    @property
    def large_branch(self) -> UUID | None:
        """The one that the facilitator chose, while it has something to show."""
        chosen = self.proceedings.branch_id
        return chosen if any(c.branch_id == chosen for c in self.criteria) else None

    @cached_property
    def picture(self) -> SafeString:
        return drawing.badge_image(self.web) if self.web else SafeString("")

    @cached_property
    def remarks(self) -> list[str]:
        return drawing.remarks(self.web, among=self.criteria) if self.web else []

    @cached_property
    def alike(self) -> list[Pair]:
        return drawing.pairs(self.criteria) if self.web else []

    # --- the stamp ---

    @property
    def stamping(self) -> bool:
        return self.web is not None and self.web.state == WebState.STAMPING

    @property
    def is_stamped(self) -> bool:
        """For good, or in a practice, where no badge is made."""
        is_rehearsed = self.proceedings.rehearsed_stamps is not None
        return is_rehearsed or (self.web is not None and self.web.state == WebState.STAMPED)

    @cached_property
    def pressers(self) -> frozenset[UUID]:
        ballot_id = self.web.stamp_ballot_id if self.web else None
        return frozenset(votes.answered(ballot_id)) if ballot_id else frozenset()

    @property
    def pressed(self) -> int:
        if self.web is not None and self.web.version is not None:
            return self.web.version.people_count
        if self.proceedings.rehearsed_stamps is not None:
            return self.proceedings.rehearsed_stamps
        return len(self.pressers)

    @property
    def stamp_seats(self) -> int:
        known = self.web.stamp_ballot.present if self.web and self.web.stamp_ballot else self.room.number
        return max(known, self.pressed)

    @cached_property
    def stampers(self) -> list[Voter]:
        """Of those present, who has a stamp: a partner looks on, and is asked for none."""
        ballot = self.web.stamp_ballot if self.web else None
        seated = self.room.present if ballot is None else voting.with_a_stamp(self.proceedings, self.room, ballot)
        return [Voter(s, s.seat.person_id in self.pressers) for s in seated]

    @cached_property
    def reading(self) -> SecondReading | None:
        """The second reading that was asked, or given, about what is to be published."""
        return badges.last_reading(self.web.badge) if self.web and self.web.version_id else None

    @property
    def is_published(self) -> bool:
        return self.web is not None and self.web.version_id is not None and self.web.badge.is_public

    @property
    def stamped_today(self) -> bool:
        """A badge came out of this meeting: what the wall thanks for at the end."""
        return self.web is not None and self.web.version_id is not None

    @property
    def public_address(self) -> str:
        version_id = self.web.version_id if self.web else None
        return f"{settings.SITE_URL}/b/{version_id}" if version_id else ""
