"""What is true of a badge: its states, what its fingerprint covers, how two versions differ, which ones look alike."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

DRAFT, STAMPED, WITHDRAWN, ABANDONED = "draft", "stamped", "withdrawn", "abandoned"
TRANSITIONS: dict[str, frozenset[str]] = {
    DRAFT: frozenset({STAMPED, ABANDONED}),
    STAMPED: frozenset({STAMPED, WITHDRAWN}),
    WITHDRAWN: frozenset({STAMPED}),
    ABANDONED: frozenset({DRAFT}),
}
KNOW_HOW, WAY_OF_BEING = "know-how", "way-of-being"
SMALL_WORDS = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d",
        "et",
        "a",
        "au",
        "aux",
        "en",
        "pour",
        "par",
        "avec",
        "sur",
        "dans",
        "ce",
        "cet",
        "cette",
    ]
)
ALIKE = 0.6
SAME_WORD = 0.35


@dataclass(frozen=True, slots=True)
class StampedCriterion:
    """One criterion of a stamped version. `id` stays from one version to the next as long as it is the same thing."""

    id: str
    text: str
    kind: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class StampText:
    """Everything that the group says yes to; what the fingerprint covers."""

    name: str
    sentence: str
    purpose: str
    criteria: tuple[StampedCriterion, ...]
    rule_in_words: str
    people_count: int
    stamped_at: datetime
    group: str
    organisation: str
    level: str = ""
    expected: str = ""  # what one shows to be recognised


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two versions, in the group's words."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()
    name: tuple[str, str] | None = None
    sentence: tuple[str, str] | None = None
    purpose: tuple[str, str] | None = None
    level: tuple[str, str] | None = None
    expected: tuple[str, str] | None = None
    is_reordered: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Difference()


def may_become(state: str, *, new: str) -> bool:
    return new in TRANSITIONS[state]


def canonical_text(stamp: StampText) -> str:
    """The one writing of a stamped badge: JSON with sorted keys, no spaces, NFC (the same bytes for ever)."""
    content = {
        "name": stamp.name,
        "sentence": stamp.sentence,
        "purpose": stamp.purpose,
        "criteria": [{"text": c.text, "kind": c.kind, "branch": c.branch} for c in stamp.criteria],
        "rule": stamp.rule_in_words,
        "people": stamp.people_count,
        "stamped_at": stamp.stamped_at.isoformat(timespec="seconds"),
        "group": stamp.group,
        "organisation": stamp.organisation,
    }
    # Left out when nothing is said: badges stamped before these lines existed keep their fingerprint.
    content |= {name: text for name, text in (("level", stamp.level), ("expected", stamp.expected)) if text}
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", written)


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def criteria_from(kept: Iterable[Mapping[str, str]]) -> tuple[StampedCriterion, ...]:
    return tuple(StampedCriterion(c["id"], c["text"], c["kind"], c.get("branch", "")) for c in kept)


def difference(old: StampText, new: StampText) -> Difference:
    """By the criterion's id first, then by its words: a criterion taken out and put back is not a change."""
    before, after = {c.id: c for c in old.criteria}, {c.id: c for c in new.criteria}
    said_before, said_after = {c.text for c in old.criteria}, {c.text for c in new.criteria}
    return Difference(
        added=tuple(c.text for c in new.criteria if c.id not in before and c.text not in said_before),
        removed=tuple(c.text for c in old.criteria if c.id not in after and c.text not in said_after),
        reworded=tuple((before[i].text, c.text) for i, c in after.items() if i in before and before[i].text != c.text),
        name=_change(old.name, new.name),
        sentence=_change(old.sentence, new.sentence),
        purpose=_change(old.purpose, new.purpose),
        level=_change(old.level, new.level),
        expected=_change(old.expected, new.expected),
        is_reordered=_common_order(old, new) != _common_order(new, old),
    )


def words(text: str) -> tuple[str, ...]:
    """Lower case, no accents, no small words, no plural: enough to compare names."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    found = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return tuple(w[:-1] if len(w) > 3 and w[-1] in "sx" else w for w in found if w not in SMALL_WORDS)


def likeness(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same), by shared trigrams: « Itérasinière » is close to « Itérasinier ».

    A word that has no likeness on the other side lowers it: « Réparer un vélo » is not « Réparer une robe ».
    """
    few, many = sorted((words(one), words(other)), key=len)
    if not few:
        return 0.0
    shared = _shared(_trigrams(few), _trigrams(many))
    worst = min(max(_shared(_trigrams((word,)), _trigrams((near,))) for near in many) for word in few)
    return shared if worst >= SAME_WORD else shared * 0.7


def similar_names(name: str, *, among: Iterable[str]) -> list[str]:
    """Those that look like `name`, the closest first."""
    rated = sorted(((likeness(name, other), other) for other in among), reverse=True)
    return [other for likeness_, other in rated if likeness_ >= ALIKE]


def _trigrams(said: Iterable[str]) -> set[str]:
    return {padded[i : i + 3] for word in said for padded in [f" {word} "] for i in range(len(padded) - 2)}


def _shared(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _change(old: str, new: str) -> tuple[str, str] | None:
    return None if old == new else (old, new)


def _common_order(one: StampText, other: StampText) -> list[str]:
    shared = {c.id for c in other.criteria}
    return [c.id for c in one.criteria if c.id in shared]
