"""The bag on a USB key: every file as signed, and a page that checks them with the network off."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from besace.credentials import leaving
from besace.endorsements import actions as endorsements
from besace.endorsements.actions import Said
from sceau.keys import PublicKey


@pytest.fixture
def folder(held, odile, client_of, tmp_path: Path) -> Path:
    answer = client_of(odile).get("/sac/emporter.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path / "cle")
    return tmp_path / "cle"


def test_every_file_is_there_as_it_was_signed(folder: Path, held) -> None:
    inside = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    one = "badges/01-iterasinier"
    signed = [f"{one}/badge-2.0.json", f"{one}/badge.json", f"{one}/badge.png", f"{one}/badge.svg"]
    assert inside == [*signed, "ce-que-l-on-sait-de-moi.json", "index.html", "sac.css", "sac.js"]
    assert (folder / one / "badge.json").read_bytes() == bytes(held.document)
    assert (folder / one / "badge-2.0.json").read_bytes() == bytes(held.assertion)


def test_who_recommends_her_goes_along(held, odile, client_of) -> None:
    link = endorsements.ask(held.pk, by=odile)
    said = Said(name="Jeanne Petit", words="Je lui ferais confiance.")
    one = endorsements.accept(endorsements.say(link.pk, said, device=uuid4(), by=None).pk, by=odile)
    with zipfile.ZipFile(io.BytesIO(client_of(odile).get("/sac/emporter.zip").content)) as archive:
        signed = archive.read("badges/01-iterasinier/recommandation-1.json")
        known = json.loads(archive.read("ce-que-l-on-sait-de-moi.json"))
    assert (signed, [got["words"] for got in known["recommendations"]["received"]]) == (
        bytes(one.signed.document),
        [said.words],
    )


def test_the_list_is_signed_by_the_organisation_and_by_nobody_else(organisation) -> None:
    made = leaving.sign_list(organisation, {"a": b"1"})
    key = PublicKey.from_raw("Ed25519", base64.b64decode(made.public))
    signature = base64.b64decode(made.signature)
    assert (key.verify(signature, made.text.encode()), key.verify(signature, made.text.encode() + b" ")) == (
        True,
        False,
    )


def test_nobody_takes_away_the_bag_of_somebody_else(held, tonio, client_of) -> None:
    with zipfile.ZipFile(io.BytesIO(client_of(tonio).get("/sac/emporter.zip").content)) as archive:
        assert [name for name in archive.namelist() if name.startswith("badges/")] == []


@pytest.fixture
def offline(chromium_browser: Browser):
    context = chromium_browser.new_context(offline=True)
    yield context
    context.close()


def opened(context, folder: Path) -> Page:
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    page.wait_for_selector("body[data-ready]", timeout=10_000)
    return page


def verdicts(page: Page, where: str) -> list[str]:
    return page.eval_on_selector_all(f"{where} [data-verdict]", "all => all.map(one => one.dataset.verdict)")


@pytest.mark.browser
def test_from_a_usb_key_with_the_network_off_a_good_badge_is_valid(folder: Path, offline) -> None:
    page = opened(offline, folder)
    assert verdicts(page, "#badges") == ["valid"]
    assert page.inner_text("#badges h2") == "Itérasinier"


@pytest.mark.browser
def test_a_badge_whose_byte_was_changed_is_changed(folder: Path, offline) -> None:
    index = folder / "index.html"
    text = index.read_text()
    content = re.search(r'"content": "([^"]+)"', text)
    assert content is not None
    document = bytearray(base64.b64decode(content.group(1)))
    document[document.index("Itérasinier".encode())] ^= 1
    index.write_text(text.replace(content.group(1), base64.b64encode(document).decode()))

    assert verdicts(opened(offline, folder), "#badges") == ["changed"]


@pytest.mark.browser
def test_files_of_the_folder_are_checked_one_by_one(folder: Path, offline) -> None:
    good, changed = folder / "badges/01-iterasinier/badge.png", folder / "badges/01-iterasinier/badge.json"
    content = bytearray(changed.read_bytes())
    content[10] ^= 1
    changed.write_bytes(content)
    page = opened(offline, folder)
    page.set_input_files("#files", [str(good), str(changed)])
    page.wait_for_function("document.querySelectorAll('#checked [data-verdict]').length === 2")
    assert sorted(verdicts(page, "#checked")) == ["stranger", "valid"]


@pytest.mark.browser
def test_a_list_signed_by_another_key_makes_nothing_valid(folder: Path, offline) -> None:
    index = folder / "index.html"
    text = index.read_text()
    key = re.search(r'"public": "([^"]+)"', text)
    assert key is not None
    index.write_text(text.replace(key.group(1), base64.b64encode(bytes(range(32))).decode()))
    assert "valid" not in verdicts(opened(offline, folder), "#badges")


@pytest.mark.browser
def test_a_browser_without_these_signatures_says_so(folder: Path, offline) -> None:
    page = offline.new_page()
    page.add_init_script("Object.defineProperty(window.crypto, 'subtle', {value: undefined})")
    page.goto((folder / "index.html").as_uri())
    page.wait_for_selector("body[data-ready]")
    assert verdicts(page, "#badges") == ["unknown"]
