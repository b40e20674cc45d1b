"""axe on the three screens of a meeting at every moment of it; what fits, and how large it is, in the same walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import DESK, Visit
from tests.look import axe
from tests.look.phases import Afternoon

if TYPE_CHECKING:
    from besace.people.models import Group, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("screen", ["phone", "console", "projector"])
def test_axe_finds_nothing_at_any_moment_of_a_meeting(
    visit: Visit, group: Group, maryse: Person, tonio: Person, fatou: Person, kevin: Person, odile: Person, screen: str
) -> None:
    afternoon = Afternoon(group, leader=maryse, peers=[tonio, fatou, kevin, odile])
    person, address = afternoon.addresses()[screen]
    page = visit("/affichage", person=person, size=DESK)
    found = []
    for moment in afternoon.moments():
        if screen == "phone" and moment == "0-empty":
            continue  # she is not there yet
        page.goto(address)
        found += [f"{moment}: {fault}" for fault in axe.faults(page)]

    assert "\n".join(found) == ""
