"""The doors in a real Chromium: a passkey made and used, the keyboard alone, no fault that axe sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import DESK

pytestmark = pytest.mark.browser


def with_a_finger(page):
    """A device with a fingerprint reader that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_then_opens_the_door(visit, tonio):
    page = visit("/moi/cles/ajouter", person=tonio, size=DESK)
    with_a_finger(page)
    page.get_by_role("button", name="Créer la clé").click()
    expect(page.get_by_role("heading", name="Mes appareils")).to_be_visible()
    expect(page.get_by_text("Cet appareil", exact=True)).to_be_visible()

    page.goto("/moi")
    page.get_by_role("button", name="Sortir").click()
    page.get_by_role("button", name="Avec la clé de cet appareil").click()
    expect(page.get_by_role("heading", name="Bonjour Tonio")).to_be_visible()


def test_with_the_keyboard_alone_she_scans_taps_and_sits(visit, meeting, odile):
    page = visit(f"/q/{meeting.token}")
    link = page.get_by_role("link", name="Odile")
    for _key in range(12):
        if link.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Vous êtes Odile ?")).to_be_visible()
    yes = page.get_by_role("button", name="Oui")
    for _key in range(12):
        if yes.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/seance/{meeting.pk}")


def test_who_waits_goes_in_by_herself_when_the_door_opens(visit, meeting, maryse):
    phone = visit("/entrer/code")
    phone.get_by_label("Les chiffres écrits au mur").fill("1234 5678")
    phone.keyboard.press("Enter")
    phone.get_by_label("Votre prénom ou surnom").fill("Jeanne")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Jeanne, on vous ouvre.")).to_be_visible()

    desk = visit(f"/seance/{meeting.pk}/porte", person=maryse, size=DESK)
    desk.get_by_role("button", name="Ouvrir").click()

    phone.wait_for_url(f"**/seance/{meeting.pk}", timeout=10_000)


def test_who_takes_the_tablet_next_finds_nothing_of_who_left(visit, fatou):
    """SECURITY.md P13: Back, history, what the browser keeps."""
    page = visit("/", person=fatou)
    for address in ("/moi", "/moi/donnees", "/sac"):
        page.goto(address)
    assert "fatou@example.org" in visit("/moi", person=fatou).content()
    page.get_by_role("button", name="Ce n’est pas moi").click()
    page.wait_for_url("**/entrer**")
    seen = [page.content()]
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        seen.append(page.content())
    kept = page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, await caches.keys(), document.cookie])"
    )

    assert [text for text in [*seen, kept] if "Fatou" in text or "fatou@" in text] == []


def test_a_shared_device_offers_no_address_typed_before(visit, fatou):
    page = visit("/entrer")
    page.get_by_role("button", name="Cet appareil sert à plusieurs personnes").click()
    page.goto("/entrer/courriel")

    assert page.get_by_label("Adresse e-mail").get_attribute("autocomplete") == "off"
