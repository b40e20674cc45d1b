"""Told for two: Tonio by e-mail, Odile on paper. The badge is theirs; they show it; an employer checks it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from besace.credentials.models import Credential
from besace.notices.slips import actions as slips
from besace.people.models import Person
from besace.recognition import actions as recognition
from tests.browser import DESK, Visit
from tests.credentials.conftest import awarding, installation, version

__all__ = ["awarding", "installation", "version"]
pytestmark = pytest.mark.browser


def show_to_somebody(page: Page, *, with_name: bool) -> str:
    """From the bag, two screens; the path of the page she shares."""
    page.get_by_role("link", name="Itérasinier").click()
    page.get_by_role("link", name="Montrer à quelqu’un").click()
    expect(page.get_by_label("Itérasinier")).to_be_checked()
    page.get_by_label("Pour qui ?").fill("La ferme")
    if with_name:
        page.get_by_label("Je montre aussi mon prénom.").check()
    page.get_by_role("button", name="Oui, faire la page").click()
    return urlsplit(page.get_by_label("Lien de votre page").input_value()).path


def test_tonio_accepts_shows_and_takes_back(visit: Visit, version, tonio: Person, maryse: Person) -> None:
    recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
    recognition.award_at_once(version.badge_id, tonio, by=maryse)
    phone = visit("/sac", person=tonio)
    expect(phone.get_by_role("heading", name="Vous recevez Itérasinier")).to_be_visible()
    phone.get_by_role("button", name="Accepter").click()
    expect(phone.get_by_text("Privé, vous seule")).to_be_visible()
    shared = show_to_somebody(phone, with_name=True)

    employer = visit(shared, size=DESK)
    expect(employer.get_by_role("heading", level=1)).to_have_text("Tonio : Soigner un âne et le mener en balade.")
    employer.get_by_role("link", name="Vérifier le badge").click()
    employer.get_by_role("button", name="Vérifier").click()
    expect(employer.get_by_role("heading", level=1)).to_contain_text("valable")

    phone.get_by_role("button", name="Arrêter de montrer").click()
    expect(phone.get_by_text("Privé, vous seule")).to_be_visible()
    employer.goto(shared)
    expect(employer.get_by_role("heading", level=1)).to_have_text("Cette page n’est plus partagée.")


def test_odile_takes_hers_with_a_slip_and_nothing_else(visit: Visit, version, odile: Person, maryse: Person) -> None:
    recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
    fresh = slips.make(recognition.award_at_once(version.badge_id, odile, by=maryse), by=maryse)
    phone = visit(f"/r/{fresh.secret}")
    expect(phone.get_by_role("heading", name="Vous êtes Odile ?")).to_be_visible()
    phone.get_by_role("button", name="Oui, je prends mon badge").click()
    expect(phone.get_by_text("Privé, vous seule")).to_be_visible()
    assert Credential.objects.get().is_published is False
    shared = show_to_somebody(phone, with_name=False)

    employer = visit(shared, size=DESK)
    expect(employer.get_by_role("heading", level=1)).to_have_text("Soigner un âne et le mener en balade.")
    expect(employer.get_by_text("Odile")).to_have_count(0)
