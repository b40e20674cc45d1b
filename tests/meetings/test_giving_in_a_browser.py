"""The vote on somebody as it is lived: phones, the console turned round, the wall; and axe on each of them."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import expect

from besace.meetings import opening_actions
from besace.recognition.models import Award
from besace.votes.models import SealedVoice
from tests import factories
from tests.browser import DESK, WALL, Visit
from tests.credentials.conftest import installation
from tests.look import axe
from tests.recognition import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["installation"]


@pytest.fixture
def asked(group, odile):
    return world.seen(group, asked=world.recognition(group, person=odile))


def test_the_group_says_yes_to_odile_in_the_middle_of_a_tuesday(visit: Visit, group, maryse, asked, odile, tonio):
    fatou = factories.make_member("Fatou", group=group, email="f@example.org")
    marcel = factories.make_member("Marcel", group=group)
    meeting = opening_actions.open_meeting(group, by=maryse, device=uuid.uuid4())
    for person in (tonio, fatou):
        opening_actions.take_seat(meeting, person=person, device=uuid.uuid4())
    for person in (marcel, odile):
        opening_actions.seat_without_device(meeting.pk, person_id=person.pk, by=maryse)

    console = visit(f"/seance/{meeting.pk}/animer", person=maryse, size=DESK)
    console.get_by_role("link", name="Reconnaître quelqu’un").click()
    faults = axe.faults(console)
    console.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    console.get_by_role("button", name="Ouvrir le vote").click()
    expect(console.get_by_role("heading", name="Odile")).to_be_visible()
    scrolls = console.evaluate("[...document.querySelectorAll('.panel')].map((p) => p.scrollHeight - p.clientHeight)")
    wall = visit(f"/ecran/{meeting.proceedings.projector_key}", size=WALL)
    phones = {one: visit(f"/seance/{meeting.pk}", person=one) for one in (tonio, fatou)}
    faults += axe.faults(phones[tonio])

    phones[tonio].get_by_role("button", name="Oui, je reconnais").click()
    expect(phones[tonio].get_by_role("heading", name="Votre réponse est gardée")).to_be_visible()
    phones[fatou].get_by_role("link", name="Pas encore").click()
    phones[fatou].get_by_role("button", name="Rester calme").click()
    expect(phones[fatou].get_by_role("heading", name="Votre réponse est gardée")).to_be_visible()
    phones[fatou].get_by_text("Changer ma réponse").click()
    phones[fatou].get_by_role("button", name="Oui, je reconnais").click()
    expect(phones[fatou].get_by_text("2 réponses sur 4")).to_be_visible()

    console.get_by_role("link", name="Marcel").click()
    console.get_by_role("link", name="Je suis Marcel").click()
    faults += axe.faults(console)
    console.get_by_role("button", name="Oui, je reconnais").click()
    console.get_by_role("link", name="Retour à la séance").click()
    expect(wall.locator(".meeting-answered")).to_have_text(re.compile(r"3\s*réponses sur 4"))
    assert SealedVoice.objects.count() == 3

    console.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    console.get_by_role("button", name="Fermer le vote").click()
    expect(console.get_by_text("Les pairs disent oui. Le badge est donné.")).to_be_visible()
    expect(wall.get_by_text("Merci.")).to_be_visible()
    expect(wall.get_by_text("Odile")).to_have_count(0)
    console.get_by_role("button", name="C’est dit, le remettre").click()
    console.get_by_role("button", name="Le montrer au groupe").click()
    expect(wall.get_by_text("Odile a le badge Itérasinier.")).to_be_visible()
    expect(phones[tonio].get_by_role("heading", name="Odile a ce badge.")).to_be_visible()

    assert (Award.objects.get().person, Award.objects.get().peers, scrolls, faults) == (odile, 3, [0, 0, 0], [])
