"""A keyboard alone on every page of a visitor and of each role: all is reached, all is seen, nothing catches."""

from __future__ import annotations

import pytest

from besace.config.demonstration.people import to_be
from tests.browser import DESK, PHONE, Visit
from tests.look import crawl, keyboard

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
@pytest.mark.parametrize("role", ["visitor", "participant", "facilitator", "administrator", "partner"])
def test_all_is_done_with_a_keyboard(visit: Visit, story: None, role: str, size: tuple[int, int]) -> None:
    person = to_be().get(role)
    page = visit("/affichage", person=person, size=size)
    found = []
    for screen in crawl.screens(person):
        page.goto(screen.address)
        found += [f"{screen.address}: {fault}" for fault in keyboard.faults(page)]

    assert "\n".join(found) == ""
