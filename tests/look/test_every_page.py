"""axe on every page that a visitor and each role can reach in the demonstration."""

from __future__ import annotations

import pytest

from besace.config.demonstration.people import to_be
from tests.browser import DESK, Visit
from tests.look import axe, crawl

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAME_FOR_ALL = "composants"  # the visitor's walk has seen them


@pytest.mark.parametrize("role", ["visitor", "participant", "facilitator", "administrator", "partner"])
def test_axe_finds_nothing_on_any_page(visit: Visit, story: None, role: str) -> None:
    person = to_be().get(role)
    page = visit("/affichage", person=person, size=DESK)
    found = []
    for screen in crawl.screens(person):
        if person is not None and screen.route.startswith(SAME_FOR_ALL):
            continue
        page.goto(screen.address)
        found += [f"{screen.address}: {fault}" for fault in axe.faults(page)]

    assert "\n".join(found) == ""
