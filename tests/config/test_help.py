"""Help is at the same place everywhere: what to do, whom to ask, and a hand to raise when one sits at a meeting."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from besace.building import actions as building
from besace.meetings import opening_actions
from besace.meetings.middleware import SESSION_KEY
from besace.people.models import Group, Person

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_what_to_do_and_sees_nobody_s_name(client: Client, maryse: Person) -> None:
    page = client.get("/aide").content.decode()
    assert ("Je n’arrive pas à entrer" in page, "Maryse" in page, "Je lève la main" in page) == (True, False, False)


def test_somebody_of_the_group_sees_whom_to_call(
    client_of: Callable[..., Client], tonio: Person, maryse: Person
) -> None:
    page = client_of(tonio).get("/aide").content.decode()
    assert ("Maryse" in page, "Vous animez" in page) == (True, False)


def test_at_a_meeting_help_raises_a_hand(
    client_of: Callable[..., Client], group: Group, tonio: Person, maryse: Person
) -> None:
    meeting = opening_actions.open_meeting(group, by=maryse, device=uuid.uuid4())
    client = client_of(tonio)
    device = client.get("/").wsgi_request.device
    seat = opening_actions.take_seat(meeting, person=tonio, device=device)
    session = client.session
    session[SESSION_KEY] = str(seat.pk)
    session.save()

    assert f"/seance/{meeting.pk}/signe" in client.get("/aide").content.decode()


@pytest.mark.parametrize("address", ["/", "/entrer", "/badges", "/verifier"])
def test_help_and_the_statement_are_at_the_bottom_of_every_page(client: Client, address: str) -> None:
    foot = client.get(address).content.decode().split('<footer class="foot">')[1]
    assert 'href="/aide"' in foot


def test_the_statement_tells_what_was_not_checked_and_whom_to_write_to(client: Client, settings) -> None:
    settings.CONTACT_EMAIL = "bonjour@exemple.fr"
    page = client.get("/accessibilite").content.decode()
    assert ("pas encore été vérifié" in page, "mailto:bonjour@exemple.fr" in page) == (True, True)


def test_the_bar_leads_to_the_meetings_of_the_group_looked_at_last(
    client_of: Callable[..., Client], group: Group, tonio: Person
) -> None:
    assert client_of(tonio).get("/seances").headers["Location"] == f"/groupe/{group.pk}/seances"


def test_the_facilitator_s_home_shows_how_far_each_badge_is(
    client_of: Callable[..., Client], group: Group, maryse: Person, tonio: Person
) -> None:
    web = building.start_web(group, theme="Itérasinier", by=maryse)
    building.add_idea(web.pk, by=tonio, text="Le brosser")
    page = client_of(maryse).get("/").content.decode()
    assert ("Badges en construction" in page, "Itérasinier" in page, "Toile · 1 idée<" in page) == (True, True, True)
