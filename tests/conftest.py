"""The people of every test: Maryse leads, Tonio, Fatou and Kévin take part, Odile has no e-mail."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, settings

from besace.config import translations
from tests import factories
from tests.browser import browser_page, chromium_browser, site, visit

__all__ = ["browser_page", "chromium_browser", "site", "visit"]  # the fixtures of the browser tests

if TYPE_CHECKING:
    from besace.meetings.models import Meeting
    from besace.people.models import Group, Organisation, Person

# A machine that is busy with something else is no fault of the code under test.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    """English is compiled once, before the workers start."""
    if not hasattr(config, "workerinput"):
        translations.compile_all()


@pytest.fixture(autouse=True)
def _forget_floods() -> None:
    """allauth counts its floods in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def organisation(db: None) -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def group(organisation: Organisation) -> Group:
    return factories.make_group(organisation=organisation)


@pytest.fixture
def other_group(db: None) -> Group:
    """A group of another organisation on the same server."""
    return factories.make_group("Atelier du jeudi", organisation=factories.make_organisation("Le Grenier"))


@pytest.fixture
def maryse(group: Group) -> Person:
    return factories.make_member("Maryse", group=group, role="facilitator", email="maryse@example.org", picture="sun")


@pytest.fixture
def tonio(group: Group) -> Person:
    return factories.make_member("Tonio", group=group, email="tonio@example.org", picture="bike")


@pytest.fixture
def fatou(group: Group) -> Person:
    return factories.make_member("Fatou", group=group, email="fatou@example.org", picture="flower")


@pytest.fixture
def kevin(group: Group) -> Person:
    return factories.make_member("Kévin", group=group, email="kevin@example.org", picture="fish")


@pytest.fixture
def odile(group: Group) -> Person:
    """She has no e-mail and no phone."""
    return factories.make_member("Odile", group=group, picture="bird")


@pytest.fixture
def paule(group: Group) -> Person:
    return factories.make_member("Paule", group=group, role="partner", email="paule@example.org", picture="key")


@pytest.fixture
def solange(group: Group) -> Person:
    """She administers the organisation."""
    return factories.make_member("Solange", group=group, role="administrator", email="solange@example.org")


@pytest.fixture
def meeting(group: Group) -> Meeting:
    """An open meeting of the group; its spoken code is 1234 5678."""
    return factories.make_meeting(group=group)


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """`client_of(person)`: a browser where she signed in; `client_of(seat=seat)`: one where she only has a seat."""

    def make(person: Person | None = None, *, seat: object = None, is_shared: bool = False) -> Client:
        device = getattr(seat, "device", None) or uuid.uuid4()
        client = Client()
        client.cookies["besace-device"] = signing.dumps({"id": str(device), "shared": is_shared}, salt="besace-device")
        if person is not None:
            factories.know_device(person, device=device, is_shared=is_shared)
            client.force_login(person)
        if seat is not None:
            session = client.session
            session["seat"] = str(seat.pk)
            session.save()
            client.cookies["besace"] = session.session_key
        return client

    return make
