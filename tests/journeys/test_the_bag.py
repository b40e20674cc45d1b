"""Two ways into the bag that the badge's whole story does not take: his own first page, and a slip without a card."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from besace.badges.models import BadgeVersion
from besace.credentials.models import Credential
from besace.notices.slips import actions as slips
from besace.people.models import Person
from besace.recognition import actions as recognition
from tests.browser import Visit
from tests.credentials.conftest import installation, version

__all__ = ["installation", "version"]
pytestmark = pytest.mark.browser


def test_tonio_finds_it_on_his_first_page(visit: Visit, version: BadgeVersion, tonio: Person, maryse: Person) -> None:
    recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
    recognition.award_at_once(version.badge_id, tonio, by=maryse)
    phone = visit("/", person=tonio)
    phone.get_by_role("link", name="Le groupe vous reconnaît").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ce badge est à vous.")
    phone.get_by_role("button", name="Je l’accepte").click()
    expect(phone.locator("body")).to_contain_text("Il est dans votre sac.")
    phone.locator("main").get_by_role("link", name="Ouvrir mon sac").click()
    expect(phone.get_by_text("Privé, vous seule")).to_be_visible()


def test_odile_takes_hers_with_a_slip_and_nothing_else(
    visit: Visit, version: BadgeVersion, odile: Person, maryse: Person
) -> None:
    recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
    fresh = slips.make(recognition.award_at_once(version.badge_id, odile, by=maryse), by=maryse)
    phone = visit(f"/r/{fresh.secret}")
    expect(phone.get_by_role("heading", name="Vous êtes Odile ?")).to_be_visible()
    phone.get_by_role("button", name="Oui, je prends mon badge").click()
    expect(phone.get_by_text("Privé, vous seule")).to_be_visible()
    assert Credential.objects.get().is_published is False
