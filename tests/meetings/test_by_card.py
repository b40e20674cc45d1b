"""A card in a room: « Oui », then one votes: two taps after the scan (PROTOCOL.md E2)."""

from __future__ import annotations

import pytest
from django.test import Client

from besace.meetings import debate_actions, opening_actions
from besace.meetings.entrance import actions as entrance
from besace.meetings.models import Seat
from besace.people.cards import actions as cards
from besace.people.models import KnownDevice
from besace.votes.models import Voice


@pytest.fixture
def card(odile, maryse, group) -> cards.Fresh:
    """Odile's, with its four digits."""
    fresh = cards.prepare([odile], with_codes=True)
    cards.hand_out(fresh, by=maryse, group=group)
    return fresh[0]


def scan(client: Client, card: cards.Fresh):
    client.get(f"/e/{card.secret}")
    return client.post("/entrer/carte", {"pin": card.pin}, follow=True)


def test_her_card_leads_straight_to_the_meeting_where_she_votes(client, tuesday, criteria, card, seats, odile, maryse):
    Seat.objects.filter(person=odile).delete()
    arrived = scan(client, card)
    debate_actions.look_at(tuesday.pk, criteria[0].pk, by=maryse)
    client.post(f"/seance/{tuesday.pk}/critere/{criteria[0].pk}/reponse", {"choice": "keep"})

    assert arrived.redirect_chain[-1][0] == f"/seance/{tuesday.pk}"
    assert [v.choice for v in Voice.objects.filter(person=odile)] == ["keep"]


def test_on_a_device_that_knows_her_the_scan_then_yes_then_her_voice(client, tuesday, criteria, card, seats, odile):
    Seat.objects.filter(person=odile).delete()
    scan(client, card)
    assert KnownDevice.objects.filter(person=odile).count() == 1
    client.get(f"/e/{card.secret}")
    again = client.post("/entrer/carte", follow=True)  # one tap: « Oui, entrer »; the next one is her voice

    assert again.redirect_chain[-1][0] == f"/seance/{tuesday.pk}"
    assert 'class="meeting-answer"' in again.content.decode()


def test_the_waiting_room_keeps_its_say(client, tuesday, card, odile, maryse):
    entrance.set_door(tuesday.pk, is_locked=False, has_waiting_room=True, by=maryse)
    arrived = scan(client, card)

    assert (arrived.redirect_chain[-1][0], Seat.objects.get(person=odile).is_waiting) == (
        f"/seance/{tuesday.pk}/place",
        True,
    )


def test_without_a_meeting_the_card_leads_home(client, card):
    assert scan(client, card).redirect_chain[-1][0] == "/"


def test_two_open_meetings_let_her_choose(client, tuesday, card, odile, other_group, maryse):
    from besace.people import actions as people  # noqa: PLC0415 -- only this test gives two groups
    from besace.people.models import Role  # noqa: PLC0415 -- the same

    people.give_role(odile, role=Role.PARTICIPANT, group=other_group, by=maryse)
    opening_actions.open_meeting(other_group, by=maryse, device=None)

    assert scan(client, card).redirect_chain[-1][0] == "/"
