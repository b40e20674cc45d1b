"""What is true of a web: its states, when a badge may be stamped, which ideas look alike, where an idea belongs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from besace.badges import words
from besace.badges.rules import likeness, similar_names

GROWING, DECIDING, READING_OVER, STAMPING = "growing", "deciding", "reading", "stamping"
STAMPED, ABANDONED = "stamped", "abandoned"
WEB_TRANSITIONS: dict[str, frozenset[str]] = {
    GROWING: frozenset({DECIDING, READING_OVER, ABANDONED}),
    DECIDING: frozenset({GROWING, READING_OVER, ABANDONED}),
    READING_OVER: frozenset({GROWING, DECIDING, STAMPING, ABANDONED}),
    STAMPING: frozenset({READING_OVER, STAMPED, ABANDONED}),
    STAMPED: frozenset(),
    ABANDONED: frozenset({GROWING}),
}

PROPOSED, KEPT, REWORDED, MERGED = "proposed", "kept", "reworded", "merged"
REMOVED, TO_REVIEW, HIDDEN = "removed", "to-review", "hidden"
WORDLESS = "wordless"  # a photo or a voice note that waits for its words: not on the web yet
_DECIDED = frozenset({KEPT, REWORDED, REMOVED, TO_REVIEW, MERGED, HIDDEN})
CRITERION_TRANSITIONS: dict[str, frozenset[str]] = {
    PROPOSED: _DECIDED,
    KEPT: _DECIDED - {KEPT} | {PROPOSED},
    REWORDED: _DECIDED | {PROPOSED},
    TO_REVIEW: _DECIDED - {TO_REVIEW} | {PROPOSED},
    MERGED: frozenset({PROPOSED}),
    REMOVED: frozenset({PROPOSED}),
    HIDDEN: frozenset({PROPOSED, WORDLESS}),
    WORDLESS: frozenset({PROPOSED, HIDDEN}),
}
IN_THE_BADGE = frozenset({KEPT, REWORDED})
ON_THE_WEB = frozenset({PROPOSED, KEPT, REWORDED, TO_REVIEW})
DRAWN = ON_THE_WEB | {REMOVED}

LONGEST_CRITERION = 120
FEWEST_CRITERIA = 4
MOST_CRITERIA = 300
MOST_BRANCHES = 8
MOST_FILES = 12  # photos and voice notes of one person on one web
SAME_IDEA = 0.62


class Hint(StrEnum):
    """Remarks said kindly before the stamp; none of them refuses."""

    FEW_CRITERIA = "few-criteria"
    ALREADY_EXISTS = "already-exists"
    ABOUT_THE_PERSON = "about-the-person"
    EXPOSES = "exposes"
    NO_PURPOSE = "no-purpose"
    STILL_OPEN = "still-open"


@dataclass(frozen=True, slots=True)
class Remark:
    """One hint and what it is about: a criterion, a badge's name, or a word."""

    hint: Hint
    about: str = ""
    criterion: UUID | None = None


@dataclass(frozen=True, slots=True)
class Idea:
    """A criterion as plain values."""

    id: UUID
    text: str
    state: str = PROPOSED


def may_become(state: str, *, new: str) -> bool:
    """For webs and criteria alike; what is drawn above is the whole law."""
    table = WEB_TRANSITIONS if state in WEB_TRANSITIONS else CRITERION_TRANSITIONS
    return new in table[state]


def shifted(ids: Sequence[UUID], *, one: UUID, is_up: bool) -> list[UUID]:
    """One place up or down; at the end of the list it stays where it is."""
    order = list(ids)
    here = order.index(one)
    there = here - 1 if is_up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    return order


def same_ideas(text: str, *, among: Iterable[Idea]) -> list[Idea]:
    """Ideas that say the same as `text`, or nearly, the closest first."""
    rated = [(nearness(text, idea.text), idea) for idea in among]
    return [idea for near, idea in sorted(rated, key=lambda r: (-r[0], str(r[1].id))) if near >= SAME_IDEA]


def nearness(one: str, other: str) -> float:
    """Shared trigrams, or one idea whole inside the other: « Brosser l'âne », « Bien brosser l'âne chaque jour »."""
    from_trigrams = likeness(one, other)
    few, many = sorted((_stems(one), _stems(other)), key=len)
    if len(few) >= 2 and few <= many:
        return max(from_trigrams, 0.75)
    return from_trigrams


def pairs_alike(ideas: Sequence[Idea]) -> list[tuple[Idea, Idea]]:
    """Every pair worth a « C'est pareil ? », the closest first."""
    found = [
        (nearness(one.text, other.text), one, other) for index, one in enumerate(ideas) for other in ideas[index + 1 :]
    ]
    found = [pair for pair in found if pair[0] >= SAME_IDEA]
    return [(one, other) for _near, one, other in sorted(found, key=lambda f: -f[0])]


def remarks(name: str, *, purpose: str, sentence: str, ideas: Sequence[Idea], existing: Iterable[str]) -> list[Remark]:
    """Everything worth a kind word before the stamp, the gravest last so that it is read."""
    kept = [idea for idea in ideas if idea.state in IN_THE_BADGE]
    found: list[Remark] = []
    if len(kept) < FEWEST_CRITERIA:
        found.append(Remark(Hint.FEW_CRITERIA, str(len(kept))))
    if not purpose.strip():
        found.append(Remark(Hint.NO_PURPOSE))
    waiting = sum(1 for idea in ideas if idea.state in {PROPOSED, TO_REVIEW})
    if waiting:
        found.append(Remark(Hint.STILL_OPEN, str(waiting)))
    found += [Remark(Hint.ALREADY_EXISTS, other) for other in similar_names(name, among=existing)]
    for idea in kept:
        found += remarks_on(idea.text, criterion=idea.id)
    for text in (name, sentence, purpose):
        found += [Remark(Hint.EXPOSES, word.word) for word in words.exposing(text)]
    return found


def remarks_on(text: str, *, criterion: UUID | None = None) -> list[Remark]:
    """The hints about one criterion's words."""
    person = [Remark(Hint.ABOUT_THE_PERSON, w.word, criterion) for w in words.about_the_person(text)]
    return person + [Remark(Hint.EXPOSES, w.word, criterion) for w in words.exposing(text)]


def _stems(text: str) -> frozenset[str]:
    """Words cut to five letters: enough for French endings, « brosser » and « brossage » are one."""
    from_words = words.plain(text).split()
    return frozenset(w[:5] for w in from_words if len(w) > 2 and w not in _EMPTY)


_EMPTY = frozenset(
    [
        "bien",
        "avec",
        "pour",
        "dans",
        "sans",
        "elle",
        "leur",
        "leurs",
        "toujours",
        "chaque",
        "faire",
        "savoir",
        "avoir",
        "etre",
        "tous",
        "tout",
    ]
)
