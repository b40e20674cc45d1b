"""What is true of a meeting: its phases, who is there, who sees what, who leads (PROTOCOL.md 1.1 to 1.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

SIGNAL_LASTS = timedelta(minutes=5)  # no sign of life for so long: not counted for the next item (1.6)
ABSENCE_OF_THE_FACILITATOR = timedelta(minutes=3)  # then somebody with the right may take over (1.1)
CODE_LASTS = timedelta(hours=8)
CORRECTIONS_LAST = timedelta(days=7)
AUTHORS_STAY = timedelta(days=30)  # once the minutes are frozen; then who gave which idea is forgotten (part 3, 30)
SMALLEST_QUORUM = 3
FEW_CRITERIA = 4  # below, the badge may be "a badge for a badge": said, never blocked
NAMES_IN_MINUTES = "minutes"  # the purpose a person says yes to, on her own page
PROXY_SHARE_TOLD = 0.30  # above, the minutes say that many answers were entered by the facilitator


class Phase(IntEnum):
    """PROTOCOL.md 1.3, in order."""

    WELCOME = 0
    THEME = 1
    WEB = 2
    TIDY = 3
    DEBATE = 4
    REREAD = 5
    STAMP = 6
    PUBLISH = 7
    REVIEW = 8


class Audience(StrEnum):
    """The three screens."""

    PHONE = "phone"
    CONSOLE = "console"
    PROJECTOR = "projector"


class Sight(StrEnum):
    """What a screen may show. What is not in the table below is not shown."""

    ENTRY_CODE = "entry-code"
    ARRIVALS = "arrivals"
    ROLL = "roll"
    PRACTICE = "practice"
    THEME = "theme"
    OWN_IDEA = "own-idea"
    IDEAS = "ideas"
    HIDDEN_IDEAS = "hidden-ideas"
    TIDYING = "tidying"
    QUEUE = "queue"
    QUESTION = "question"
    WHO_ANSWERED = "who-answered"
    HOW_MANY_ANSWERED = "how-many-answered"
    BADGE = "badge"
    STAMP = "stamp"
    RING = "ring"
    PUBLIC_PAGE = "public-page"
    FACES = "faces"
    CONFUSED = "confused"
    HELP = "help"


_ALWAYS = {
    Audience.PHONE: frozenset[Sight](),
    Audience.CONSOLE: frozenset({Sight.ROLL, Sight.CONFUSED, Sight.HELP, Sight.ENTRY_CODE}),
    Audience.PROJECTOR: frozenset({Sight.ENTRY_CODE}),
}

# Phase → (phone, console, projector), besides what is always there.
_SIGHTS: dict[Phase, tuple[set[Sight], set[Sight], set[Sight]]] = {
    Phase.WELCOME: ({Sight.PRACTICE}, {Sight.PRACTICE}, {Sight.ARRIVALS, Sight.PRACTICE}),
    Phase.THEME: ({Sight.THEME}, {Sight.THEME}, {Sight.THEME}),
    Phase.WEB: (
        {Sight.OWN_IDEA, Sight.IDEAS},
        {Sight.IDEAS, Sight.HIDDEN_IDEAS, Sight.OWN_IDEA},
        {Sight.IDEAS},
    ),
    Phase.TIDY: ({Sight.IDEAS}, {Sight.IDEAS, Sight.HIDDEN_IDEAS, Sight.TIDYING}, {Sight.IDEAS}),
    Phase.DEBATE: (
        {Sight.QUESTION, Sight.HOW_MANY_ANSWERED},
        {Sight.QUESTION, Sight.QUEUE, Sight.WHO_ANSWERED, Sight.HOW_MANY_ANSWERED},
        {Sight.QUESTION, Sight.HOW_MANY_ANSWERED},
    ),
    Phase.REREAD: ({Sight.BADGE}, {Sight.BADGE}, {Sight.BADGE}),
    Phase.STAMP: ({Sight.STAMP, Sight.BADGE}, {Sight.STAMP, Sight.WHO_ANSWERED, Sight.RING}, {Sight.RING}),
    Phase.PUBLISH: ({Sight.PUBLIC_PAGE}, {Sight.PUBLIC_PAGE}, {Sight.PUBLIC_PAGE}),
    Phase.REVIEW: ({Sight.FACES}, {Sight.FACES}, set()),
}

# What the timer starts at. It informs; it never cuts anybody (RGAA 13.1).
MINUTES: dict[Phase, int] = {
    Phase.WELCOME: 10,
    Phase.THEME: 5,
    Phase.WEB: 20,
    Phase.TIDY: 10,
    Phase.DEBATE: 3,
    Phase.REREAD: 5,
    Phase.STAMP: 2,
    Phase.PUBLISH: 2,
    Phase.REVIEW: 3,
}


def sights(phase: Phase, audience: Audience) -> frozenset[Sight]:
    """What this screen shows in this phase."""
    phone, console, projector = _SIGHTS[phase]
    shown = {Audience.PHONE: phone, Audience.CONSOLE: console, Audience.PROJECTOR: projector}[audience]
    return frozenset(shown) | _ALWAYS[audience]


# --- moving from phase to phase ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far the badge of this meeting is, in numbers."""

    has_theme: bool = False
    ideas: int = 0
    undecided: int = 0
    kept: int = 0
    is_vote_open: bool = False
    is_stamped: bool = False
    is_closed: bool = False
    wordless: int = 0
    objections: int = 0


