"""The vote on somebody as the three screens need it; read only while one is on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from besace.badges.models import BadgeVersion
from besace.people.models import Membership, Person
from besace.recognition import queries as recognition
from besace.recognition.models import Award, Observer, Recognition, State
from besace.recognition.queries import PEERS, Line
from besace.recognition.rules import Seen
from besace.votes import queries as votes
from besace.votes import sentences as vote_words
from besace.votes.models import Ballot
from besace.votes.rules import Outcome, quorum_needed

from .. import drawing
from ..lead_queries import Room, Sitting
from ..models import Assurance, Meeting, Proceedings, Seat
from . import rules
from .models import Giving


def on_screens(proceedings: Proceedings) -> OnScreens | None:
    """No question asked of the database when no vote is on the screens."""
    if proceedings.giving_id is None:
        return None
    related = ("decision__recognition__person", "decision__recognition__teller")
    found = Giving.objects.select_related(*related, "decision__recognition__badge__current_version")
    return OnScreens(found.get(pk=proceedings.giving_id))


class OnScreens:
    """One vote, each thing read at most once."""

    def __init__(self, giving: Giving) -> None:
        self.giving = giving
        self.decision = giving.decision
        self.recognition: Recognition = giving.decision.recognition

    @property
    def is_open(self) -> bool:
        return self.giving.is_open

    @property
    def person(self) -> Person:
        return self.recognition.person

    @property
    def version(self) -> BadgeVersion:
        version = self.recognition.badge.current_version
        assert version is not None, "the peers vote on a stamped badge"
        return version

    @property
    def picture(self) -> SafeString:
        return drawing.as_image(self.version.picture_svg, alt="")

    @cached_property
    def lines(self) -> list[Line]:
        return recognition.criteria_seen(self.recognition)

    @property
    def seen(self) -> int:
        return sum(line.seen in {Seen.YES, Seen.WITH_HELP} for line in self.lines)

    @cached_property
    def told(self) -> list[Observer]:
        told = Observer.objects.filter(situation__recognition=self.recognition, wrote_at__isnull=False)
        return list(told.exclude(story="").select_related("person"))

    # --- the vote ---

    @cached_property
    def ballot(self) -> Ballot:
        return votes.ballot(self.decision.ballot_id)

    @cached_property
    def with_voice(self) -> frozenset[UUID]:
        return frozenset(votes.roll(self.decision.ballot_id))

    @cached_property
    def answered(self) -> frozenset[UUID]:
        return frozenset(votes.answered(self.decision.ballot_id))

    @property
    def to_answer(self) -> frozenset[UUID]:
        return self.with_voice - self.answered if self.is_open else frozenset()

    @property
    def voices(self) -> int:
        return len(self.answered)

    @property
    def seats(self) -> int:
        return self.ballot.present

    @property
    def quorum(self) -> int:
        return quorum_needed(votes.rule(self.ballot), present=self.seats)

    @property
    def rule_in_words(self) -> list[str]:
        return vote_words.rule(votes.rule(self.ballot))

    def place(self, person: Person) -> rules.Place:
        return rules.place(
            person.pk, recipient=self.recognition.person_id, with_voice=self.with_voice, answered=self.answered
        )

    # --- its end ---

    @property
    def outcome(self) -> str:
        return str(self.ballot.outcome)

    @property
    def is_yes(self) -> bool:
        return self.outcome == Outcome.ADOPTED

    @property
    def is_not_yet(self) -> bool:
        return self.outcome == Outcome.REJECTED

    @cached_property
    def award(self) -> Award | None:
        return recognition.award_of(self.recognition) if self.is_yes else None

    @property
    def left_to_show(self) -> list[str]:
        return self.recognition.to_show.splitlines() if self.is_not_yet else []

    @cached_property
    def was_one_table(self) -> bool:
        seats = Seat.objects.filter(meeting_id=self.giving.meeting_id, person_id__in=self.answered)
        devices = dict(seats.order_by("asked_at").values_list("person_id", "device"))
        return not self.is_open and rules.all_on_one_device(list(devices.values()))


@dataclass(frozen=True)
class Ready:
    """A request that the peers may vote on now."""

    recognition: Recognition
    seen: int
    of: int


def ready(meeting: Meeting, *, besides: Person | None) -> list[Ready]:
    """What was seen and told; nobody finds her own request here."""
    found = recognition.under_way(meeting.group).filter(state=State.SEEN).exclude(person=besides)
    return [_ready(one) for one in found.select_related("badge__current_version")]


def ready_one(meeting: Meeting, recognition_id: UUID, *, besides: Person) -> Recognition | None:
    found = recognition.under_way(meeting.group).filter(state=State.SEEN, pk=recognition_id)
    return found.exclude(person=besides).first()


def _ready(one: Recognition) -> Ready:
    return Ready(one, recognition.seen_count(one), len(recognition.criteria_of(one.badge)))


def voters(meeting: Meeting, room: Room) -> list[Sitting]:
    """Those present who may vote on giving a badge: sure, and of the group; a guest is not (PROTOCOL.md 1.2, 5)."""
    held = Membership.objects.filter(organisation_id=meeting.group.organisation_id, role__in=PEERS)
    here = held.filter(Q(group=meeting.group) | Q(group=None), person_id__in=room.persons)
    still = here.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))
    peers = set(still.values_list("person_id", flat=True))
    return [s for s in room.present if is_sure(s.seat) and s.seat.person_id in peers]


def is_sure(seat: Seat) -> bool:
    return seat.assurance == Assurance.CONFIRMED and not seat.is_contested


def towards_whom(scene_room: Room, shown: OnScreens, *, leading: frozenset[UUID | None]) -> list[Sitting]:
    """To whom the console may be turned: no phone, or a silent one; and whoever leads, for her own voice."""
    return [
        s
        for s in scene_room.sittings
        if s.seat.person_id in shown.to_answer
        and rules.may_answer_on_console(
            has_answered=False,
            has_device=s.seat.device is not None,
            is_off_line=s.is_off_line,
            leads=s.seat.pk in leading,
        )
    ]
