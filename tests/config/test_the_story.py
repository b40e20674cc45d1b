"""The story that the demonstration tells: every stage of it, in its own days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from besace.config.demonstration import phones
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
from besace.recognition.models import Decision, Recognition
from tests.story import told

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def the_story(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The whole demonstration, made once for those who only look at it, and undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic(), told(tmp_path_factory.mktemp("story")):
        yield
        transaction.set_rollback(True)


def test_the_story_is_there_at_every_stage_and_in_its_own_days(the_story: None) -> None:
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


def test_the_phones_of_the_story_give_signs_of_life(the_story: None) -> None:
    now = Meeting.objects.get(opened_at__isnull=False, closed_at=None)

    assert phones.give_signs() == 6
    assert len(presence.present(f"meeting:{now.pk}")) == 6


def test_each_group_met_on_its_own_day_and_took_its_time(the_story: None) -> None:
    closed = Meeting.objects.filter(closed_at__isnull=False).order_by("closed_at").select_related("group")
    held = [(m.group.name, timezone.localtime(m.closed_at).weekday(), m.closed_at - m.opened_at) for m in closed]

    assert [(name, day) for name, day, _lasted in held] == [
        ("Atelier du mardi", TUESDAY),
        ("Cuisine partagée", FRIDAY),
        ("Les mailles du jeudi", THURSDAY),
        ("Atelier du mardi", TUESDAY),
    ]
    assert min(lasted for _name, _day, lasted in held) > timedelta(minutes=90)
    assert {timezone.localtime(m.opened_at).hour for m in closed} == {9, 14}


def test_the_vote_one_may_take_part_in_lasts_some_days(the_story: None) -> None:
    decision = Decision.objects.get(closed_at=None, is_jury=False)

    assert decision.closes_at > timezone.now() + timedelta(days=5)
