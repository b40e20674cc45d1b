"""Who may recommend, with which words, and for how long a link opens (PROTOCOL.md 1.8, item 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SENT, ACCEPTED, DECLINED, TAKEN_BACK, WITHDRAWN = "sent", "accepted", "declined", "taken-back", "withdrawn"
MOVES: dict[str, frozenset[str]] = {
    SENT: frozenset({ACCEPTED, DECLINED, WITHDRAWN}),
    ACCEPTED: frozenset({TAKEN_BACK, WITHDRAWN}),
    DECLINED: frozenset(),
    TAKEN_BACK: frozenset(),
    WITHDRAWN: frozenset(),
}
SPOKEN = frozenset({SENT, ACCEPTED})  # the only states in which words and a name are kept

LINK_LIVES = timedelta(days=30)
KEPT_AFTER = timedelta(days=183)
ALONE, ROOM = 1, 12
PLACES = frozenset({ALONE, ROOM})
MOST_OPEN_LINKS = 10
MOST_WAITING = 30
FAILURES = [(20, 600), (100, 86_400)]

LONGEST_NAME, LONGEST_PLACE, LONGEST_WORDS = 60, 80, 280
SHORTEST_WORDS = 3


class Why(StrEnum):
    """Why a recommendation cannot be left, or FINE."""

    FINE = "fine"
    HERSELF = "herself"
    ENDED = "link-ended"
    FULL = "link-used"
    NOT_IN_FORCE = "badge-not-in-force"
    TOO_MANY = "too-many-wait"


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link as it stands, and what it leads to."""

    ends_at: datetime
    ended_at: datetime | None = None
    places: int = ALONE
    taken: int = 0
    waiting: int = 0
    is_in_force: bool = True


def may_speak(link: Link, *, is_holder: bool, now: datetime) -> Why:
    """Nobody for herself; a link that lasts, with a place left, to a badge that is still in force."""
    if is_holder:
        return Why.HERSELF
    if link.ended_at is not None or link.ends_at <= now:
        return Why.ENDED
    if link.taken >= link.places:
        return Why.FULL
    if not link.is_in_force:
        return Why.NOT_IN_FORCE
    return Why.TOO_MANY if link.waiting >= MOST_WAITING else Why.FINE


def may_become(state: str, wanted: str) -> bool:
    return wanted in MOVES[state]


def may_settle(*, settler: object, holder: object, leads: bool, said_by: object) -> bool:
    """Her own badge: she alone. The badge of a group: who leads it, but not on what she said herself."""
    if said_by is not None and said_by == settler:
        return False
    return settler == holder if holder is not None else leads


def who(name: str, role: str = "", place: str = "") -> str:
    """« Jeanne Petit, gérante, La Ferme des Deux Ormes »."""
    return ", ".join(part for part in (name, role, place) if part)


def without_brackets(text: str) -> str:
    """What stands in brackets after a name is what the organisation says of it: nobody writes that herself."""
    return text.translate(_BRACKETS)


def leads_elsewhere(text: str) -> bool:
    """An address, a telephone number: on a public page they serve those who set traps, or expose somebody."""
    return bool(_ELSEWHERE.search(text))


_BRACKETS = str.maketrans(dict.fromkeys("()[]{}（）", " "))
_ELSEWHERE = re.compile(
    r"(?i)://|\bwww\.|[\w.+-]+@[\w-]+\.\w|\b[\w-]{2,}\.(?:com|fr|org|net|eu|info|io|be|ch|ru|cn|xyz|link|page|app)\b"
    r"|(?:\+?\d[\s.\-]?){9,}"
)
