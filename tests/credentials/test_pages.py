"""The public addresses, and the page where anybody checks a badge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from besace.badges.models import BadgeVersion
from besace.core import published, worker
from besace.credentials import actions, images
from besace.credentials.models import Credential
from besace.people.models import Person
from sceau import baking

if TYPE_CHECKING:
    from .conftest import MakeAwarding

pytestmark = pytest.mark.django_db
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.fixture
def badge(awarding: MakeAwarding) -> Credential:
    return actions.issue(awarding())


@pytest.fixture
def shared(badge: Credential) -> Credential:
    actions.publish(badge.pk)
    return Credential.objects.get(pk=badge.pk)


def addresses_of(badge: Credential) -> list[str]:
    own, hosted = f"/c/{badge.pk}", f"/a/{badge.assertion_id}"
    return [own, f"{own}/image.png", f"{own}/image.svg", hosted, f"{hosted}/image.png", f"{hosted}/image.svg"]


def test_a_private_badge_does_not_exist_for_strangers(badge: Credential, client: Client) -> None:
    statuses = [
        client.get(a, headers={"accept": accept}).status_code
        for a in addresses_of(badge)
        for accept in ("*/*", BROWSER)
    ]
    assert set(statuses) == {404}


def test_a_shared_badge_answers_at_all_its_addresses(shared: Credential, client: Client) -> None:
    assert [client.get(address).status_code for address in addresses_of(shared)] == [200] * 6


def test_one_address_gives_what_is_asked_for(shared: Credential, client: Client) -> None:
    kinds = [
        client.get(f"/c/{shared.pk}", headers={"accept": a})["Content-Type"] for a in ("*/*", BROWSER, "image/png")
    ]
    assert kinds == ["application/vc+ld+json", "text/html; charset=utf-8", "image/png"]


def test_the_document_goes_out_as_it_was_signed(shared: Credential, client: Client) -> None:
    answer = client.get(f"/c/{shared.pk}")
    assert answer.content == bytes(shared.document)
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_hidden_badge_is_gone_from_the_files_too(shared: Credential, client: Client) -> None:
    worker.run_pending()
    before = published.find(f"/c/{shared.pk}")
    actions.hide(shared.pk)
    worker.run_pending()
    assert before is not None
    assert (published.find(f"/c/{shared.pk}"), published.find(f"/a/{shared.assertion_id}")) == (None, None)
    assert client.get(f"/c/{shared.pk}").status_code == 404


def test_a_revoked_badge_is_410_in_its_2_0_form_and_says_nothing_of_why(
    shared: Credential, client: Client, maryse: Person
) -> None:
    actions.revoke(shared.pk, by=maryse, reason="fraud")
    worker.run_pending()
    answer = client.get(f"/a/{shared.assertion_id}")
    file = published.find(f"/a/{shared.assertion_id}")
    said = json.loads(answer.content)

    assert (answer.status_code, said["id"].endswith(str(shared.assertion_id)), said["revoked"]) == (410, True, True)
    assert "revocationReason" not in said
    assert file is not None
    assert (file.status, file.body) == (410, answer.content)


def test_the_baked_picture_carries_the_badge_and_shows_the_same_pixels(shared: Credential, client: Client) -> None:
    png = client.get(f"/c/{shared.pk}/image.png").content
    (found,) = baking.unbake(png).badges
    assert found.text.encode() == bytes(shared.document)
    assert baking.png.same_picture(png, bytes(shared.version.picture_png))


def test_the_page_says_what_the_document_says(shared: Credential, client: Client) -> None:
    page = client.get(f"/c/{shared.pk}", headers={"accept": BROWSER}).content.decode()
    for sentence in ("Soigner un âne et le mener en balade.", "Reconnu par 12 pairs", "Rester calme (vu avec aide)"):
        assert sentence in page


def test_a_badge_is_a_page_for_people_and_a_document_for_machines(version: BadgeVersion, client: Client) -> None:
    page, document = (client.get(f"/b/{version.pk}", headers={"accept": a}) for a in (BROWSER, "*/*"))
    said = json.loads(document.content)
    assert (page["Content-Type"], document["Content-Type"]) == ("text/html; charset=utf-8", "application/ld+json")
    assert (said["type"], said["id"], said["name"]) == (
        "BadgeClass",
        f"https://badges.exemple.org/b/{version.pk}",
        "Itérasinier",
    )


def test_its_holder_sees_it_before_she_shares_it(badge: Credential, odile: Person, client_of) -> None:
    assert client_of(odile).get(f"/c/{badge.pk}", headers={"accept": BROWSER}).status_code == 200


def check(client: Client, content: bytes, name: str = "badge.json") -> str:
    answer = client.post("/verifier", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    return str(answer.context["report"].verdict)


def test_our_own_badge_is_valid_in_each_carrier(shared: Credential, client: Client) -> None:
    carriers = [
        bytes(shared.document),
        images.baked_png(shared),
        images.baked_svg(shared),
        images.baked_assertion(shared),
    ]
    assert [check(client, content) for content in carriers] == ["valid"] * 4


def test_its_address_is_enough(shared: Credential, client: Client) -> None:
    answer = client.post("/verifier", {"text": f"https://badges.exemple.org/c/{shared.pk}"})
    assert answer.context["report"].verdict == "valid"
    assert answer.context["headline"] == "Ce badge est valable"


def test_nothing_is_said_of_what_was_not_asked(shared: Credential, client: Client) -> None:
    answer = client.post("/verifier", {"text": bytes(shared.document).decode()})
    assert "Il est bien à cette personne." not in answer.content.decode()


def test_a_changed_word_is_said(shared: Credential, client: Client) -> None:
    answer = client.post("/verifier", {"text": bytes(shared.document).decode().replace("Rester calme", "Rester vif")})
    assert (answer.context["report"].verdict, answer.context["headline"]) == ("invalid", "Ce fichier a été changé")
    assert "Le badge a été changé." in answer.content.decode()


def test_a_changed_name_is_not_said_as_if_it_had_been_given(shared: Credential, client: Client) -> None:
    """An employer read « Badge “Chef de tout”, donné par … » under a red cross: nobody ever gave that."""
    name = shared.version.name
    text = bytes(shared.document).decode().replace(f'"{name}"', '"Chef de tout"')
    page = client.post("/verifier", {"text": text}).content.decode()
    assert ("Il dit être « Chef de tout »" in page, "donné par" in page) == (True, False)
    assert "On ne peut pas s’y fier." in page


def test_a_revoked_badge_is_said_with_the_right_word(shared: Credential, client: Client, maryse: Person) -> None:
    actions.revoke(shared.pk, by=maryse, reason="issued-by-mistake")
    answer = client.post("/verifier", {"text": bytes(shared.document).decode()})
    assert answer.context["headline"] == "Ce badge n’est plus en vigueur"


@pytest.mark.parametrize("content", [b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n", b"hello", b"{", b"\0" * 100, b"<svg/>"])
def test_whatever_is_not_a_badge_gets_a_sentence(client: Client, content: bytes) -> None:
    assert check(client, content, "anything") == "unknown"


@pytest.mark.parametrize("text", ["bonjour", "Ce badge est à moi,\nje vous assure.", '{"a": 1}'])
def test_a_text_without_a_badge_says_what_to_paste(client: Client, text: str) -> None:
    page = client.post("/verifier", {"text": text}).content.decode()
    said = ("Nous n’avons pas trouvé de badge", "Collez son adresse, ou tout son texte.", "abîmé")
    assert [sentence in page for sentence in said] == [True, True, False]


def test_nothing_given_gets_a_sentence(client: Client) -> None:
    answer = client.post("/verifier", {"text": "  "})
    assert answer.status_code == 422
    assert "Choisissez un fichier, ou collez un lien." in answer.content.decode()
