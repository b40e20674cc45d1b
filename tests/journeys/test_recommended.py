"""A partner recommends on her telephone, without an account; Odile reads, shows, and an employer checks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from besace.core import outbox
from besace.passports import actions as passports
from besace.people.models import Person
from tests.browser import DESK, Visit
from tests.look import axe
from tests.passports.conftest import awarding, given, held, installation, version

__all__ = ["awarding", "given", "held", "installation", "version"]
pytestmark = pytest.mark.browser
SENTENCE = "J’ai vu cette personne le faire."


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def recommend(phone: Page) -> None:
    """Three presses, and the letters of a name."""
    phone.get_by_role("radio", name=SENTENCE).check()
    phone.get_by_label("Votre nom").fill("Jeanne Petit")
    press(phone, "Relire avant d’envoyer")
    expect(phone.locator("blockquote")).to_have_text(SENTENCE)
    press(phone, "Oui, j’envoie")
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est envoyé. Merci.")


@pytest.mark.parametrize("script", [True, False], ids=["", "without-script"])
def test_from_her_bag_to_the_employer(visit: Visit, held, odile: Person, script: bool) -> None:
    hers = visit(f"/sac/badges/{held.pk}", person=odile, script=script)
    hers.get_by_role("link", name="Demander à quelqu’un").click()
    press(hers, "Faire un lien")
    expect(hers.get_by_role("img", name="Carré à viser pour recommander ce badge")).to_be_visible()
    address = urlsplit(hers.get_by_label("Lien pour recommander").input_value()).path

    phone = visit(address, script=script)
    assert re.fullmatch(r".*/recommandations/[0-9a-f-]{36}", phone.url)
    expect(phone.get_by_text("Odile vous le demande")).to_be_visible()
    recommend(phone)
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est envoyé. Merci.")

    hers.goto("/sac")
    hers.get_by_role("link", name="Jeanne Petit recommande").click()
    press(hers, "Je montre ces mots")
    expect(hers.get_by_role("heading", name="Montrés avec le badge")).to_be_visible()

    share = passports.share([held.pk], by=odile)
    while outbox.do_one("test", raises=True):
        pass
    employer = visit(f"/p/{share.pk}", size=DESK, script=script)
    expect(employer.locator(".said")).to_contain_text(SENTENCE)
    expect(employer.locator(".said")).to_contain_text("non vérifié")
    expect(employer.locator(".said")).to_contain_text("La signature est bonne")
    employer.get_by_role("link", name="Voir et vérifier").click()
    employer.get_by_role("link", name="Vérifier", exact=True).click()
    press(employer, "Vérifier")
    expect(employer.get_by_role("heading", level=1)).to_have_text("Cette recommandation est bien signée")

    press(hers, "Enlever ces mots")
    expect(hers.locator("body")).to_contain_text("C’est enlevé. Personne n’est prévenu.")
    employer.goto(f"/p/{share.pk}")
    expect(employer.get_by_text(SENTENCE)).to_have_count(0)


@pytest.mark.slow
def test_the_screens_are_for_everybody(visit: Visit, held, odile: Person, maryse: Person, version) -> None:
    hers = visit(f"/sac/badges/{held.pk}/recommandations", person=odile, size=DESK)
    found = [f"asked: {fault}" for fault in axe.faults(hers)]
    press(hers, "Faire un lien")
    found += [f"link: {fault}" for fault in axe.faults(hers)]
    phone = visit(urlsplit(hers.get_by_label("Lien pour recommander").input_value()).path)
    found += [f"say: {fault}" for fault in axe.faults(phone)]
    phone.get_by_label("Votre nom").fill("")
    press(phone, "Relire avant d’envoyer")
    found += [f"say again: {fault}" for fault in axe.faults(phone)]
    phone.get_by_label("Ou vos propres mots").fill("Il touche le RSA.")
    phone.get_by_label("Votre nom").fill("Jeanne Petit")
    press(phone, "Relire avant d’envoyer")
    found += [f"read again: {fault}" for fault in axe.faults(phone)]
    press(phone, "Oui, j’envoie")
    found += [f"sent: {fault}" for fault in axe.faults(phone)]
    hers.goto(f"/sac/badges/{held.pk}/recommandations")
    found += [f"to read: {fault}" for fault in axe.faults(hers)]
    press(hers, "Je montre ces mots")
    found += [f"shown: {fault}" for fault in axe.faults(hers)]
    hers.goto(f"/sac/badges/{held.pk}")
    found += [f"badge: {fault}" for fault in axe.faults(hers)]
    press(phone, "Je retire mes mots")
    found += [f"withdrawn: {fault}" for fault in axe.faults(phone)]
    hers.goto("/m/" + str(held.endorsements.get().pk))
    found += [f"over: {fault}" for fault in axe.faults(hers)]
    desk = visit(f"/badges/{version.badge_id}/recommandations", person=maryse, size=DESK)
    found += [f"of the badge: {fault}" for fault in axe.faults(desk)]
    assert "\n".join(found) == ""
