"""The demonstration: an invented association that lives, and four doors to walk in by. Never on a real site."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from besace.config import demonstration, preparation
from besace.config.demonstration import people, phones
from besace.config.demonstration.days import FRIDAY, THURSDAY, TUESDAY
from besace.core import presence
from besace.core.journal import verify_chain
from besace.core.models import JournalEntry
from besace.credentials.actions import verify_bytes
from besace.credentials.models import Credential, SignedEndorsement
from besace.endorsements.models import Endorsement, Invitation
from besace.meetings.giving.models import Giving
from besace.meetings.models import Meeting, Minutes, Signal
from besace.meetings.rules import Phase
from besace.people.models import Group, Organisation, Person
from besace.recognition.models import Recognition

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


def test_the_story_is_there_at_every_stage_and_in_its_own_days(installed: None) -> None:
    demonstration.make()
    days = {entry.at.date() for entry in JournalEntry.objects.all()}
    states = set(Recognition.objects.values_list("state", flat=True))
    badges = {credential.version.name for credential in Credential.objects.select_related("version")}

    assert states == {"awarded", "deciding", "seen", "open", "proposed", "not-yet"}
    assert [(g.shown_at is not None, g.decision.recognition.person.first_name) for g in Giving.objects.all()] == [
        (True, "Gérard")
    ]
    assert badges == {"Itérasinier", "Tablée", "Maille"}
    assert (len(days) >= 6, verify_chain().is_whole) == (True, True)

    said = Endorsement.objects.values_list("state", "invitation__version__name", "holder__first_name")
    assert Counter(said) == {
        ("accepted", None, "Odile"): 1,
        ("sent", None, "Odile"): 1,
        ("accepted", "Itérasinier", None): 1,
        ("sent", "Itérasinier", None): 1,
    }
    assert Invitation.objects.filter(endorsements=None).count() == 1
    assert {verify_bytes(bytes(one.document)).verdict for one in SignedEndorsement.objects.all()} == {"valid"}
    verdicts = {(one.is_in_force, verify_bytes(bytes(one.document)).verdict) for one in Credential.objects.all()}
    assert verdicts == {(True, "valid"), (False, "invalid")}

    now = Meeting.objects.get(opened_at__isnull=False, closed_at=None).proceedings
    signs = set(Signal.objects.filter(seat__meeting=now.meeting).values_list("kind", flat=True))
    assert (now.phase, now.web.theme, signs) == (Phase.DEBATE, "Réparer un vélo", {"help", "confused"})
    assert Counter(now.web.criteria.values_list("state", flat=True)) == {"kept": 4, "proposed": 4}
    assert Minutes.objects.count() == 4


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


def test_the_phones_of_the_story_give_signs_of_life(installed: None) -> None:
    demonstration.make()
    now = Meeting.objects.get(opened_at__isnull=False, closed_at=None)

    assert phones.give_signs() == 6
    assert len(presence.present(f"meeting:{now.pk}")) == 6


def test_each_group_met_on_its_own_day_and_took_its_time(installed: None) -> None:
    demonstration.make()
    closed = Meeting.objects.filter(closed_at__isnull=False).order_by("closed_at").select_related("group")
    held = [(m.group.name, timezone.localtime(m.closed_at).weekday(), m.closed_at - m.opened_at) for m in closed]

    assert [(name, day) for name, day, _lasted in held] == [
        ("Atelier du mardi", TUESDAY),
        ("Cuisine partagée", FRIDAY),
        ("Les mailles du jeudi", THURSDAY),
        ("Atelier du mardi", TUESDAY),
    ]
    assert min(lasted for _name, _day, lasted in held) > timedelta(minutes=90)


def test_the_vote_one_may_take_part_in_lasts_some_days(installed: None) -> None:
    demonstration.make()
    decision = Recognition.objects.get(state="deciding").decisions.get()

    assert decision.closes_at > timezone.now() + timedelta(days=5)
