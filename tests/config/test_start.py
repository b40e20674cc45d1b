"""`besace start` in an empty folder makes a real, empty installation, and its administrator comes in without e-mail."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from besace.people.models import Organisation, Person, Role

pytestmark = pytest.mark.django_db


def start(**options: str) -> str:
    said = StringIO()
    call_command("start", stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("besace.config.preparation.prepare", lambda: None)  # the test's database is ready
    return start(organisation="Le Grenier", administrator="Ida")


def test_it_is_empty_but_for_its_administrator(said: str) -> None:
    assert [o.name for o in Organisation.objects.all()] == ["Le Grenier"]
    assert [(p.first_name, p.memberships.get().role) for p in Person.objects.all()] == [("Ida", Role.ADMINISTRATOR)]


def test_the_address_it_prints_lets_her_in_once_she_chose_a_code(said: str, client: Client) -> None:
    address = re.search(r"https?://\S+(/e/\S+)", said)
    assert address is not None
    page = client.get(address.group(1), follow=True)
    assert page.status_code == 200
    assert "Ida" in page.content.decode()


def test_it_is_done_once(said: str) -> None:
    with pytest.raises(CommandError):
        start(organisation="Un autre", administrator="Zoé")
    assert Organisation.objects.count() == 1


def test_without_a_terminal_it_says_which_option_is_missing() -> None:
    with pytest.raises(CommandError, match="--organisation"):
        start(administrator="Ida")
