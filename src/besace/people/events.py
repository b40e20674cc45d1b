"""What happened to people, in ids."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PersonAdded:
    person_id: UUID
    group_id: UUID


@dataclass(frozen=True)
class RightsChanged:
    """Roles were given or taken."""

    person_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class CardFellAsleep:
    """Five wrong codes: a facilitator should know."""

    card_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class PersonErased:
    person_id: UUID


@dataclass(frozen=True)
class AskedAgain:
    """A yes of hers wears off; of several in one night, one is named."""

    renewal_id: UUID
