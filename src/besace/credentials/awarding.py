"""What the group decided, and what somebody says of it, in plain values: the apps above tell it, this app signs it."""

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
    by_jury: bool = False  # people from outside, called by the group
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


@dataclass(frozen=True, kw_only=True)
class Endorsing:
    """Words ready to be signed beside a badge: of one given (`credential_id`), or of a version (`version_id`).

    `who` is the name as the person gave it; `is_known`: she was signed in, so the organisation knows her.
    """

    who: str
    words: str
    said_at: datetime
    is_known: bool = False
    credential_id: UUID | None = None
    version_id: UUID | None = None
