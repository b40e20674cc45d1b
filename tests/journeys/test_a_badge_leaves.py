"""From the stamped Itérasinier to the employer's check, in a real browser, told whole for two persons.

Kévin has a phone and an e-mail: he asks by himself and a message tells him. Odile has neither: Maryse asks with her
and copies the paper sheets; her card opens a tablet of the place, and a printed slip tells her.
"""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader
from pytest_django import Settings

from besace.badges.models import BadgeVersion
from besace.core import outbox
from besace.credentials.models import Credential
from besace.people.cards import actions as cards
from besace.people.models import Group, Person
from besace.recognition.models import Award, Evidence, Recognition
from besace.votes.models import SealedVoice, Voice
from sceau.command import main as sceau
from tests import factories
from tests.browser import DESK, TABLET, Visit
from tests.credentials.conftest import installation, version

__all__ = ["installation", "version"]
pytestmark = pytest.mark.browser
# A loaded machine draws slowly: what matters is that it comes.
expect.set_options(timeout=15_000)
FIRST, SECOND = "Approcher l’âne doucement", "Rester calme"
SENTENCE = "Soigner un âne et le mener en balade."
DOOR_BY_E_MAIL = "/entrer/courriel"
LOOK_FOR_E_MAIL = """addEventListener("DOMContentLoaded", () => {
  const look = () => document.querySelector(":is([type=email], [name*=mail i], [autocomplete=email])[required]")
    && noteDemand(location.pathname);
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
});"""


@pytest.fixture
def group(transactional_db: None) -> Group:
    return factories.make_group(organisation=factories.make_organisation())


@pytest.fixture
def peers(group: Group, tonio: Person, fatou: Person) -> list[Person]:
    return [tonio, fatou, *(factories.make_member(name, group=group) for name in ("Lucette", "Bachir"))]


@pytest.fixture(autouse=True)
def _links_lead_here(installation: None, settings: Settings, site: str) -> None:
    """What is signed, sent and printed names the running site, and is followed as it is written."""
    settings.SITE_URL = site


@pytest.fixture
def demands() -> set[str]:
    """The addresses of the pages that required an e-mail, of all that were met."""
    return set()


