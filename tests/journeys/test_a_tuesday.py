"""A Tuesday, from opening to minutes, in a real browser: six people, five ways of taking part.

Maryse leads on her laptop; Tonio has a phone; Fatou and Kévin share a tablet; Ida's network is cut in the middle;
Odile has nothing and Maryse writes for her; Gérard has nothing and raises his hand.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from besace.meetings.models import Meeting, Proceedings
from besace.votes.models import Voice
from tests import factories
from tests.browser import DESK, PHONE, TABLET, WALL

pytestmark = pytest.mark.browser
# A loaded machine draws slowly: what matters is that it comes.
expect.set_options(timeout=15_000)


@pytest.fixture
def group(transactional_db):
    return factories.make_group(organisation=factories.make_organisation())


@pytest.fixture
def people(group, maryse, tonio, fatou, kevin, odile):
    return {name: factories.make_member(name, group=group) for name in ("Ida", "Gérard")}


def press(page: Page, name: str, *, exact: bool = True) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()


def come_in(page: Page, name: str) -> None:
    """Two taps after the scan: one's name, then yes."""
    page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()
    page.get_by_role("button", name=re.compile("^Oui")).first.click()


def to_phase(console: Page, name: str) -> None:
    console.locator(".meeting-steps").get_by_role("button", name=name, exact=True).click()
    expect(console.locator(".meeting-steps [aria-current]")).to_have_text(name)


def open_meeting(visit, maryse) -> Page:
    console = visit("/", person=maryse, size=DESK)
    press(console, "Ouvrir la séance")
    expect(console.locator(".meeting-code")).to_have_text(re.compile(r"^\d{4} \d{4}$"))
    return console


def choose_theme(console: Page) -> None:
    to_phase(console, "Thème")
    console.get_by_label("Nom du badge").fill("Itérasinier")
    console.get_by_label("À quoi cela sert-il de le reconnaître ?").fill("Montrer ce que l’on sait faire.")
    press(console, "Commencer ce badge")
    expect(console.locator(".meeting-middle h1")).to_have_text("Itérasinier")


def give_idea(phone: Page, text: str) -> None:
    phone.get_by_label("Votre idée").fill(text)
    press(phone, "Envoyer")
    expect(phone.locator(".meeting-mine")).to_contain_text(text)


def give_reason(phone: Page, text: str) -> None:
    phone.get_by_label("Pourquoi ? Si vous voulez le dire.").fill(text)
    press(phone, "Envoyer la raison")
    expect(phone.locator("#pourquoi")).to_have_count(0)
    assert Voice.objects.filter(reason=text).exists()


