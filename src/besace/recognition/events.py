"""What happened on somebody's way to a badge. Ids only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class BadgeRequested:
    recognition_id: UUID


@dataclass(frozen=True)
class PersonProposed:
    """Enough peers saw it: she is asked, first and alone."""

    recognition_id: UUID


@dataclass(frozen=True)
class SituationPlanned:
    situation_id: UUID


@dataclass(frozen=True)
class PeersAsked:
    """The peers may vote."""

    decision_id: UUID


@dataclass(frozen=True)
class JuryCalled:
    """Somebody called a jury: the administrators are told, and a second person confirms."""

    decision_id: UUID


@dataclass(frozen=True)
class JurorCalled:
    """Her link is to be sent, straight to her."""

    link_id: int


@dataclass(frozen=True)
class NotYetDecided:
    """A human of her choice tells her first; nothing is sent to her."""

    recognition_id: UUID


@dataclass(frozen=True)
class AwardMade:
    award_id: UUID


@dataclass(frozen=True)
class AwardAnswered:
    award_id: UUID


@dataclass(frozen=True)
class RevocationAsked:
    revocation_id: UUID


@dataclass(frozen=True)
class AwardReleased:
    """She was told in person of what was voted in a meeting."""

    award_id: UUID


@dataclass(frozen=True)
class AwardCorrected:
    """The corrected badge takes the place of the former everywhere."""

    former_id: UUID
    award_id: UUID


@dataclass(frozen=True)
class AwardRevoked:
    award_id: UUID
