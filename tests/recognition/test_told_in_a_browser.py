"""Correcting, putting aside, taking back, an outside jury: each on a screen of her own, and a stranger at the end.

Whoever holds a badge hears first that it changes; two persons decide; the public page and /verifier say it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from besace.core import outbox
from besace.credentials.models import Credential
from besace.passports import actions as passports
from besace.people.models import Group, Person
from besace.recognition import actions
from besace.recognition.jury import actions as jury
from besace.recognition.models import Award, Recognition, Revocation
from tests import factories
from tests.browser import DESK, Visit
from tests.passports.conftest import awarding, given, held, installation, version
from tests.recognition import world

__all__ = ["awarding", "given", "held", "installation", "version"]
pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)


@pytest.fixture
def group(transactional_db: None) -> Group:
    return factories.make_group(organisation=factories.make_organisation())


@pytest.fixture(autouse=True)
def _links_lead_here(installation: None, settings: Settings, site: str) -> None:
    settings.SITE_URL = site


@pytest.fixture
def shown(held: Credential, odile: Person) -> Credential:
    """In Odile's bag, and at its address for who has it."""
    passports.show(held.pk, by=odile)
    do_what_waits()
    return held


def do_what_waits() -> None:
    while outbox.do_one("test", raises=True):
        pass


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def reads(page: Page, *sentences: str) -> None:
    for sentence in sentences:
        expect(page.get_by_role("main")).to_contain_text(sentence)


def verdict(stranger: Page, badge: Credential, sentence: str) -> None:
    """What /verifier says of the badge's address."""
    do_what_waits()
    stranger.goto("/verifier")
    stranger.get_by_label("Ou son lien, ou son texte").fill(
        urlsplit(stranger.url)._replace(path=f"/c/{badge.pk}").geturl()
    )
    press(stranger, "Vérifier")
    expect(stranger.get_by_role("heading", level=1)).to_have_text(sentence)


def ask_to_take_back(desk: Page, badge: Credential, *, why: str) -> str:
    """The first of the two; the address of the question."""
    desk.goto(f"/attributions/{badge.award_id}/reprendre")
    desk.get_by_label(why).check()
    press(desk, "Demander à le reprendre")
    reads(desk, "On ne le lui a pas encore dit.", "Une autre personne doit confirmer.")
    return desk.url


def test_a_badge_is_corrected_by_two_persons_and_the_former_says_by_which(
    visit: Visit, shown: Credential, maryse: Person, solange: Person, odile: Person
) -> None:
    desk = visit(f"/attributions/{shown.award_id}/corriger", person=maryse, size=DESK)
    desk.get_by_label("Le lieu est faux").check()
    desk.locator("[name=place]").fill("Au pré")
    desk.get_by_label("Rester calme").select_option("yes")
    press(desk, "Demander la correction")
    reads(desk, "On ne le lui a pas encore dit.", "Une autre personne doit confirmer.")

    other = visit(desk.url, person=solange, size=DESK)
    reads(other, "On confirme après son accord, ou quinze jours.")  # nobody confirms before she was told
    expect(other.get_by_role("button", name="Confirmer : signer le badge corrigé")).to_have_count(0)
    press(desk, "Je le lui ai dit")
    reads(desk, "On le lui a dit le")

    phone = visit(f"/attributions/{shown.award_id}", person=odile)
    reads(phone, "On veut corriger ce badge.", "Au pré")
    press(phone, "Je suis d’accord")
    other.goto(desk.url)
    reads(other, "Elle est d’accord.")
    press(other, "Confirmer : signer le badge corrigé")
    reads(other, "Le badge corrigé a pris sa place.")
    do_what_waits()

    corrected = Credential.objects.get(replaces=shown)
    stranger = visit(f"/c/{shown.pk}", size=DESK)
    reads(stranger, "Un badge corrigé l’a remplacé", "Celui-ci ne compte plus.")
    stranger.locator(f"main a[href='/c/{corrected.pk}']").first.click()
    reads(stranger, "Ce badge est en vigueur", "Au pré")
    verdict(stranger, shown, "Un badge corrigé a remplacé celui-ci")
    verdict(stranger, corrected, "Ce badge est valable")