@pytest.fixture
def visit(visit: Visit, demands: set[str]) -> Visit:
    def note(path: str) -> None:
        demands.add(path)

    def open_page(address: str, **how: Any) -> Page:
        page = visit("about:blank", **how)
        page.expose_function("noteDemand", note)
        page.add_init_script(LOOK_FOR_E_MAIL)
        page.goto(address)
        return page

    return open_page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def says(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def do_what_waits() -> None:
    while outbox.do_one("test", raises=True):
        pass


# --- a day, who watches, what was seen, the vote ---------------------------------------------------------------------


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


def the_peers_say_yes(desk: Page, phones: list[Page], *, who: str) -> None:
    desk.goto(f"/demandes/{Recognition.objects.get().pk}")
    press(desk, "Demander l’avis des pairs")
    expect(desk.locator("body")).to_contain_text("0 réponses sur")
    for phone in phones:
        say_yes(phone, who=who)
    desk.reload()
    follow(desk, "Fermer le vote")
    press(desk, "Oui, fermer")
    expect(desk.locator("body")).to_contain_text("Le groupe dit oui. Le badge est donné.")
    assert (Voice.objects.count(), SealedVoice.objects.count()) == (0, 0)
    do_what_waits()


def say_yes(phone: Page, *, who: str) -> None:
    phone.goto("/reconnaissances")
    follow(phone, who)
    expect(phone.locator("body")).to_contain_text("Personne ne voit votre réponse. Ni l’animatrice.")
    press(phone, "Oui, je reconnais")
    expect(phone.locator("body")).to_contain_text("Rien n’attend.")


# --- telling, and taking ---------------------------------------------------------------------------------------------


def follow_the_message(phone: Page, *, to: str) -> None:
    """One message, to whom it is for, which names no badge; its link opens the bag."""
    [message] = mail.outbox
    body = str(message.body)
    assert (message.to, message.subject, "Itérasinier" in body) == ([to], "Une nouvelle pour vous", False)
    [address] = re.findall(r"http\S+", body)
    phone.goto(address)


def print_the_slip(desk: Page, *, group: Group) -> str:
    """Maryse prints it; the short code that is on the paper, beside the square."""
    desk.goto(f"/groupes/{group.pk}/nouvelles")
    expect(desk.get_by_role("main")).to_contain_text("À remettre sur papier")
    paper = PdfReader(io.BytesIO(printed(desk, "Imprimer la feuille")))
    parts = [paper.get_object(number) for number in range(1, int(paper.trailer["/Size"]))]
    said = [part["/Alt"] for part in parts if isinstance(part, dict) and "/Alt" in part]
    text = paper.pages[0].extract_text()
    assert (said.count("Carré à viser pour prendre ce badge"), "Odile" in text) == (1, True)
    [code] = re.findall(r"\d{4} \d{4} \d{4}", text)
    return str(code)


def printed(desk: Page, button: str) -> bytes:
    """What the press answers. The page stays: a browser without a screen has no printer either."""
    papers: list[bytes] = []

    def keep(route: Route) -> None:
        papers.append(route.fetch().body())
        route.fulfill(status=204)

    desk.route("**/feuille", keep)
    with desk.expect_response("**/feuille"):
        press(desk, button)
    [paper] = papers
    return paper


def with_her_card(visit: Visit, person: Person, *, by: Person, group: Group) -> Page:
    """A tablet of the place, opened with the card that Maryse printed."""
    fresh = cards.prepare([person], with_codes=False)
    cards.hand_out(fresh, by=by, group=group)
    tablet = visit("/entrer", size=TABLET)
    press(tablet, "Cet appareil sert à plusieurs personnes")
    tablet.goto(f"/e/{fresh[0].secret}")
    tablet.get_by_label("Vos 4 chiffres").fill("4271")
    press(tablet, "Entrer")
    tablet.goto("/")
    says(tablet, "Bonjour Odile")
    return tablet


def show_to_somebody(page: Page, *, with_name: bool) -> str:
    """Private until now; the address of the page she makes."""
    expect(page.get_by_text("Privé, vous seule")).to_be_visible()
    assert Credential.objects.get().is_published is False
    page.locator("main").get_by_role("link", name="Itérasinier").click()
    follow(page, "Montrer à quelqu’un")
    expect(page.get_by_label("Itérasinier")).to_be_checked()
    page.get_by_label("Pour qui ?").fill("La ferme")
    page.get_by_label("Je montre aussi mon prénom.").set_checked(with_name)
    press(page, "Oui, faire la page")
    expect(page.get_by_role("img", name="Carré à viser pour ouvrir la page")).to_be_visible()
    return page.get_by_label("Lien de votre page").input_value()


# --- the employer ----------------------------------------------------------------------------------------------------


def an_employer_reads(visit: Visit, address: str, *, title: str) -> Page:
    employer = visit(address, size=DESK)
    says(employer, title)
    for fact in ("Ce badge est en vigueur", "4 pairs", "Atelier du mardi", "Les Savoirs du mardi", FIRST, SECOND):
        expect(employer.get_by_role("main")).to_contain_text(fact)
    return employer


def and_checks(employer: Page, folder: Path) -> None:
    """The link at /verifier, then the files: at /verifier and with the library's own command; then one byte changed."""
    signed, picture = downloaded(employer, folder)
    follow(employer, "Vérifier le badge")
    press(employer, "Vérifier")
    says(employer, "Ce badge est valable")
    content = bytearray(signed.read_bytes())
    content[content.index("Itérasinier".encode())] ^= 1
    changed = folder / "changed.json"
    changed.write_bytes(content)
    for file, verdict in ((picture, "Ce badge est valable"), (changed, "Ce fichier a été changé")):
        employer.goto("/verifier")
        employer.locator("input[type=file]").set_input_files(file)
        press(employer, "Vérifier")
        says(employer, verdict)
    documents = ["--docs", str(published(employer, json.loads(signed.read_bytes()), folder))]
    assert [sceau(["verify", str(file), *documents]) for file in (signed, picture, changed)] == [0, 0, 1]


def downloaded(employer: Page, folder: Path) -> tuple[Path, Path]:
    """The signed document, which the page's own address answers to a machine, and the picture that carries it."""
    answer = employer.request.get(employer.url, headers={"Accept": "application/json"})
    credential = Credential.objects.get()
    assert (answer.headers["content-type"], answer.body()) == ("application/vc+ld+json", bytes(credential.document))
    signed, picture = folder / "badge.json", folder / "badge.png"
    signed.write_bytes(answer.body())
    picture.write_bytes(employer.request.get(f"{answer.json()['id']}/image.png").body())
    return signed, picture


def published(employer: Page, document: dict[str, Any], folder: Path) -> Path:
    """Keys, list and picture, as the site answers them: the command asks a did:web over https alone."""
    issuer, status = document["issuer"]["id"], document["credentialStatus"]["statusListCredential"]
    picture = document["credentialSubject"]["achievement"]["image"]["id"]
    places = {url: urlsplit(url).path for url in (status, picture)}
    places[issuer] = f"/{'/'.join(issuer.split(':')[3:])}/did.json"
    index = {name: f"{number}{Path(place).suffix or '.json'}" for number, (name, place) in enumerate(places.items())}
    for name, place in places.items():
        (folder / index[name]).write_bytes(employer.request.get(place).body())
    (folder / "index.json").write_text(json.dumps(index))
    return folder


def only_the_door_by_e_mail_asks_for_one(page: Page, demands: set[str]) -> None:
    """The one optional way in that is made of an e-mail; walking to it shows that the look-out is awake."""
    assert demands == set()
    page.goto(DOOR_BY_E_MAIL)
    expect(page.get_by_label("Adresse e-mail")).to_be_visible()
    assert demands == {DOOR_BY_E_MAIL}


def test_kevin_asks_on_his_phone_and_an_employer_checks_his_badge(
    visit: Visit,
    demands: set[str],
    version: BadgeVersion,
    group: Group,
    maryse: Person,
    kevin: Person,
    peers: list[Person],
    tmp_path: Path,
) -> None:
    phone = visit(f"/b/{version.pk}", person=kevin)
    follow(phone, "Demander ce badge")
    phone.get_by_label("Je sais le faire parce que…").fill("J’ai mené l’ânesse à la fête.")
    press(phone, "Demander ce badge")
    says(phone, "C’est demandé.")

    desk = visit("/", person=maryse, size=DESK)
    expect(desk.locator("main")).to_contain_text("Choisir une date")
    plan(desk, who="Kévin", group=group)
    phones = [visit("about:blank", person=peer) for peer in peers]
    for watcher in phones[:2]:
        watcher.goto("/reconnaissances")
        follow(watcher, "Kévin")
        tell(watcher, story="Il lui a parlé tout bas.")
    the_peers_say_yes(desk, phones, who="Kévin")

    follow_the_message(phone, to="kevin@example.org")
    expect(phone.get_by_role("heading", name="Vous recevez Itérasinier")).to_be_visible()
    press(phone, "Accepter")
    shared = show_to_somebody(phone, with_name=True)
    employer = an_employer_reads(visit, shared, title=f"Kévin : {SENTENCE}")
    and_checks(employer, tmp_path)

    press(phone, "Arrêter de montrer")
    expect(phone.get_by_text("Privé, vous seule")).to_be_visible()
    employer.goto(shared)
    says(employer, "Cette page n’est plus partagée.")
    only_the_door_by_e_mail_asks_for_one(employer, demands)


def test_odile_has_neither_e_mail_nor_phone_and_an_employer_checks_her_badge(
    visit: Visit,
    demands: set[str],
    version: BadgeVersion,
    group: Group,
    maryse: Person,
    odile: Person,
    peers: list[Person],
    tmp_path: Path,
) -> None:
    desk = visit(f"/demander/{version.badge_id}", person=maryse, size=DESK)
    desk.get_by_label("Pour qui ?").select_option("Odile")
    desk.get_by_label("Je sais le faire parce que…").fill("Elle dit : je m’en occupe depuis dix ans.")
    press(desk, "Demander ce badge")
    expect(desk.locator("body")).to_contain_text("Odile : la demande est notée.")

    plan(desk, who="Odile", group=group)
    for peer in peers[:2]:
        desk.goto(f"/demandes/{Recognition.objects.get().pk}")
        follow(desk, peer.first_name)
        says(desk, f"{peer.first_name} : la feuille")
        tell(desk, story="Écrit à la main.")
    the_peers_say_yes(desk, [visit("about:blank", person=peer) for peer in peers], who="Odile")

    code = print_the_slip(desk, group=group)
    tablet = with_her_card(visit, odile, by=maryse, group=group)
    tablet.goto("/r")
    tablet.get_by_label("Les 12 chiffres").fill(code)
    press(tablet, "Continuer")
    says(tablet, "Vous êtes Odile ?")
    press(tablet, "Oui, je prends mon badge")
    shared = show_to_somebody(tablet, with_name=False)
    employer = an_employer_reads(visit, shared, title=SENTENCE)
    expect(employer.get_by_text("Odile")).to_have_count(0)
    and_checks(employer, tmp_path)

    only_the_door_by_e_mail_asks_for_one(employer, demands)
    award = Award.objects.get()
    assert (award.person, award.answer, award.peers) == (odile, Award.Answer.ACCEPTED, len(peers))
    assert (Evidence.objects.count(), odile.emailaddress_set.count(), odile.contacts.count()) == (0, 0, 0)
    assert mail.outbox == []
