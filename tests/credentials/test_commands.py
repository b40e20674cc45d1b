"""What an administrator types about keys and public documents."""

from __future__ import annotations

import shutil
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from besace.core import published, worker
from besace.credentials import actions
from besace.credentials.models import IssuingKey, KeyState

if TYPE_CHECKING:
    from .conftest import MakeAwarding

pytestmark = pytest.mark.django_db


def typed(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_rotating_announces_a_key_and_lists_both(awarding: MakeAwarding) -> None:
    actions.issue(awarding())
    typed("keys", "rotate", "--issuer", "Les Savoirs du mardi")
    lines = typed("keys", "list").splitlines()
    assert [line.split()[4] for line in lines] == [k.name for k in IssuingKey.objects.order_by("created_at")]
    assert ("1 badges" in lines[0], "0 badges" in lines[1]) == (True, True)


def test_a_stolen_key_is_withdrawn_and_the_next_badge_makes_another(awarding: MakeAwarding) -> None:
    first = actions.issue(awarding())
    typed("keys", "compromised", "--issuer", "Les Savoirs du mardi", "--key", first.key.name)
    second = actions.issue(awarding())
    assert IssuingKey.objects.get(pk=first.key_id).state == KeyState.COMPROMISED
    assert second.key_id != first.key_id


def test_a_stolen_key_s_badges_are_signed_again_and_the_list_says_how_far(awarding: MakeAwarding) -> None:
    first = actions.issue(awarding())
    at_first = typed("keys", "compromised", "--issuer", "Les Savoirs du mardi", "--key", first.key.name)
    worker.run_pending()
    assert "volée : 0 sur 1 signés de nouveau" in at_first
    assert "volée : 1 sur 1 signés de nouveau, 0 à relire à deux, 0 absents du registre" in typed("keys", "list")


def test_the_moment_of_a_theft_may_be_told(awarding: MakeAwarding) -> None:
    first = actions.issue(awarding())
    stolen = ("keys", "compromised", "--issuer", "Les Savoirs du mardi", "--key", first.key.name)
    for said, sentence in (("hier", "n’est pas un moment"), ("2999-01-01T12:00", "pas encore venu")):
        with pytest.raises(CommandError, match=sentence):
            typed(*stolen, "--since", said)
    typed(*stolen, "--since", "2020-01-01T12:00")
    worker.run_pending()
    assert "0 sur 1 signés de nouveau, 1 à relire à deux" in typed("keys", "list")


def test_a_key_that_does_not_exist_gets_a_sentence(awarding: MakeAwarding) -> None:
    actions.issue(awarding())
    with pytest.raises(CommandError, match="besace keys list"):
        typed("keys", "compromised", "--issuer", "Les Savoirs du mardi", "--key", "k-1999-1")


def test_a_lost_folder_is_written_again(awarding: MakeAwarding, settings: Settings) -> None:
    credential = actions.issue(awarding())
    actions.publish(credential.pk)
    worker.run_pending()
    address = f"/c/{credential.pk}"
    before = published.find(address)
    shutil.rmtree(settings.PUBLISHED_ROOT)
    gone = published.find(address)
    typed("publish")
    after = published.find(address)
    assert before is not None
    assert after is not None
    assert (gone, after.body) == (None, before.body)