def test_a_badge_put_aside_then_back_is_seen_at_the_check(
    visit: Visit, shown: Credential, maryse: Person, solange: Person
) -> None:
    stranger = visit("/verifier", size=DESK)
    verdict(stranger, shown, "Ce badge est valable")
    desk = visit("/", person=maryse, size=DESK)
    question = ask_to_take_back(desk, shown, why="Il a été donné par erreur")
    expect(desk.get_by_role("button", name="Le mettre de côté en attendant")).to_have_count(0)  # it takes another

    other = visit(question, person=solange, size=DESK)
    press(other, "Le mettre de côté en attendant")
    reads(other, "Mis de côté")
    verdict(stranger, shown, "Ce badge est mis de côté")
    press(other, "Le remettre en vigueur")
    expect(other.get_by_role("button", name="Le mettre de côté en attendant")).to_be_visible()
    verdict(stranger, shown, "Ce badge est valable")


def test_a_badge_is_taken_back_once_she_was_told_and_heard(
    visit: Visit, shown: Credential, maryse: Person, solange: Person, odile: Person
) -> None:
    desk = visit("/", person=maryse, size=DESK)
    question = ask_to_take_back(desk, shown, why="Il a été donné par erreur")
    phone = visit(f"/attributions/{shown.award_id}", person=odile)
    expect(phone.get_by_text("Deux personnes veulent reprendre ce badge.")).to_have_count(0)
    press(desk, "Je le lui ai dit")
    reads(desk, "Elle a quinze jours pour répondre.")

    phone.reload()
    reads(phone, "Deux personnes veulent reprendre ce badge.")
    phone.get_by_label("Vos mots").fill("J’étais bien là ce jour-là.")
    press(phone, "Répondre")
    expect(phone.get_by_label("Vos mots")).to_have_value("J’étais bien là ce jour-là.")

    other = visit(question, person=solange, size=DESK)
    reads(other, "J’étais bien là ce jour-là.")
    reads(other, "On confirme quinze jours après le lui avoir dit.")
    expect(other.get_by_role("button", name="Confirmer : reprendre le badge")).to_have_count(0)
    Revocation.objects.update(told_at=timezone.now() - timedelta(days=15, minutes=1))
    other.goto(question)
    press(other, "Confirmer : reprendre le badge")
    reads(other, "Ce badge n’est plus en vigueur.")

    stranger = visit("/verifier", size=DESK)
    verdict(stranger, shown, "Ce badge n’est plus en vigueur")
    stranger.goto(f"/c/{shown.pk}")
    expect(stranger.get_by_role("main")).not_to_contain_text("J’étais bien là")


def test_a_jury_from_outside_answers_without_an_account(
    visit: Visit, version, group: Group, maryse: Person, solange: Person, odile: Person
) -> None:
    jury.name_jury(version.badge_id, quorum=3, by=solange)
    seen = world.seen(group, asked=actions.ask(version.badge_id, by=odile, words="Je le fais."))
    desk = visit(f"/demandes/{seen.pk}", person=maryse, size=DESK)
    desk.get_by_role("link", name="Appeler le jury").click()
    desk.get_by_label("Qui est dans le jury").fill("Agathe\nBasile\nCosette")
    press(desk, "Appeler ce jury")
    reads(desk, "Une autre personne doit confirmer ce jury.")

    other = visit(desk.url, person=solange, size=DESK)
    press(other, "Oui, envoyer les liens")
    links = other.locator("main input[readonly]")
    expect(links).to_have_count(3)
    for number in range(3):
        answer_as_juror(visit(urlsplit(links.nth(number).input_value()).path), name=f"Juré {number}")

    desk.reload()
    reads(desk, "3 réponses sur 3", "Juré 1, Mairie du village")
    desk.goto(f"/demandes/{seen.pk}")
    desk.get_by_role("link", name="Fermer le vote").click()
    press(desk, "Oui, fermer")
    reads(desk, "Le badge est donné.")
    award = Award.objects.get()
    assert (award.person, award.by_jury, award.peers, Recognition.objects.get().state) == (odile, True, 3, "awarded")
    assert Person.objects.filter(first_name__in=["Agathe", "Basile", "Cosette"]).count() == 0

    phone = visit(f"/attributions/{award.pk}", person=odile)
    reads(phone, "Reconnu par un jury de 3 personnes, groupe : Atelier du mardi.")


def answer_as_juror(phone: Page, *, name: str) -> None:
    """Who she is, then one of four answers; her link says thank you afterwards."""
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Je reconnais Odile"))
    phone.get_by_label("Votre nom").fill(name)
    phone.get_by_label("Votre organisme").fill("Mairie du village")
    press(phone, "Continuer")
    reads(phone, "Personne ne voit votre réponse. Ni l’animatrice.")
    press(phone, "Oui, je reconnais")
    reads(phone, "Merci. Votre réponse est gardée.")
    expect(phone.get_by_role("button", name="Oui, je reconnais")).to_have_count(0)
