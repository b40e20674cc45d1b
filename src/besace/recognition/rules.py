"""What is true of a recognition: who may propose, observe, decide; when it may go on. PROTOCOL.md 1.8, SECURITY.md T1.

    PROPOSED ──yes──> OPEN ──situation──> SEEN ──vote opens──> DECIDING ──yes──> AWARDED
       │ no             │                   ↑                      └──not yet──> NOT_YET ──> SEEN (a new situation)
       └──> DECLINED    └──withdrawn by her, at any moment but the last──> WITHDRAWN

Plain values: ids are any hashable, times are aware datetimes given by the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TypeVar

Who = Hashable
Some = TypeVar("Some", bound=Hashable)

PROPOSED, OPEN, SEEN, DECIDING = "proposed", "open", "seen", "deciding"
AWARDED, NOT_YET, DECLINED, WITHDRAWN = "awarded", "not-yet", "declined", "withdrawn"

MOVES: dict[str, frozenset[str]] = {
    PROPOSED: frozenset({OPEN, DECLINED, WITHDRAWN}),
    OPEN: frozenset({SEEN, WITHDRAWN}),
    SEEN: frozenset({DECIDING, OPEN, WITHDRAWN}),
    DECIDING: frozenset({AWARDED, NOT_YET, SEEN, WITHDRAWN}),
    NOT_YET: frozenset({OPEN, SEEN, WITHDRAWN}),
    AWARDED: frozenset(),
    DECLINED: frozenset(),
    WITHDRAWN: frozenset(),
}

LIVING = frozenset({PROPOSED, OPEN, SEEN, DECIDING, NOT_YET})

PROPOSERS_NEEDED = 2
OBSERVERS_NEEDED = 2
RING_DAYS = 60
RING_AWARDS = 3


class Why(Enum):
    """Why not: each has its sentence, and FINE has none."""

    FINE = "fine"
    HERSELF = "herself"
    NOT_STAMPED = "not-stamped"
    ALREADY_HERS = "already-hers"
    ALREADY_ASKED = "already-asked"
    NO_MEMBER = "no-member"
    GUEST = "guest"
    PARTNER = "partner"
    NOT_SURE_ENOUGH = "not-sure-enough"
    TOO_CLOSE = "too-close"
    TOO_FEW_OBSERVERS = "too-few-observers"
    NONE_CHOSEN_BY_HER = "none-chosen-by-her"
    NO_DATE = "no-date"
    NOT_DONE_YET = "not-done-yet"
    NO_CRITERION = "no-criterion"
    NOTHING_SEEN = "nothing-seen"
    NOBODY_WROTE = "nobody-wrote"
    NO_REVIEWER = "no-reviewer"
    NAMES_NO_CRITERION = "names-no-criterion"
    A_JURY_DECIDES = "a-jury-decides"
    TOO_FEW_VOICES = "too-few-voices"
    WRONG_MOMENT = "wrong-moment"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who somebody is for one recognition, as the caller knows her."""

    is_recipient: bool = False
    is_member: bool = True
    is_guest: bool = False
    is_partner: bool = False
    is_sure: bool = True
    is_too_close: bool = False


def may_become(state: str, wanted: str) -> bool:
    return wanted in MOVES[state]


def may_ask(*, is_stamped: bool, holds_it: bool, has_living_request: bool) -> Why:
    """Anyone may ask for a stamped badge that is not hers yet, with or without an account."""
    if not is_stamped:
        return Why.NOT_STAMPED
    if holds_it:
        return Why.ALREADY_HERS
    return Why.ALREADY_ASKED if has_living_request else Why.FINE


def may_propose(standing: Standing, *, is_stamped: bool, holds_it: bool) -> Why:
    """A peer who saw it may say so. What others proposed and a former no change nothing: both are hidden."""
    if standing.is_recipient:
        return Why.HERSELF
    if not is_stamped:
        return Why.NOT_STAMPED
    if holds_it:
        return Why.ALREADY_HERS
    return Why.FINE if standing.is_member else Why.NO_MEMBER


def is_ready_to_be_asked(proposers: Collection[Who], *, recipient: Who, needed: int = PROPOSERS_NEEDED) -> bool:
    """The person is asked once enough different people, none of them herself, have said what they saw."""
    return len(set(proposers) - {recipient}) >= needed


def may_be_asked_again(*, said_no: bool, has_living_request: bool) -> bool:
    """A no is final and silent: later proposals rest, and nobody is told that they do."""
    return not said_no and not has_living_request


def may_observe(standing: Standing) -> Why:
    """Whoever watches is somebody else, known, and not bound to her by family, power or money."""
    if standing.is_recipient:
        return Why.HERSELF
    if standing.is_too_close:
        return Why.TOO_CLOSE
    return Why.FINE


def situation_fits(
    *, has_date: bool, criteria: int, observers: Collection[Who], chosen_by_her: Collection[Who], recipient: Who
) -> Why:
    """A situation needs a day, criteria to see, two observers who are not herself, one of them of her choice."""
    watching = set(observers) - {recipient}
    if not has_date:
        return Why.NO_DATE
    if criteria < 1:
        return Why.NO_CRITERION
    if len(watching) < OBSERVERS_NEEDED:
        return Why.TOO_FEW_OBSERVERS
    return Why.FINE if watching & set(chosen_by_her) else Why.NONE_CHOSEN_BY_HER


