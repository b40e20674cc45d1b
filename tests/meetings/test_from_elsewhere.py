"""What belongs to another group's meeting cannot be touched from this one; what is not an id or a number is told so."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from besace.building import actions as building
from besace.building.models import Branch, Criterion, Likeness
from besace.meetings.models import AgendaItem
from besace.meetings.rules import Phase
from tests import factories

if TYPE_CHECKING:
    from besace.building.models import Web

ANYTHING = "pas-un-numero"


@pytest.fixture
def theirs(other_group) -> Web:
    """Two ideas and a branch of a group where Maryse is nobody."""
    leader = factories.make_member("Brune", group=other_group, role="facilitator")
    web = building.start_web(other_group, theme="Ruche", by=leader, purpose="Montrer un savoir.")
    for text in ("Enfumer la ruche", "Lire un cadre"):
        building.add_idea(web.pk, by=leader, text=text)
    return web


def state_of(web: Web) -> list[object]:
    ideas = Criterion.objects.filter(web=web).order_by("rank")
    branches = Branch.objects.filter(web=web).order_by("place")
    return [list(ideas.values_list("state", "merged_into", "branch")), list(branches.values_list("name", flat=True))]


@pytest.mark.parametrize("gesture", ["merge", "move", "hide", "branch"])
def test_who_leads_here_tidies_nothing_elsewhere(client_of, tuesday, web, theirs, maryse, gesture):
    one, other = theirs.criteria.order_by("rank")
    branch = theirs.branches.order_by("place").last()
    before = state_of(theirs)
    sent = {"criterion": one.pk, "other": other.pk, "branch": branch.pk, "name": "Prise"}
    answer = client_of(maryse).post(f"/seance/{tuesday.pk}/ranger/{gesture}", sent)

    assert (answer.status_code, state_of(theirs)) == (422, before)


def test_an_idea_entered_for_somebody_hangs_on_no_other_web(client_of, tuesday, web, seats, theirs, maryse):
    branch = theirs.branches.first()
    sent = {"seat": seats["Odile"].pk, "text": "Nourrir", "branch": branch.pk}
    answer = client_of(maryse).post(f"/seance/{tuesday.pk}/idee-pour", sent)

    assert (answer.status_code, branch.criteria.filter(text="Nourrir").count()) == (422, 0)


def test_nobody_says_that_ideas_of_another_group_are_the_same(client_of, tuesday, web, seats, theirs):
    one, other = theirs.criteria.order_by("rank")
    client = client_of(seat=seats["Tonio"])
    answers = [
        client.post(f"/seance/{tuesday.pk}/pareil", {"one": one.pk, "other": other.pk}).status_code,
        client.post(f"/seance/{tuesday.pk}/pareil", {"one": uuid.uuid4(), "other": uuid.uuid4()}).status_code,
    ]
    assert (answers, Likeness.objects.count()) == ([422, 422], 0)


@pytest.mark.parametrize("gesture", ["merge", "move", "hide", "branch"])
def test_what_is_gone_is_told(client_of, tuesday, web, maryse, gesture):
    sent = {"criterion": uuid.uuid4(), "other": uuid.uuid4(), "branch": uuid.uuid4(), "name": "Prise"}
    assert client_of(maryse).post(f"/seance/{tuesday.pk}/ranger/{gesture}", sent).status_code == 422


def test_a_task_is_taken_by_somebody_of_this_meeting(client_of, tuesday, seats, maryse):
    address = f"/seance/{tuesday.pk}/tache"
    answer = client_of(maryse).post(address, {"text": "Le foin", "seat": ANYTHING})

    assert (answer.status_code, AgendaItem.objects.count()) == (422, 0)


def test_who_is_let_in_is_somebody(client_of, tuesday, maryse):
    waiting = factories.make_seat(None, meeting=tuesday)
    address = f"/seance/{tuesday.pk}/porte/{waiting.pk}"

    assert client_of(maryse).post(address, {"answer": "admit", "person": ANYTHING}).status_code == 422


@pytest.mark.parametrize("number", ["²", "①", "9" * 5_000, "-1", "1e9"])
def test_what_only_looks_like_a_number_breaks_nothing(client_of, tuesday, criteria, seats, maryse, number):
    leader, tonio = client_of(maryse), client_of(seat=seats["Tonio"])
    tuesday.proceedings.__class__.objects.update(phase=Phase.REVIEW)
    answers = [
        leader.post(f"/seance/{tuesday.pk}/critere/{criteria[0].pk}/mains", {"keep": number}).status_code,
        leader.post(f"/seance/{tuesday.pk}/image", {"picture": number}).status_code,
        tonio.post(f"/seance/{tuesday.pk}/bilan", {"face": number}).status_code,
    ]
    assert [status for status in answers if status >= 500] == []