class Obstacle(StrEnum):
    """Why a phase cannot be entered yet."""

    MEETING_CLOSED = "meeting-closed"
    VOTE_OPEN = "vote-open"
    NO_THEME = "no-theme"
    NO_IDEA = "no-idea"
    NOTHING_KEPT = "nothing-kept"
    NOT_STAMPED = "not-stamped"


def obstacle(to: Phase, *, progress: Progress) -> Obstacle | None:
    """Forward and back at will; only what would show an empty screen, or orphan an open vote, is refused."""
    if progress.is_closed:
        return Obstacle.MEETING_CLOSED
    if progress.is_vote_open:
        return Obstacle.VOTE_OPEN
    if to in (Phase.WELCOME, Phase.THEME, Phase.REVIEW):
        return None
    if not progress.has_theme:
        return Obstacle.NO_THEME
    if to in (Phase.TIDY, Phase.DEBATE) and progress.ideas == 0:
        return Obstacle.NO_IDEA
    if to in (Phase.REREAD, Phase.STAMP) and progress.kept == 0:
        return Obstacle.NOTHING_KEPT
    if to is Phase.PUBLISH and not progress.is_stamped:
        return Obstacle.NOT_STAMPED
    return None


class Warning_(StrEnum):  # noqa: N801 -- Warning is a builtin
    """What the facilitator should know before going on. She may go on."""

    BELOW_QUORUM = "below-quorum"
    STILL_UNDECIDED = "still-undecided"
    FEW_CRITERIA = "few-criteria"
    WORDLESS = "wordless"
    OBJECTION = "objection"


def warnings(to: Phase, *, progress: Progress, present: int) -> tuple[Warning_, ...]:
    said = []
    if to > Phase.REREAD and progress.objections:
        said.append(Warning_.OBJECTION)
    if to > Phase.WEB and progress.wordless:
        said.append(Warning_.WORDLESS)
    if to > Phase.THEME and present < SMALLEST_QUORUM:
        said.append(Warning_.BELOW_QUORUM)
    if to >= Phase.REREAD and progress.undecided and not progress.is_stamped:
        said.append(Warning_.STILL_UNDECIDED)
    # Many are still undecided: that is said just above, and the badge may yet grow.
    if to in (Phase.REREAD, Phase.STAMP) and max(progress.kept, progress.undecided) < FEW_CRITERIA:
        said.append(Warning_.FEW_CRITERIA)
    return tuple(said)


# --- who is there ------------------------------------------------------------------------------------------------


class Way(StrEnum):
    """How somebody takes part: the minutes count them apart."""

    PHONE = "phone"
    SHARED = "shared"
    HAND = "hand"
    PROXY = "proxy"


@dataclass(frozen=True)
class Presence:
    """What is known of one seat, as plain values."""

    way: Way
    is_admitted: bool = True
    is_observer: bool = False
    has_left: bool = False
    last_sign_at: datetime | None = None


def is_present(seat: Presence, *, now: datetime) -> bool:
    """Somebody without a device is there until she leaves; a device must have given a sign of life."""
    if seat.has_left or not seat.is_admitted or seat.is_observer:
        return False
    if seat.way in (Way.HAND, Way.PROXY):
        return True
    return seat.last_sign_at is not None and now - seat.last_sign_at <= SIGNAL_LASTS


def is_off_line(seat: Presence, *, now: datetime, silence: timedelta = timedelta(seconds=45)) -> bool:
    """Her device has gone quiet, but she is still counted: « 3 téléphones hors réseau »."""
    if seat.way in (Way.HAND, Way.PROXY) or not is_present(seat, now=now):
        return False
    return seat.last_sign_at is not None and now - seat.last_sign_at > silence


def quorum(present: int) -> int:
    """Half of those present, three at least."""
    return max(SMALLEST_QUORUM, (present + 1) // 2)


def hands_left(*, present: int, answered_by_device: int, hands: int) -> int:
    """How many hands may still be counted: never more voices than seats."""
    return max(0, present - answered_by_device - hands)


def everybody_is_done(*, done: int, present: int) -> bool:
    """Absent people are not waited for."""
    return present > 0 and done >= present


def many_proxies(*, proxies: int, voices: int) -> bool:
    """Above 30 % the minutes say so (1.8, abuse cases)."""
    return voices > 0 and proxies / voices > PROXY_SHARE_TOLD


# --- who leads ---------------------------------------------------------------------------------------------------


def may_take_over(*, has_the_right: bool, is_leading: bool, silent_since: datetime | None, now: datetime) -> bool:
    """The role is held by a seat, not by a connection: only a long absence, and only who has the right."""
    if not has_the_right or is_leading:
        return False
    return silent_since is None or now - silent_since >= ABSENCE_OF_THE_FACILITATOR


# --- time --------------------------------------------------------------------------------------------------------


def time_left(started_at: datetime, *, minutes: int, now: datetime) -> timedelta:
    """Never below zero: a timer that has run out says nothing more."""
    return max(timedelta(), started_at + timedelta(minutes=minutes) - now)


def is_late(joined_at: datetime, *, opened_at: datetime, phase: Phase) -> bool:
    """Somebody who comes in after the welcome is told in one sentence where we are."""
    return phase > Phase.WELCOME and joined_at > opened_at


def votes_from_next_item(joined_at: datetime, *, item_opened_at: datetime | None) -> bool:
    """She who comes in while a vote is open answers the next one."""
    return item_opened_at is not None and joined_at > item_opened_at


def is_frozen(closed_at: datetime, *, now: datetime) -> bool:
    """Seven days of corrections, then the minutes do not move."""
    return now - closed_at >= CORRECTIONS_LAST
