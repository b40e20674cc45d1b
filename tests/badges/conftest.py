"""A stamped badge: Itérasinier, by twenty-three people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from besace.badges import rules
from besace.badges.rules import StampedCriterion, StampText

if TYPE_CHECKING:
    from besace.badges.models import BadgeVersion
    from besace.people.models import Group, Person

CRITERIA = (
    StampedCriterion("1", "Brosser l’âne", rules.KNOW_HOW, "Soigner"),
    StampedCriterion("2", "Rester calme", rules.WAY_OF_BEING, "Accueillir"),
)


@pytest.fixture
def stamp() -> Callable[..., StampText]:
    def make(**changed: object) -> StampText:
        told = {
            "name": "Itérasinier",
            "sentence": "Sait soigner et mener un âne.",
            "purpose": "Trouver du travail avec les ânes.",
            "criteria": CRITERIA,
            "rule_in_words": "Une personne, une voix.",
            "people_count": 23,
            "stamped_at": datetime(2026, 11, 24, 15, 30, tzinfo=UTC),
            "group": "Atelier du mardi",
            "organisation": "Les Savoirs du mardi",
        }
        return StampText(**{**told, **changed})

    return make


@pytest.fixture
def version(group: Group, maryse: Person, stamp: Callable[..., StampText]) -> BadgeVersion:
    from besace.badges import actions  # noqa: PLC0415 -- models need Django ready
    from besace.badges.pictures import Choice  # noqa: PLC0415 -- the same

    badge = actions.start_badge(group, name="Itérasinier", by=maryse)
    return actions.stamp_version(
        badge, stamp=stamp(), credits=["Maryse"], picture=Choice("circle", "donkey"), by=maryse
    )
