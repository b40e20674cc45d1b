"""Odile holds the stamped Itérasinier; Tonio holds one too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from besace.badges.models import BadgeVersion
from besace.credentials.models import Credential
from besace.people.models import Person
from besace.recognition import actions as recognition
from besace.recognition.models import Award
from tests.credentials.conftest import awarding, installation, version

__all__ = ["awarding", "installation", "version"]
Give = Callable[..., Credential]


@pytest.fixture
def given(version: BadgeVersion, maryse: Person) -> Give:
    """`given(odile)`: the badge in her bag; `answer=""` leaves it waiting for her."""

    def give(person: Person, *, answer: str = "accept") -> Credential:
        recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
        award = recognition.award_at_once(version.badge_id, person, by=maryse)
        if answer == "accept":
            recognition.accept_award(award.pk, by=person)
        return Credential.objects.get(award_id=award.pk)

    return give


@pytest.fixture
def held(given: Give, odile: Person) -> Credential:
    return given(odile)


def award_of(credential: Credential) -> Award:
    return Award.objects.get(pk=credential.award_id)
