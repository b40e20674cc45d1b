"""Two taps on the photo make a square; the cells do the same without script, and by the keyboard."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from besace.badges import uploads
from besace.people.models import Person
from besace.recognition import actions
from besace.recognition.models import Evidence
from tests import factories
from tests.browser import DESK, Visit
from tests.look import axe
from tests.recognition import world

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)


@pytest.fixture
def group(transactional_db):
    return factories.make_group(organisation=factories.make_organisation())


@pytest.fixture
def photo(group, odile: Person, settings, tmp_path: Path) -> Evidence:
    """Two people at the meadow, drawn."""
    settings.MEDIA_ROOT, out = tmp_path, io.BytesIO()
    picture = Image.new("RGB", (1200, 900), "#b9d3e8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 600, 1200, 900), fill="#7f9c5a")
    for x, skin, coat in ((300, "#8d5b3c", "#9b1b2f"), (800, "#e3b58f", "#1f3f77")):
        draw.rectangle((x - 90, 430, x + 90, 800), fill=coat)
        draw.ellipse((x - 80, 240, x + 80, 440), fill=skin)
        draw.ellipse((x - 40, 310, x - 20, 330), fill="black")
        draw.ellipse((x + 20, 310, x + 40, 330), fill="black")
        draw.arc((x - 40, 340, x + 40, 400), 20, 160, fill="black", width=8)
    picture.save(out, "JPEG")
    asked = world.recognition(group, person=odile)
    file = ContentFile(uploads.cleaned(out.getvalue()).png)
    return actions.add_evidence(asked.pk, by=odile, kind=Evidence.Kind.PHOTO, name="Une photo", file=file)


def page_of(photo: Evidence) -> str:
    return f"/reconnaissances/{photo.recognition_id}/traces/{photo.pk}/flouter"


def tap(page: Page, *, across: float, down: float) -> None:
    frame = page.locator("[data-blur-photo]").bounding_box() or {"width": 0.0, "height": 0.0}
    page.locator("[data-blur-photo]").click(position={"x": frame["width"] * across, "y": frame["height"] * down})


def colours(photo: Evidence, box: tuple[int, int, int, int]) -> int:
    photo.refresh_from_db()
    with Image.open(io.BytesIO(photo.file.open("rb").read())) as read:
        return len(read.convert("RGB").crop(box).getcolors(2_000_000) or [])


def look(page: Page, name: str) -> None:
    """For the eye: BLUR_PICTURES=folder."""
    if folder := os.environ.get("BLUR_PICTURES"):
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            page.screenshot(path=f"{folder}/{name}-{light}.png", full_page=True)
        page.emulate_media(color_scheme="light")


def test_two_taps_make_a_square_which_one_may_take_away(visit: Visit, photo: Evidence, odile: Person) -> None:
    page = visit(page_of(photo), person=odile)
    look(page, "0-first")
    said = page.locator("[data-blur-say]")
    tap(page, across=0.17, down=0.3)
    expect(said).to_have_text("Touchez le coin d’en face.")
    look(page, "1-corner")
    tap(page, across=0.175, down=0.305)
    expect(said).to_have_text("Trop petit. Touchez plus loin.")
    tap(page, across=0.34, down=0.5)
    tap(page, across=0.9, down=0.9)
    tap(page, across=0.6, down=0.6)
    page.get_by_role("button", name="Effacer ce carré").nth(1).click()
    look(page, "2-placed")
    faults = axe.faults(page)
    page.get_by_label("On ne reconnaît plus personne.").check()
    page.get_by_role("button", name="Flouter", exact=True).click()
    expect(page.get_by_text("C’est flouté. L’ancienne photo est effacée.")).to_be_visible()
    look(page, "3-done")

    page.get_by_role("link", name="C’est bien ainsi").click()
    expect(page.get_by_text("cachée, floutée")).to_be_visible()
    look(page, "7-way")

    assert (faults, colours(photo, (180, 312, 345, 508))) == ([], 9)
    assert colours(photo, (620, 630, 900, 900)) > 9


def test_by_the_keyboard_the_cells_are_one_button_away(visit: Visit, photo: Evidence, odile: Person) -> None:
    page = visit(page_of(photo), person=odile, size=DESK)
    page.get_by_role("button", name="Choisir par cases").press("Enter")
    page.get_by_label("Ligne 3, colonne 2").press("Space")
    look(page, "4-cells-desk")
    faults = axe.faults(page)
    page.get_by_label("On ne reconnaît plus personne.").press("Space")
    page.get_by_role("button", name="Flouter", exact=True).press("Enter")
    expect(page.get_by_text("C’est flouté. L’ancienne photo est effacée.")).to_be_visible()

    assert (faults, colours(photo, (172, 342, 340, 512)) <= 9) == ([], True)


def test_what_was_placed_is_still_there_when_her_word_was_missing(visit: Visit, photo: Evidence, odile: Person) -> None:
    page = visit(page_of(photo), person=odile)
    tap(page, across=0.2, down=0.3)
    tap(page, across=0.4, down=0.5)
    page.get_by_role("button", name="Flouter", exact=True).click()
    expect(page.get_by_text("Cochez « On ne reconnaît plus personne ».").first).to_be_visible()
    look(page, "5-refused")

    page.get_by_role("button", name="Choisir par cases").click()
    page.get_by_label("Ligne 6, colonne 6").check(force=True)
    page.get_by_role("button", name="Choisir avec le doigt").click()
    assert page.locator("[data-blur-grid] :checked").count() == 0
    assert (page.locator(".blur-box").count(), page.get_by_role("button", name="Effacer ce carré").count()) == (1, 1)


def test_without_script_the_cells_are_on_the_photo(visit: Visit, photo: Evidence, odile: Person) -> None:
    page = visit(page_of(photo), person=odile, script=False)
    page.get_by_label("Ligne 3, colonne 2").check(force=True)
    look(page, "6-plain")
    page.get_by_label("On ne reconnaît plus personne.").check()
    page.get_by_role("button", name="Flouter", exact=True).click()
    expect(page.get_by_text("C’est flouté. L’ancienne photo est effacée.")).to_be_visible()

    assert colours(photo, (172, 342, 340, 512)) <= 9
