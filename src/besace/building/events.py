"""What happened to a web."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class WebStarted:
    web_id: UUID


@dataclass(frozen=True)
class IdeaAdded:
    criterion_id: UUID


@dataclass(frozen=True)
class IdeaHidden:
    """Its author is told, privately; nobody else."""

    criterion_id: UUID


@dataclass(frozen=True)
class CriterionSettled:
    criterion_id: UUID


@dataclass(frozen=True)
class WebAbandoned:
    web_id: UUID
