"""axe on every page that a visitor, a participant and a facilitator can reach in the demonstration."""

from __future__ import annotations

import pytest

from tests.browser import DESK, Visit
from tests.look import axe, crawl

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("who", ["visitor", "fatou", "maryse", "solange"])
def test_axe_finds_nothing_on_any_page(visit: Visit, request: pytest.FixtureRequest, who: str) -> None:
    person = None if who == "visitor" else request.getfixturevalue(who)
    page = visit("/affichage", person=person, size=DESK)
    found = []
    for screen in crawl.screens(person):
        page.goto(screen.address)
        found += [f"{screen.address}: {fault}" for fault in axe.faults(page)]

    assert "\n".join(found) == ""
