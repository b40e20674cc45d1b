"""Looking at badges: the group's list, the catalogue, a version and what changed in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from besace.people.models import Group, Organisation

from . import rules
from .models import BadgeClass, BadgeState, BadgeVersion, SecondReading
from .rules import Difference, StampText

HEAVY = ("picture_png", "canonical_text")


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A version beside the one before it; `change` is None for the first."""

    version: BadgeVersion
    change: Difference | None


def version(version_id: UUID) -> BadgeVersion:
    return BadgeVersion.objects.select_related("badge__group__organisation").defer(*HEAVY).get(pk=version_id)


def picture_png(version_id: UUID) -> bytes:
    return bytes(BadgeVersion.objects.values_list("picture_png", flat=True).get(pk=version_id))


def group_badges(group: Group) -> QuerySet[BadgeClass]:
    """Everything the group has made or is making, what it left aside last."""
    return _light(BadgeClass.objects.filter(group=group)).order_by("state", "name")


def stamped_badges(group: Group) -> QuerySet[BadgeClass]:
    """What may be asked for."""
    return _light(BadgeClass.objects.filter(group=group, state=BadgeState.STAMPED))


def catalogue(*, organisation: Organisation | None = None, words: str = "") -> QuerySet[BadgeClass]:
    """Public badges, all organisations together unless one is told."""
    found = _light(BadgeClass.objects.filter(is_public=True, state=BadgeState.STAMPED))
    if organisation:
        found = found.filter(organisation=organisation)
    for word in words.split():
        found = found.filter(current_version__canonical_text__icontains=word)
    return found


def names_in(organisation: Organisation, *, but: UUID | None = None) -> list[str]:
    """The names already taken, to say that a badge looks like another."""
    taken = BadgeClass.objects.filter(organisation=organisation, state=BadgeState.STAMPED)
    return [name for pk, name in taken.values_list("pk", "name") if pk != but]


def history(badge: BadgeClass) -> list[VersionChange]:
    """Every version, the newest first, each with what changed since the one before, in words."""
    versions = list(badge.versions.defer(*HEAVY).order_by("-number"))
    stamps = [stamp_text(v, badge=badge) for v in versions]
    return [
        VersionChange(v, rules.difference(stamps[i + 1], stamps[i]) if i + 1 < len(versions) else None)
        for i, v in enumerate(versions)
    ]


def stamp_text(version: BadgeVersion, *, badge: BadgeClass | None = None) -> StampText:
    """The version as the plain values that `rules` compare."""
    badge = badge or version.badge
    return StampText(
        name=version.name,
        sentence=version.sentence,
        purpose=version.purpose,
        criteria=version.stamped_criteria,
        rule_in_words=version.rule_in_words,
        people_count=version.people_count,
        stamped_at=version.stamped_at,
        group=badge.group.name,
        organisation=badge.organisation.name,
        level=version.level,
        expected=version.expected,
    )


def last_reading(badge: BadgeClass) -> SecondReading | None:
    """The last second reading asked about what would be published."""
    asked = SecondReading.objects.filter(version=badge.current_version_id)
    return asked.select_related("asked_by", "asked_of", "answered_by").first()


def is_held_back(badge: BadgeClass) -> bool:
    """A second reading was asked: until somebody else says it is good, nothing is published."""
    asked = last_reading(badge)
    return asked is not None and not asked.is_good


def readings_waiting(organisations: Iterable[UUID]) -> QuerySet[SecondReading]:
    """In the groups of these organisations; whether she may read them over is asked of each group."""
    places = list(organisations)
    waiting = SecondReading.objects.filter(answered_at__isnull=True, version__badge__group__organisation__in=places)
    return waiting.select_related("version__badge__group__organisation", "asked_by", "asked_of")


def is_whole(version: BadgeVersion) -> bool:
    """The fingerprint still says what was stamped."""
    return rules.fingerprint(version.canonical_text) == version.fingerprint


def _light(badges: QuerySet[BadgeClass]) -> QuerySet[BadgeClass]:
    return badges.select_related("current_version", "group", "organisation").defer(
        *(f"current_version__{name}" for name in HEAVY)
    )
