"""Odile holds the stamped Itérasinier; Jeanne Petit runs the farm, and has no account."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from besace.core import outbox
from besace.credentials.models import Credential
from besace.endorsements import actions
from besace.endorsements.actions import Said
from besace.endorsements.models import Endorsement, Invitation
from besace.people.models import Person
from tests.credentials.conftest import awarding, installation, version
from tests.passports.conftest import given, held

__all__ = ["awarding", "given", "held", "installation", "version"]

JEANNE = Said(
    name="Jeanne Petit",
    words="J’ai vu cette personne le faire.",
    role="gérante",
    place="La Ferme des Deux Ormes",
)
Say = Callable[..., Endorsement]


@pytest.fixture
def link(held: Credential, odile: Person) -> Invitation:
    return actions.ask(held.pk, by=odile)


@pytest.fixture
def room(version, maryse: Person) -> Invitation:
    """A link to the badge itself, for a room of partners."""
    return actions.ask_for_badge(version.pk, by=maryse, places=12)


def say(link: Invitation, said: Said = JEANNE, *, by: Person | None = None) -> Endorsement:
    """From a telephone that nobody knows."""
    return actions.say(link.pk, said, device=uuid.uuid4(), by=by)


@pytest.fixture
def said(link: Invitation) -> Endorsement:
    return say(link)


@pytest.fixture
def accepted(said: Endorsement, odile: Person) -> Endorsement:
    return actions.accept(said.pk, by=odile)


def work() -> None:
    while outbox.do_one("test", raises=True):
        pass
