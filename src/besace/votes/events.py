"""What happened in a vote: never who answered, never what."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class BallotOpened:
    ballot_id: UUID


@dataclass(frozen=True)
class VoiceCast:
    ballot_id: UUID


@dataclass(frozen=True)
class HandsCounted:
    ballot_id: UUID


@dataclass(frozen=True)
class BallotClosed:
    ballot_id: UUID
