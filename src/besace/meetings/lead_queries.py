"""What is known of a meeting under way: who is there, how far we are, who leads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.utils import timezone

from besace import access
from besace.building.models import Criterion, Round, Web, WebState
from besace.building.rules import IN_THE_BADGE, ON_THE_WEB, PROPOSED, TO_REVIEW, WORDLESS
from besace.core import hub
from besace.core.models import Channel
from besace.people.models import Person
from besace.votes import queries as votes
from besace.votes.models import Ballot, HandCount, SealedVoice, Voice

from . import last_act, rules
from .giving import current as giving
from .models import Meeting, Proceedings, Seat, Signal
from .rules import Way


@dataclass(frozen=True)
class Sitting:
    """One seat as the screens need it."""

    seat: Seat
    way: Way
    is_present: bool
    is_off_line: bool

    @property
    def name(self) -> str:
        return str(self.seat.person or self.seat.typed_name)


@dataclass(frozen=True)
class Room:
    """Who is in the room, read once for a screen."""

    sittings: tuple[Sitting, ...]

    @property
    def present(self) -> tuple[Sitting, ...]:
        return tuple(s for s in self.sittings if s.is_present)

    @property
    def persons(self) -> frozenset[UUID]:
        return frozenset(s.seat.person_id for s in self.present if s.seat.person_id)

    @property
    def number(self) -> int:
        return len(self.present)

    @property
    def without_device(self) -> tuple[Sitting, ...]:
        return tuple(s for s in self.present if s.way in (Way.HAND, Way.PROXY))

    @property
    def off_line(self) -> tuple[Sitting, ...]:
        return tuple(s for s in self.sittings if s.is_off_line)


def proceedings_of(meeting_id: UUID) -> Proceedings:
    """The meeting under way, with the number of its last change and what was done last; 404 if never opened."""
    number = Channel.objects.filter(name=f"meeting:{meeting_id}").values("n")
    whole = Proceedings.objects.select_related(
        "meeting__group__organisation", "web", "focus__branch", "leader__person", "helper__person"
    ).annotate(last_number=number[:1], **last_act.reading(meeting_id))
    found = get_object_or_404(whole, meeting_id=meeting_id)
    found.number = vars(found)["last_number"]
    if found.web is not None and found.web.group_id == found.meeting.group_id:
        found.web.group = found.meeting.group
    return found


def seats_of(meeting: Meeting) -> list[Seat]:
    """Everybody at the door or in the room."""
    here = meeting.seats.filter(left_at__isnull=True, refused_at__isnull=True)
    return list(here.select_related("person").order_by("admitted_at", "pk"))


def room(meeting: Meeting, *, there: list[Seat] | None = None) -> Room:
    """Two queries: the seats (unless they were read), and the last sign of each person."""
    now = timezone.now()
    seats = [s for s in (seats_of(meeting) if there is None else there) if s.admitted_at and s.person]
    signs = hub.last_seen(f"meeting:{meeting.pk}")
    devices = Counter(s.device for s in seats if s.device)
    return Room(tuple(_sitting(seat, seats=seats, signs=signs, devices=devices, now=now) for seat in seats))


def _sitting(
    seat: Seat, *, seats: list[Seat], signs: dict[str, datetime], devices: Counter[UUID], now: datetime
) -> Sitting:
    if seat.device is None:
        way = Way.HAND
    else:
        way = Way.SHARED if devices[seat.device] > 1 else Way.PHONE
    # A device shows one person at a time: its sign of life is that of all who sit at it.
    told = [signs.get(str(other.person_id)) for other in seats if seat.device and other.device == seat.device]
    last = max([t for t in told if t] + [seat.admitted_at or now])
    presence = rules.Presence(way=way, last_sign_at=last)
    off = rules.is_off_line(presence, now=now)
    return Sitting(seat, way, rules.is_present(presence, now=now) and not seat.is_contested, off)


def seat_of(meeting: Meeting, *, person: Person | None) -> Seat | None:
    if person is None:
        return None
    seats = meeting.seats.filter(person=person, admitted_at__isnull=False, left_at__isnull=True, is_contested=False)
    seat = seats.first()
    if seat is not None:
        seat.person = person  # she who asks, with the roles already read
    return seat


def asked_about(criterion_id: UUID, *, meeting_id: UUID) -> Round | None:
    """The open question about this criterion, if it is one of the web of this meeting."""
    rounds = Round.objects.filter(
        criterion_id=criterion_id, criterion__web__proceedings__meeting_id=meeting_id, settled_at__isnull=True
    )
    return rounds.select_related("ballot", "criterion").first()


@dataclass(frozen=True)
class Asked:
    """The question that an answer is for, and since when it may be answered."""

    ballot_id: UUID
    since: datetime
    rule: dict[str, object]
    leader_id: UUID | None  # the person who leads now


def last_asked(criterion_id: UUID, *, meeting_id: UUID) -> Asked | None:
    """Open or closed: a voice that comes after the end is told so, and counted as late. One small query a tap."""
    rounds = Round.objects.filter(criterion_id=criterion_id, criterion__web__proceedings__meeting_id=meeting_id)
    under_way = "criterion__web__proceedings"
    found = (
        rounds.order_by("-created_at")
        .values_list(
            "ballot_id",
            "ballot__opened_at",
            "ballot__rule",
            f"{under_way}__focus_id",
            f"{under_way}__focus_since",
            f"{under_way}__leader__person_id",
        )
        .first()
    )
    if found is None:
        return None
    ballot_id, opened_at, rule, focus_id, focus_since, leader_id = found
    return Asked(ballot_id, focus_since if focus_id == criterion_id else opened_at, rule, leader_id)


def my_answer(criterion_id: UUID, *, meeting_id: UUID, person: Person) -> votes.MyVoice | None:
    """What she answered to the question that is open about this criterion."""
    asked = Round.objects.filter(criterion_id=criterion_id, criterion__web__proceedings__meeting_id=meeting_id)
    return votes.mine(votes.my_voices(person).filter(ballot__round__in=asked))


def open_questions(web: Web) -> dict[UUID, bool]:
    """The criteria whose question is open, and whether anybody has answered it."""
    waiting = Ballot.objects.filter(round__criterion__web=web, round__settled_at__isnull=True)
    ballot = OuterRef("pk")
    by_phone = Exists(Voice.objects.filter(ballot=ballot)) | Exists(SealedVoice.objects.filter(ballot=ballot))
    has_voices = by_phone | Exists(HandCount.objects.filter(ballot=ballot, number__gt=0))
    return dict(waiting.annotate(has_voices=has_voices).values_list("round__criterion_id", "has_voices"))


def has_voices(web: Web) -> bool:
    """Has anybody answered a question that is still open?"""
    return any(open_questions(web).values())


def next_to_debate(proceedings: Proceedings) -> Criterion | None:
    """After the one on the screen: the next open question, else what the first answers did not settle."""
    if proceedings.web is None:
        return None
    undecided = Criterion.objects.filter(web=proceedings.web, state=PROPOSED).order_by("rank", "created_at")
    waiting = [c for c in undecided if c.pk != proceedings.focus_id]
    asked = set(
        Round.objects.filter(criterion__in=waiting, settled_at__isnull=True).values_list("criterion_id", flat=True)
    )
    now = proceedings.focus.rank if proceedings.focus else 0
    ordered = [c for c in waiting if c.rank > now] + [c for c in waiting if c.rank <= now]
    return next((c for c in ordered if c.pk in asked), ordered[0] if ordered else None)


def progress(proceedings: Proceedings) -> rules.Progress:
    """How far the badge is, in numbers."""
    web, is_giving = proceedings.web, giving.is_open(proceedings)
    if web is None:
        return rules.Progress(is_vote_open=is_giving, is_closed=not proceedings.meeting.is_open)
    states = Counter(Criterion.objects.filter(web=web).values_list("state", flat=True))
    return rules.Progress(
        has_theme=True,
        ideas=sum(states[s] for s in ON_THE_WEB),
        undecided=states[PROPOSED] + states[TO_REVIEW],
        kept=sum(states[s] for s in IN_THE_BADGE),
        is_vote_open=is_giving or has_voices(web),
        is_stamped=web.state == WebState.STAMPED or proceedings.rehearsed_stamps is not None,
        is_closed=not proceedings.meeting.is_open,
        wordless=states[WORDLESS],
    )


# --- who leads ---------------------------------------------------------------------------------------------------


def may_lead(proceedings: Proceedings, *, person: Person | None) -> bool:
    """Who has the right to lead in this group; the role itself is held by one seat, and by a helper's."""
    return access.may("meeting.lead", person, proceedings.meeting.group)


