"""What the group decided, in plain values: the app above tells it, this app signs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class ShownEvidence:
    """One thing she agreed to show: a sentence, or the address of a file of this site."""

    id: UUID
    name: str
    narrative: str = ""
    address: str = ""
    genre: str = ""


@dataclass(frozen=True)
class SeenCriterion:
    """A criterion that the observers saw her meet, alone or with help."""

    text: str
    with_help: bool = False


@dataclass(frozen=True, kw_only=True)
class Awarding:
    """An award ready to be signed (PROTOCOL.md 1.8, item 6). Nobody is named in it but by her consent.

    `peers` is how many took part in the decision, never how they answered. Times are aware.
    """

    award_id: UUID
    version_id: UUID
    holder_id: UUID
    awarded_at: datetime
    peers: int
    group_name: str
    rule_in_words: str
    criteria_seen: tuple[SeenCriterion, ...] = ()
    place: str = ""
    seen_on: datetime | None = None
    evidence: tuple[ShownEvidence, ...] = ()
    holder_name: str = ""
    valid_until: datetime | None = None
    replaces: UUID | None = None
    correction: str = ""  # what the badge that replaces another one says of it; for who reads it, in both forms