class Seen(Enum):
    """What an observer says of one criterion: never a mark."""

    YES = "seen"
    WITH_HELP = "with-help"
    NOT_YET = "not-yet"


def seen_by_all(sightings: Iterable[Mapping[str, Seen]]) -> dict[str, Seen]:
    """What the observers saw together: the best that one of them saw of each criterion."""
    order = [Seen.NOT_YET, Seen.WITH_HELP, Seen.YES]
    together: dict[str, Seen] = {}
    for sighting in sightings:
        for criterion, seen in sighting.items():
            best = max(order.index(seen), order.index(together.get(criterion, Seen.NOT_YET)))
            together[criterion] = order[best]
    return together


def may_open_vote(
    *, state: str, is_stamped: bool, happened_on: datetime | None, now: datetime, wrote: Collection[Who], seen: int
) -> Why:
    """The peers vote on a stamped badge, after a situation that took place and that observers told (A41)."""
    if not is_stamped:
        return Why.NOT_STAMPED
    if state != SEEN:
        return Why.WRONG_MOMENT
    if happened_on is None or happened_on > now:
        return Why.NOT_DONE_YET
    if not wrote:
        return Why.NOBODY_WROTE
    return Why.FINE if seen else Why.NOTHING_SEEN


def may_vote(standing: Standing, *, professionals_vote: bool = False) -> Why:
    """One person, one voice, and nobody for herself. A guest may help to build, not to give (PROTOCOL.md, decided)."""
    if standing.is_recipient:
        return Why.HERSELF
    if standing.is_too_close:
        return Why.TOO_CLOSE
    if standing.is_guest:
        return Why.GUEST
    if standing.is_partner and not professionals_vote:
        return Why.PARTNER
    if not standing.is_member and not standing.is_partner:
        return Why.NO_MEMBER
    return Why.FINE if standing.is_sure else Why.NOT_SURE_ENOUGH


def objection_fits(criterion: str, *, is_not_yet: bool, criteria: Collection[str]) -> Why:
    """« Pas encore » names a criterion, never the person; the other answers name nothing."""
    if not is_not_yet:
        return Why.FINE
    return Why.FINE if criterion in criteria else Why.NAMES_NO_CRITERION


def not_enough_alone(*, proposers: Collection[Some], observers: Collection[Some], recipient: Some) -> frozenset[Some]:
    """Whose yes does not suffice by itself: those who proposed or watched."""
    return frozenset({*proposers, *observers} - {recipient})


@dataclass(frozen=True)
class Vouched:
    """`by` proposed or observed for `of`; never how she voted, which nobody knows."""

    by: Who
    of: Who
    at: datetime


def is_reciprocal(acts: Iterable[Vouched], *, one: Who, other: Who, now: datetime) -> bool:
    """A vouched for B and B for A within sixty days: a neutral note for the facilitators, never a block."""
    lately = [act for act in acts if now - act.at <= timedelta(days=RING_DAYS)]
    pairs = {(act.by, act.of) for act in lately}
    return (one, other) in pairs and (other, one) in pairs


def closed_ring(acts: Iterable[Vouched], *, now: datetime) -> frozenset[Who]:
    """Three people or more who, within sixty days, all vouched for one another and for nobody else; else nobody."""
    lately = [act for act in acts if now - act.at <= timedelta(days=RING_DAYS) and act.by != act.of]
    given: dict[Who, set[Who]] = {}
    for act in lately:
        given.setdefault(act.by, set()).add(act.of)
    for start in given:
        ring = _reach(start, given)
        is_closed = all(_reach(member, given) == ring for member in ring)
        returns = sum(1 for a in ring for b in given.get(a, set()) if a in given.get(b, set())) // 2
        if len(ring) >= RING_AWARDS and is_closed and returns >= RING_AWARDS:
            return frozenset(ring)
    return frozenset()


def _reach(start: Who, given: Mapping[Who, set[Who]]) -> set[Who]:
    reached, waiting = {start}, [start]
    while waiting:
        for other in given.get(waiting.pop(), set()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


URGENT = frozenset({"fraud", "key-stolen"})
HER_DAYS = timedelta(days=15)  # to answer, once she is told
CORRECTION_REASONS = frozenset({"wrong-place", "wrong-day", "wrong-criterion", "evidence-withdrawn"})


def may_correct(
    *, asked_by: Who, confirmed_by: Who, holder: Who, told_at: datetime | None, agreed: bool, now: datetime
) -> bool:
    """Two persons, not the holder, and she was told: her yes is enough, else she had fifteen days."""
    if asked_by == confirmed_by or holder in {asked_by, confirmed_by} or told_at is None:
        return False
    return agreed or now - told_at >= HER_DAYS


def may_suspend(*, asked_by: Who, by: Who, holder: Who, urgent: bool) -> bool:
    """Putting a badge aside while a question is open takes two as well, but for fraud or a stolen key."""
    return by != holder and (urgent or by != asked_by)


def may_revoke(
    *, asked_by: Who, confirmed_by: Who, holder: Who, told_at: datetime | None, now: datetime, urgent: bool
) -> bool:
    """Two persons, not the holder; she was told and had fifteen days, but for fraud or a stolen key (E.4)."""
    if asked_by == confirmed_by or holder in {asked_by, confirmed_by}:
        return False
    return urgent or (told_at is not None and now - told_at >= HER_DAYS)