def is_leading(proceedings: Proceedings, *, person: Person | None) -> bool:
    return leading_seat(proceedings, person=person) is not None


def leading_seat(proceedings: Proceedings, *, person: Person | None) -> Seat | None:
    """The seat from which she leads, or helps to lead."""
    if person is None:
        return None
    held_by = (proceedings.leader, proceedings.helper)
    return next((s for s in held_by if s is not None and s.person_id == person.pk), None)


def leader_seen_at(proceedings: Proceedings) -> datetime | None:
    """The last sign of the one who leads, on any of her screens."""
    if proceedings.leader is None or proceedings.leader.person_id is None:
        return None
    person = str(proceedings.leader.person_id)
    return hub.last_seen(proceedings.channel).get(person)


def may_take_over(proceedings: Proceedings, *, person: Person | None) -> bool:
    """« Reprendre l'animation » is offered to who has the right, once the one who leads gave no sign for 3 minutes."""
    if not may_lead(proceedings, person=person):
        return False
    is_leading_now = leading_seat(proceedings, person=person) is not None
    silent = leader_seen_at(proceedings)
    return rules.may_take_over(has_the_right=True, is_leading=is_leading_now, silent_since=silent, now=timezone.now())


def possible_leaders(proceedings: Proceedings, *, room_: Room) -> list[Sitting]:
    """To whom the meeting may be handed: those present who have the right."""
    return [s for s in able_to("meeting.lead", proceedings, room_=room_) if s.seat.pk != proceedings.leader_id]


def able_to(verb: str, proceedings: Proceedings, *, room_: Room) -> list[Sitting]:
    """Those present whose role allows it in this group."""
    group = proceedings.meeting.group
    persons = Person.objects.filter(pk__in=room_.persons).prefetch_related("memberships")
    able = {p.pk for p in persons if access.VERBS[verb].roles & access.roles_of(p, group)}
    return [s for s in room_.present if s.seat.person_id in able]


# --- small signs -------------------------------------------------------------------------------------------------


def signals(proceedings: Proceedings, *kinds: str) -> list[Signal]:
    """Help is shown until it is answered; the rest belongs to its phase."""
    given = Signal.objects.filter(seat__meeting_id=proceedings.meeting_id, kind__in=kinds, seat__left_at__isnull=True)
    return [s for s in given.select_related("seat__person").order_by("given_at") if _is_current(s, proceedings)]


def _is_current(signal: Signal, proceedings: Proceedings) -> bool:
    return signal.kind == Signal.Kind.HELP or signal.phase == proceedings.phase