def test_a_tuesday_from_opening_to_minutes(visit, maryse, tonio, people):
    console = open_meeting(visit, maryse)
    meeting = Meeting.objects.get()
    key = Proceedings.objects.get().projector_key
    wall = visit(f"/ecran/{key}", size=WALL)
    scan = f"/q/{meeting.token}"

    # --- coming in -----------------------------------------------------------------------------------------------
    tonio_phone = visit(scan, size=PHONE)
    come_in(tonio_phone, "Tonio")
    ida_phone = visit(scan, size=PHONE)
    come_in(ida_phone, "Ida")
    tablet = visit(scan, size=TABLET)
    come_in(tablet, "Kévin")
    tablet.goto(scan)
    come_in(tablet, "Fatou")
    for name in ("Odile", "Gérard"):
        press(console, name, exact=False)
        expect(console.locator(".meeting-seats")).to_contain_text(name)
    expect(wall.locator(".meeting-arrivals li")).to_have_count(7)
    press(tonio_phone, "Oui")
    expect(wall.locator("[data-part=count]")).to_contain_text("1 oui, 0 non")
    press(console, "Je vois tout le monde")
    expect(console.locator("[data-part=tools]")).to_contain_text("Il faut 4 voix")

    # --- theme and web -------------------------------------------------------------------------------------------
    choose_theme(console)
    expect(wall.locator(".meeting-disc")).to_have_text("Itérasinier")
    to_phase(console, "Toile")
    give_idea(tonio_phone, "Curer les pieds")
    expect(wall.locator("svg.web")).to_contain_text("Curer")
    give_idea(ida_phone, "Être patient")
    expect(tonio_phone.locator("[data-part=web]")).to_contain_text("Être patient")
    console.get_by_label("L’idée de").select_option(label="Odile")
    console.get_by_label("Son idée").fill("Rassurer l’âne")
    press(console, "Ajouter à la toile")
    expect(wall.locator("svg.web .node")).to_have_count(3)

    # --- the debate: five ways of saying « Garder » -----------------------------------------------------------------
    to_phase(console, "Débat")
    expect(wall.locator(".meeting-criterion")).to_have_text("Curer les pieds")
    press(tonio_phone, "Garder")
    expect(tonio_phone.locator("#etape")).to_contain_text("Vous pouvez encore changer.")
    press(tablet, "Garder")
    expect(tablet.locator("h1")).to_have_text("Passez le téléphone à Kévin.")
    press(tablet, "Je suis Kévin")
    expect(tablet.locator(".choice[aria-pressed=true]")).to_have_count(0)
    press(tablet, "Garder")
    expect(wall.locator(".meeting-answered b")).to_have_text("3")
    ida_phone.context.set_offline(True)
    press(ida_phone, "Garder")
    expect(ida_phone.locator("[data-once-state=waiting]").first).to_be_visible()
    console.get_by_text("Répondre pour quelqu’un").click()
    console.get_by_label("La voix de").select_option(label="Odile")
    press(console, "Saisir sa voix")
    expect(wall.locator(".meeting-answered b")).to_have_text("4")
    console.get_by_label("Garder", exact=True).fill("1")
    press(console, "Compter ces mains")
    expect(wall.locator(".meeting-answered b")).to_have_text("5")
    ida_phone.context.set_offline(False)
    expect(wall.locator(".meeting-answered b")).to_have_text("6", timeout=15_000)
    assert Voice.objects.filter(person=people["Ida"]).count() == 1
    expect(wall.locator("body")).not_to_contain_text("Gardé")
    press(console, "Fermer le vote")
    for screen in (wall, console, tonio_phone):
        expect(screen.locator(".meeting-result")).to_contain_text("Gardé")
    expect(wall.locator(".meeting-result")).to_contain_text("1 à main levée")

    # --- another wording -------------------------------------------------------------------------------------------
    press(console, "Critère suivant")
    expect(tonio_phone.locator("h1")).to_have_text("Être patient")
    press(tonio_phone, "Reformuler")
    give_reason(tonio_phone, "Avec qui ?")
    press(ida_phone, "Garder")
    press(tablet, "Garder")
    expect(wall.locator(".meeting-answered b")).to_have_text("3")
    press(console, "Fermer le vote")
    expect(wall.locator(".meeting-result")).to_contain_text("Avec qui ?")
    console.get_by_label("La phrase").fill("Être patient avec l’âne")
    press(console, "Voter cette phrase")
    for screen in (tonio_phone, ida_phone):
        expect(screen.locator("h1")).to_have_text("Être patient avec l’âne")
        press(screen, "Oui")
        expect(screen.locator("#etape")).to_contain_text("Vous pouvez encore changer.")
    console.get_by_text("Répondre pour quelqu’un").click()
    console.get_by_label("La voix de").select_option(label="Odile")
    console.get_by_label("Sa réponse").select_option(label="Oui")
    press(console, "Saisir sa voix")
    expect(wall.locator(".meeting-answered b")).to_have_text("3")
    console.get_by_label("Oui", exact=True).fill("1")
    press(console, "Compter ces mains")
    expect(wall.locator(".meeting-answered b")).to_have_text("4")
    press(console, "Fermer le vote")
    expect(wall.locator(".meeting-result")).to_contain_text("Gardé")

    # --- stamp, publication, minutes ------------------------------------------------------------------------------
    to_phase(console, "Relire")
    console.get_by_label("Le badge en une phrase").fill("Prendre soin d’un âne et le mener.")
    press(console, "Garder ces mots")
    expect(wall.locator(".meeting-reread")).to_contain_text("Prendre soin d’un âne et le mener.")
    to_phase(console, "Tampon")
    press(console, "Ouvrir le tampon")
    for count, screen in enumerate((tonio_phone, ida_phone, tablet), start=1):
        press(screen, "Je tamponne")
        expect(wall.locator(".meeting-ring-count b")).to_have_text(str(count))
    press(tablet, "Je suis Fatou")
    press(tablet, "Je tamponne")
    expect(wall.locator(".meeting-ring-count b")).to_have_text("4")
    press(console, "Fermer le tampon")
    expect(wall.locator(".meeting-ring")).to_contain_text("Le badge est tamponné.")
    to_phase(console, "Publier")
    press(console, "Publier maintenant")
    expect(tonio_phone.locator("#etape")).to_contain_text("C’est publié.")
    to_phase(console, "Bilan")
    press(tonio_phone, "Très bien")
    expect(tonio_phone.locator("#etape")).to_contain_text("Merci. C’est envoyé.")
    console.get_by_role("link", name="Fermer la séance").click()
    press(console, "Fermer la séance")
    expect(console.locator("article")).to_contain_text("Être patient avec l’âne")
    expect(console.locator("article")).to_contain_text("Tamponné par 4 personnes.")
    expect(tonio_phone.locator("#etape")).to_contain_text("La séance est finie. Merci.")
    expect(wall.locator("[data-part=stage]")).to_contain_text("Merci à toutes et à tous.")
    assert console.request.get(f"/seance/{meeting.pk}/compte-rendu.pdf").body()[:5] == b"%PDF-"


