"""The demonstration: an invented association that lives, and four doors to walk in by. Never on a real site."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from besace.config import demonstration, preparation
from besace.config.demonstration import people
from besace.people.models import Group, Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def installed(settings: Settings, tmp_path: Path) -> None:
    settings.INSTANCE_KEY_FILE = tmp_path / "instance-key"
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.IS_DEMONSTRATION = True
    preparation.write_instance_key(settings.INSTANCE_KEY_FILE)


@pytest.fixture
def gathered(installed: None) -> None:
    people.gather()


def test_thirty_people_in_three_groups_a_third_without_any_contact(gathered: None) -> None:
    reached = Person.objects.exclude(emailaddress=None, contacts=None).distinct().count()
    assert (Person.objects.count(), Group.objects.count()) == (29, 3)
    assert Person.objects.count() - reached == 10


def test_it_is_made_once(gathered: None) -> None:
    assert demonstration.make_if_empty(lambda _sentence: None) is False
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "first_name"),
    [("facilitator", "Maryse"), ("participant", "Odile"), ("partner", "Hugues"), ("administrator", "Camille")],
)
def test_one_tap_and_you_are_in(gathered: None, client: Client, role: str, first_name: str) -> None:
    client.post("/demonstration", {"role": role})
    assert str(client.get("/").wsgi_request.user) == first_name


def test_a_visitor_leaves_whoever_she_was(gathered: None, client: Client) -> None:
    client.post("/demonstration", {"role": "facilitator"})
    client.post("/demonstration", {"role": "visitor"})
    assert client.get("/").wsgi_request.user.is_authenticated is False


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_real_site_has_no_such_doors(client: Client, settings: Settings, method: str) -> None:
    settings.IS_DEMONSTRATION = False
    assert getattr(client, method)("/demonstration", {"role": "administrator"}).status_code == 404
