"""What happened to a badge."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class BadgeStamped:
    version_id: UUID


@dataclass(frozen=True)
class ReadingAnswered:
    """The second reader said yes, or what must change."""

    badge_id: UUID


@dataclass(frozen=True)
class BadgePublished:
    badge_id: UUID


@dataclass(frozen=True)
class BadgeWithdrawn:
    badge_id: UUID
