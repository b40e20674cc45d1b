"""Who only looks, on her phone; and the wall, where the last reason is read like the first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from besace.meetings import debate_actions, phase_actions
from besace.meetings.models import Meeting
from besace.meetings.rules import Phase
from tests import factories
from tests.browser import DESK, WALL, Visit
from tests.look import axe

pytestmark = pytest.mark.browser

REASONS = [f"Il faut dire comment on s’y prend, raison numéro {n} de la table." for n in range(1, 11)]
LEAVES_THE_SCREEN = """() => [...document.querySelectorAll("main li, main td, main h1, main p")]
  .filter((e) => e.getClientRects().length && !e.closest(".vh"))
  .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
  .filter(([said, box]) => box.bottom > innerHeight + 1 || box.right > innerWidth + 1)
  .map(([said]) => said)"""


@pytest.fixture
def argued(tuesday: Meeting, criteria, sit, group, maryse) -> Meeting:
    """A criterion that ten people want to say otherwise, closed: their reasons are on the wall."""
    seats = [sit(factories.make_member(f"Pair {number}", group=group)) for number in range(len(REASONS))]
    phase_actions.move_to(tuesday.pk, Phase.DEBATE, by=maryse)
    debate_actions.look_at(tuesday.pk, criteria[0].pk, by=maryse)
    for seat, reason in zip(seats, REASONS, strict=True):
        debate_actions.answer(criteria[0].pk, seat=seat, choice="reword", reason=reason)
    debate_actions.close_vote(tuesday.pk, criteria[0].pk, by=maryse)
    return tuesday


@pytest.mark.parametrize("size", [WALL, DESK], ids=["1920", "1280"])
def test_ten_reasons_fit_on_the_wall(visit: Visit, argued: Meeting, size: tuple[int, int]) -> None:
    wall = visit(f"/ecran/{argued.proceedings.projector_key}", size=size)

    assert sorted(wall.locator(".meeting-result .list li").all_inner_texts()) == sorted(REASONS)
    assert wall.evaluate(LEAVES_THE_SCREEN) == []


def looking_on(visit: Visit, meeting: Meeting) -> Page:
    phone = visit("/entrer")
    phone.goto(f"/q/{meeting.token}")
    phone.get_by_text("Je regarde seulement").click()
    phone.get_by_role("button", name="Oui, regarder").click()
    phone.wait_for_url(f"**/seance/{meeting.pk}")
    return phone


def test_who_only_looks_reads_it_on_a_phone_and_may_take_part(visit: Visit, argued: Meeting) -> None:
    phone = looking_on(visit, argued)
    ways = phone.locator("footer a").all_inner_texts()
    found = axe.faults(phone)
    phone.get_by_role("link", name="Je participe").click()

    assert (ways, found) == (["Je participe", "Accueil"], [])
    assert phone.url.endswith(f"/seance/{argued.pk}/qui")
