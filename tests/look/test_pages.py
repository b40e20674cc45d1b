"""Pages of the house itself, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import DESK, Visit
from tests.look import axe

if TYPE_CHECKING:
    from besace.people.models import Person

pytestmark = pytest.mark.browser
FRAMES = [f"/composants/{name}" for name in ("telephone", "choix", "console", "mur", "papier")]
ADDRESSES = [
    "/composants",
    "/cette-page-n-existe-pas",
    *(pytest.param(frame, marks=pytest.mark.slow) for frame in FRAMES),  # the walk of every page sees the rest
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_in_any_light_at_any_width(visit: Visit, address: str) -> None:
    assert "\n".join(axe.faults(visit(address, size=DESK))) == ""


def test_the_light_chosen_stays(visit: Visit) -> None:
    page = visit("/affichage?retour=/composants")
    page.get_by_role("button", name="Sombre").click()
    page.wait_for_url("**/composants")

    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_language_chosen_stays(visit: Visit) -> None:
    page = visit("/affichage")
    page.get_by_role("button", name="English").click()

    assert page.locator("html").get_attribute("lang") == "en"


def test_somebody_who_came_in_is_greeted_by_her_first_name(visit: Visit, maryse: Person) -> None:
    page = visit("/affichage", person=maryse, size=DESK)

    assert page.locator(".who").inner_text().strip() == "Maryse"


def test_a_dialog_opens_closes_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit("/composants")
    way_in = page.get_by_role("link", name="Enlever la carte")
    way_in.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Fermer").press("Enter")

    assert page.get_by_role("dialog").count() == 0
    assert way_in.evaluate("e => e === document.activeElement")


def test_a_counter_counts_between_its_bounds(visit: Visit) -> None:
    page = visit("/composants")
    for _ in range(5):
        page.get_by_role("button", name="Garder : un de plus").click()

    assert page.get_by_label("Garder", exact=True).input_value() == "5"


def test_without_script_a_number_is_typed_and_the_navigation_is_there(visit: Visit) -> None:
    page = visit("/composants", script=False)
    page.get_by_label("Garder", exact=True).fill("3")

    assert page.get_by_label("Garder", exact=True).input_value() == "3"
    assert page.locator(".menu-button:visible").count() == 0