def test_the_same_without_script_for_who_takes_part(visit, maryse, tonio, people):
    console = open_meeting(visit, maryse)
    meeting = Meeting.objects.get()
    phone = visit(f"/q/{meeting.token}", size=PHONE, script=False)
    come_in(phone, "Tonio")
    press(phone, "Oui")
    expect(phone.locator("#etape")).to_contain_text("Bravo, vous savez voter.")
    press(console, "Je vois tout le monde")
    choose_theme(console)
    to_phase(console, "Toile")
    phone.reload()
    phone.get_by_label("Votre idée").fill("Curer les pieds")
    press(phone, "Envoyer")
    expect(phone.locator(".meeting-mine")).to_contain_text("Curer les pieds")
    to_phase(console, "Débat")
    phone.reload()
    press(phone, "Garder")
    expect(phone.locator(".choice[aria-pressed=true]")).to_contain_text("Garder")
    press(phone, "Reformuler")
    expect(phone.locator(".choice[aria-pressed=true]")).to_contain_text("Reformuler")
    assert list(Voice.objects.values_list("choice", flat=True)) == ["reword"]
    press(phone, "Aide")
    expect(console.locator("[data-part=room]")).to_contain_text("Tonio demande de l’aide.")


def test_an_answer_by_keyboard_only(visit, maryse, tonio, people):
    console = open_meeting(visit, maryse)
    phone = visit(f"/q/{Meeting.objects.get().token}", size=PHONE)
    come_in(phone, "Tonio")
    choose_theme(console)
    to_phase(console, "Toile")
    expect(phone.get_by_label("Votre idée")).to_be_visible()
    tab_to(phone, "Votre idée")
    phone.keyboard.type("Curer les pieds")
    tab_to(phone, "Envoyer")
    phone.keyboard.press("Enter")
    expect(phone.locator(".meeting-mine")).to_contain_text("Curer les pieds")
    to_phase(console, "Débat")
    expect(phone.locator(".choice").first).to_be_visible()
    tab_to(phone, "Garder")
    phone.wait_for_timeout(2000)  # what is hers alone is drawn meanwhile, under the focus
    phone.keyboard.press("Space")
    expect(phone.locator(".choice[aria-pressed=true]")).to_contain_text("Garder")


def tab_to(page: Page, name: str) -> None:
    """Tab until the thing of this name has the focus."""
    for _turn in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return (e.labels?.[0]?.textContent ?? e.textContent).trim(); }"
        )
        if focused == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")
