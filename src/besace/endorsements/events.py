"""What happened to a recommendation. Ids only; that it was declined is nobody's news."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class EndorsementSent:
    """It waits for the yes of who the badge belongs to."""

    endorsement_id: UUID
