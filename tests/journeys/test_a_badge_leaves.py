"""From the stamped Itérasinier to the badge in the bag, in a real browser, told for two persons.

Kévin has a phone and an e-mail. Odile has neither: Maryse asks with her, copies the paper sheets, and her card
opens a tablet of the place.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from besace.badges.models import BadgeVersion
from besace.credentials.models import Credential
from besace.people.cards import actions as cards
from besace.people.models import Group, Person
from besace.recognition.models import Award, Evidence, Recognition
from besace.votes.models import SealedVoice, Voice
from tests import factories
from tests.browser import DESK, TABLET, Visit
from tests.credentials.conftest import installation, version

__all__ = ["installation", "version"]
pytestmark = pytest.mark.browser
expect.set_options(timeout=8_000)
FIRST, SECOND = "Approcher l’âne doucement", "Rester calme"


@pytest.fixture
def group(transactional_db: None) -> Group:
    return factories.make_group(organisation=factories.make_organisation())


@pytest.fixture
def peers(group: Group, tonio: Person, fatou: Person) -> list[Person]:
    return [tonio, fatou, *(factories.make_member(name, group=group) for name in ("Lucette", "Bachir"))]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def plan(desk: Page, *, who: str, group: Group) -> None:
    """Maryse chooses a day that is past, with Fatou whom she chose and Tonio."""
    desk.goto(f"/groupes/{group.pk}/demandes")
    follow(desk, who)
    follow(desk, "Choisir un jour")
    desk.get_by_label("Jour").fill((timezone.localdate() - timedelta(days=1)).isoformat())
    desk.get_by_label("La personne qu’elle a choisie").select_option("Fatou")
    desk.get_by_role("checkbox", name="Tonio", exact=True).check()
    press(desk, "Garder ce jour")
    expect(desk.locator("body")).to_contain_text("n’a pas encore raconté")


def tell(page: Page, *, story: str) -> None:
    for criterion, seen in ((FIRST, "vu"), (SECOND, "vu avec aide")):
        page.get_by_role("group", name=criterion).get_by_role("radio", name=seen, exact=True).check(force=True)
    page.get_by_label("Racontez").fill(story)
    press(page, "C’est ce que j’ai vu")
    expect(page.locator("body")).to_contain_text("Merci. C’est noté.")


def ask_the_peers(desk: Page, *, who: str, group: Group) -> None:
    desk.goto(f"/groupes/{group.pk}/demandes")
    follow(desk, who)
    press(desk, "Demander l’avis des pairs")
    expect(desk.locator("body")).to_contain_text("0 réponses sur")


def say_yes(visit: Visit, person: Person, *, who: str) -> None:
    phone = visit("/reconnaissances", person=person)
    follow(phone, who)
    expect(phone.locator("body")).to_contain_text("Personne ne voit votre réponse. Ni l’animatrice.")
    press(phone, "Oui, je reconnais")
    expect(phone.locator("body")).to_contain_text("Rien n’attend.")


def close(desk: Page) -> None:
    desk.reload()
    follow(desk, "Fermer le vote")
    press(desk, "Oui, fermer")
    expect(desk.locator("body")).to_contain_text("Le groupe dit oui. Le badge est donné.")


def accept(page: Page) -> None:
    follow(page, "Le groupe vous reconnaît")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce badge est à vous.")
    press(page, "Je l’accepte")
    expect(page.locator("body")).to_contain_text("Il est dans votre sac.")
    page.locator("main").get_by_role("link", name="Ouvrir mon sac").click()
    expect(page.locator("main")).to_contain_text("Itérasinier")


def no_e_mail_is_asked(page: Page) -> None:
    expect(page.locator("input[type=email]")).to_have_count(0)


def test_kevin_asks_on_his_phone_and_carries_the_badge(
    visit: Visit, version: BadgeVersion, group: Group, maryse: Person, kevin: Person, peers: list[Person]
) -> None:
    phone = visit(f"/b/{version.pk}", person=kevin)
    follow(phone, "Demander ce badge")
    no_e_mail_is_asked(phone)
    phone.get_by_label("Je sais le faire parce que…").fill("J’ai mené l’ânesse à la fête.")
    press(phone, "Demander ce badge")
    expect(phone.get_by_role("heading", level=1)).to_have_text("C’est demandé.")

    desk = visit("/", person=maryse, size=DESK)
    expect(desk.locator("main")).to_contain_text("Choisir une date")
    plan(desk, who="Kévin", group=group)
    for peer in peers[:2]:
        watcher = visit("/reconnaissances", person=peer)
        follow(watcher, "Kévin")
        tell(watcher, story="Il lui a parlé tout bas.")
    ask_the_peers(desk, who="Kévin", group=group)
    for peer in peers:
        say_yes(visit, peer, who="Kévin")
    close(desk)

    phone.goto("/")
    accept(phone)
    assert (Voice.objects.count(), SealedVoice.objects.count()) == (0, 0)
    assert Credential.objects.get().is_published is False


def test_odile_has_neither_e_mail_nor_phone_and_carries_the_badge(
    visit: Visit, version: BadgeVersion, group: Group, maryse: Person, odile: Person, peers: list[Person]
) -> None:
    desk = visit(f"/demander/{version.badge_id}", person=maryse, size=DESK)
    no_e_mail_is_asked(desk)
    desk.get_by_label("Pour qui ?").select_option("Odile")
    desk.get_by_label("Je sais le faire parce que…").fill("Elle dit : je m’en occupe depuis dix ans.")
    press(desk, "Demander ce badge")
    expect(desk.locator("body")).to_contain_text("La demande de Odile est notée.")

    plan(desk, who="Odile", group=group)
    for peer in peers[:2]:
        desk.goto(f"/demandes/{Recognition.objects.get().pk}")
        follow(desk, peer.first_name)
        expect(desk.get_by_role("heading", level=1)).to_have_text(f"La feuille de {peer.first_name}")
        tell(desk, story="Écrit à la main.")
    ask_the_peers(desk, who="Odile", group=group)
    for peer in peers:
        say_yes(visit, peer, who="Odile")
    close(desk)

    tablet = with_her_card(visit, odile, by=maryse, group=group)
    accept(tablet)
    award = Award.objects.get()
    assert (award.person, award.answer, award.peers) == (odile, Award.Answer.ACCEPTED, len(peers))
    assert (Evidence.objects.count(), odile.emailaddress_set.count(), odile.contacts.count()) == (0, 0, 0)


def with_her_card(visit: Visit, person: Person, *, by: Person, group: Group) -> Page:
    """A tablet of the place, opened with the card that Maryse printed."""
    fresh = cards.prepare([person], with_codes=False)
    cards.hand_out(fresh, by=by, group=group)
    tablet = visit(f"/e/{fresh[0].secret}", size=TABLET)
    tablet.get_by_label("Vos 4 chiffres").fill("4271")
    press(tablet, "Entrer")
    tablet.goto("/")
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Bonjour Odile")
    return tablet
