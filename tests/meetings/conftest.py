"""A meeting under way: Maryse leads, Tonio, Fatou and Kévin have a phone each, Odile has none."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from besace.building import actions as building
from besace.meetings import debate_actions, opening_actions, phase_actions
from besace.meetings.rules import Phase

if TYPE_CHECKING:
    from besace.building.models import Criterion, Web
    from besace.meetings.models import Meeting, Proceedings, Seat
    from besace.people.models import Group, Person

IDEAS = ["Le brosser", "Curer les pieds", "Passer le licol", "Rassurer le public"]


@pytest.fixture
def tuesday(group: Group, maryse: Person) -> Meeting:
    """Opened by Maryse, in one tap."""
    return opening_actions.open_meeting(group, by=maryse, device=uuid.uuid4())


@pytest.fixture
def proceedings(tuesday: Meeting) -> Proceedings:
    return tuesday.proceedings


@pytest.fixture
def sit(tuesday: Meeting) -> Callable[..., Seat]:
    """`sit(tonio)`: on a phone of his own; `sit(tonio, device=…)`: on that device."""

    def make(person: Person, device: uuid.UUID | None = None) -> Seat:
        return opening_actions.take_seat(tuesday, person=person, device=device or uuid.uuid4())

    return make


@pytest.fixture
def seats(sit: Callable[..., Seat], tuesday: Meeting, maryse: Person, tonio, fatou, kevin, odile) -> dict[str, Seat]:
    """Three phones, and Odile seated by the facilitator."""
    by_name = {person.first_name: sit(person) for person in (tonio, fatou, kevin)}
    by_name["Odile"] = opening_actions.seat_without_device(tuesday.pk, person_id=odile.pk, by=maryse)
    return by_name


@pytest.fixture
def web(tuesday: Meeting, seats: dict[str, Seat], maryse: Person) -> Web:
    """« Itérasinier », in « Toile », with four ideas of Tonio's."""
    web = opening_actions.choose_theme(tuesday.pk, theme="Itérasinier", purpose="Montrer un savoir.", by=maryse)
    phase_actions.move_to(tuesday.pk, Phase.WEB, by=maryse)
    for text in IDEAS:
        building.add_idea(web.pk, by=seats["Tonio"].person, text=text)
    return web


@pytest.fixture
def criteria(web: Web, tuesday: Meeting, maryse: Person) -> list[Criterion]:
    """The four, their first answers open, in « Débat »."""
    phase_actions.move_to(tuesday.pk, Phase.DEBATE, by=maryse)
    return list(web.criteria.order_by("rank"))


@pytest.fixture
def all_answer(seats: dict[str, Seat]) -> Callable[..., None]:
    """`all_answer(criterion, "keep")`: the three phones."""

    def answer(criterion: Criterion, choice: str, *, reason: str = "") -> None:
        for name in ("Tonio", "Fatou", "Kévin"):
            debate_actions.answer(criterion.pk, seat=seats[name], choice=choice, reason=reason)

    return answer
