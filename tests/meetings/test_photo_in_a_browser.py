"""A photo from a phone whose network is cut: nothing typed is lost, the phone says so, and it goes by itself."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from besace.building.models import Contribution
from tests import factories

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)


@pytest.fixture
def group(transactional_db):
    return factories.make_group(organisation=factories.make_organisation())


@pytest.fixture
def photo(settings, tmp_path) -> dict[str, object]:
    settings.MEDIA_ROOT, out = tmp_path, io.BytesIO()
    Image.new("RGB", (2400, 1200), "brown").save(out, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_photo_waits_for_the_network_and_goes_once(visit, tuesday, web, seats, tonio, photo):
    phone = visit("/", person=tonio)
    phone.goto(f"/seance/{tuesday.pk}")
    phone.locator("summary", has_text="Ajouter une photo").click()
    phone.get_by_label("Votre idée").fill("Tenir la longe")
    phone.set_input_files("#photo", photo)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    expect(phone.get_by_text("En attente du réseau… Gardez cette page ouverte.")).to_be_visible()
    phone.get_by_role("button", name="Envoyer", exact=True).click()  # a second tap on the same thing
    typed = phone.get_by_label("Votre idée").input_value()
    phone.context.set_offline(False)
    expect(phone.locator(".meeting-mine")).to_contain_text("Tenir la longe")
    given = Contribution.objects.filter(text="Tenir la longe")

    assert (typed, given.count(), Image.open(given.get().photo).size) == ("Tenir la longe", 1, (1280, 640))


def test_without_script_the_same_form_takes_the_photo(visit, tuesday, web, seats, tonio, photo):
    phone = visit("/", person=tonio, script=False)
    phone.goto(f"/seance/{tuesday.pk}")
    phone.locator("summary", has_text="Ajouter une photo").click()
    phone.set_input_files("#photo", photo)
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    expect(phone.locator(".meeting-mine")).to_contain_text("Sans mots encore")

    assert [c.criterion.state for c in Contribution.objects.exclude(photo="")] == ["wordless"]
