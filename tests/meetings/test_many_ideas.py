"""Sixty ideas, then a hundred and fifty, on the wall and on a phone, measured where they are seen (E10, E11)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from besace.building import actions as building
from besace.building.models import Branch, Criterion
from besace.meetings import lead_actions, opening_actions, phase_actions
from besace.meetings.models import Seat
from besace.meetings.rules import Phase
from tests.browser import PHONE, WALL
from tests.building.criteria import BRANCHES, CRITERIA
from tests.building.test_web_in_a_browser import MARKS, MEASURE

pytestmark = pytest.mark.browser
PHONE_MEASURE = """() => {
  const lines = [...document.querySelectorAll('.meeting-branch li, .meeting-branch summary')]
  const sizes = lines.map((line) => parseFloat(getComputedStyle(line).fontSize))
  return {smallest: Math.min(...sizes), wide: document.documentElement.scrollWidth <= innerWidth,
    criteria: document.querySelectorAll('.meeting-branch li').length}
}"""


@pytest.fixture
def group(transactional_db):
    from tests import factories  # noqa: PLC0415 -- the group must live in the database that the site reads

    return factories.make_group(organisation=factories.make_organisation())


@pytest.fixture
def grown(tuesday, maryse, tonio, sit):
    """`grown(60)`: « Toile », with so many ideas of Tonio's in five branches."""

    def grow(count: int) -> Seat:
        seat = sit(tonio)
        web = opening_actions.choose_theme(tuesday.pk, theme="Itérasinier", purpose="Montrer.", by=maryse)
        phase_actions.move_to(tuesday.pk, Phase.WEB, by=maryse)
        branches = [building.add_branch(web.pk, name=name, by=maryse) for name in BRANCHES]
        Branch.objects.filter(web=web).exclude(pk__in=[b.pk for b in branches]).delete()
        for number in range(count):
            text = CRITERIA[number % 60] + (f" {number // 60 + 1}" if number >= 60 else "")
            building.add_idea(web.pk, by=tonio, text=text, branch_id=branches[number % 5].pk)
        building.tidy_web(web.pk, by=maryse)
        return seat

    return grow


def wall_of(visit, proceedings) -> Page:
    proceedings.refresh_from_db()
    wall = visit(f"/ecran/{proceedings.projector_key}", size=WALL)
    wall.locator(".web .node").first.wait_for()
    wall.evaluate("document.fonts.ready")
    return wall


def test_sixty_ideas_on_the_wall_are_read_from_the_back_and_one_more_moves_nothing(
    visit, tuesday, proceedings, grown, tonio, maryse
):
    grown(59)
    wall = wall_of(visit, proceedings)
    before = wall.evaluate(MARKS)
    web = Criterion.objects.first().web
    building.add_idea(web.pk, by=tonio, text=CRITERIA[59], branch_id=web.branches.last().pk)
    wall.locator(".web .node").nth(59).wait_for()
    after, measured = wall.evaluate(MARKS), wall.evaluate(MEASURE)

    assert (measured["nodes"], measured["over"], measured["outside"]) == (60, [], [])
    assert measured["smallest"] >= 18
    assert [pk for pk, at in before.items() if after[pk] != at] == []


def test_a_hundred_and_fifty_on_the_wall_one_branch_in_large_that_the_facilitator_chooses(
    visit, tuesday, proceedings, grown, maryse
):
    grown(150)
    web = Criterion.objects.first().web
    seen = {}
    for branch in web.branches.all():
        lead_actions.show_branch(tuesday.pk, branch.pk, by=maryse)
        wall = wall_of(visit, proceedings)
        measured = wall.evaluate(MEASURE)
        seen[branch.name] = (measured["nodes"], measured["over"], measured["outside"], measured["smallest"] >= 18)
        counters = wall.locator(".web .heading").all_text_contents()

    assert seen == {name: (30, [], [], True) for name in BRANCHES}
    assert [text.split()[-1] for text in counters] == ["30"] * 5


@pytest.mark.parametrize("count", [60, 150])
def test_on_a_phone_any_branch_is_one_tap_away_and_nothing_goes_sideways(visit, tuesday, grown, count, tonio):
    grown(count)
    phone = visit("/", person=tonio, size=PHONE)
    phone.goto(f"/seance/{tuesday.pk}")
    closed = phone.locator(".meeting-branch:not([open]) > summary")
    for _branch in range(closed.count()):
        closed.first.click()  # one tap
    measured = phone.evaluate(PHONE_MEASURE)

    assert (measured["criteria"], measured["wide"]) == (count, True)
    assert measured["smallest"] >= 16
    assert phone.locator(".meeting-branch[open] > summary").count() == 5


def test_a_hundred_and_fifty_in_the_two_first_branches_still_fit_the_wall(visit, tuesday, proceedings, maryse, tonio):
    web = opening_actions.choose_theme(tuesday.pk, theme="Itérasinier", purpose="Montrer.", by=maryse)
    phase_actions.move_to(tuesday.pk, Phase.WEB, by=maryse)
    for number in range(150):
        kind = "know-how" if number % 2 else "way-of-being"
        building.add_idea(web.pk, by=tonio, text=f"{CRITERIA[number % 60]} {number // 60 + 1}", kind=kind)
    wall = wall_of(visit, proceedings)
    measured, left_out = wall.evaluate(MEASURE), wall.locator(".web .heading-more").text_content()

    assert (measured["over"], measured["outside"]) == ([], [])
    assert measured["smallest"] >= 18
    assert (measured["nodes"] + int(left_out.removeprefix("+ ")), measured["nodes"] >= 60) == (75, True)
