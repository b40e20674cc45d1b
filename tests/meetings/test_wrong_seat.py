"""« Ce n'est pas moi » : the right seat in three taps, and the wrong voice is taken back (PROTOCOL.md E23)."""

from __future__ import annotations

import pytest
from django.test import Client

from besace.meetings import call, debate_actions
from besace.meetings.models import Seat
from besace.meetings.scene import Scene
from besace.votes.models import Voice


def enter(client: Client, tuesday, person) -> None:
    client.get(f"/q/{tuesday.token}")
    client.post(f"/seance/{tuesday.pk}/qui/{person.pk}")


def voices(tuesday) -> list[tuple[str, str]]:
    asked = Scene.of(tuesday.pk).asking
    return sorted(Voice.objects.filter(ballot=asked.ballot).values_list("person__first_name", "choice"))


@pytest.fixture
def ines(group):
    from tests import factories  # noqa: PLC0415 -- only this file needs one more person

    return factories.make_member("Inès", group=group)


@pytest.fixture
def zoe(group):
    from tests import factories  # noqa: PLC0415 -- the same

    return factories.make_member("Zoé", group=group)


def test_three_taps_lead_to_the_right_seat_and_the_wrong_voice_is_gone(client, tuesday, criteria, maryse, ines, zoe):
    enter(client, tuesday, ines)
    debate_actions.look_at(tuesday.pk, criteria[0].pk, by=maryse)
    client.post(f"/seance/{tuesday.pk}/critere/{criteria[0].pk}/reponse", {"choice": "remove"})
    before = voices(tuesday)

    answer = client.post(f"/seance/{tuesday.pk}/pas-moi", follow=True)  # one tap
    client.post(f"/seance/{tuesday.pk}/qui/{zoe.pk}")  # the name, then « Oui » : two more
    debate_actions.look_at(tuesday.pk, criteria[0].pk, by=maryse)
    client.post(f"/seance/{tuesday.pk}/critere/{criteria[0].pk}/reponse", {"choice": "keep"})

    assert "Zoé" in answer.content.decode()
    assert (before, voices(tuesday)) == ([("Inès", "remove")], [("Zoé", "keep")])
    assert Seat.objects.filter(meeting=tuesday, person=ines, left_at=None).count() == 0


def test_what_the_facilitator_entered_for_her_stays(client, tuesday, criteria, maryse, ines):
    enter(client, tuesday, ines)
    debate_actions.look_at(tuesday.pk, criteria[0].pk, by=maryse)
    seat = Seat.objects.get(meeting=tuesday, person=ines)
    debate_actions.answer(criteria[0].pk, seat=seat, choice="keep", entered_by=maryse)
    client.post(f"/seance/{tuesday.pk}/pas-moi")

    assert voices(tuesday) == [("Inès", "keep")]


def test_somebody_seated_without_a_device_stays_there(client, tuesday, seats, odile):
    enter(client, tuesday, odile)
    client.post(f"/seance/{tuesday.pk}/pas-moi")
    seat = Seat.objects.get(pk=seats["Odile"].pk)

    assert (seat.device, seat.is_seated) == (None, True)


def test_the_one_who_leads_keeps_her_seat(client_of, tuesday, proceedings):
    client_of(seat=proceedings.leader).post(f"/seance/{tuesday.pk}/pas-moi")

    assert Seat.objects.get(pk=proceedings.leader_id).is_seated


@pytest.mark.parametrize(
    ("link", "opened"),
    [
        ("https://meet.jit.si/Mardi", "https://meet.jit.si/Mardi#config.disableDeepLinking=true"),
        ("https://visio.asso.example/x#a=1", "https://visio.asso.example/x#a=1&config.disableDeepLinking=true"),
        ("https://bbb.example/b/mardi", "https://bbb.example/b/mardi"),
        ("", ""),
    ],
)
def test_a_jitsi_room_opens_in_the_browser(link, opened):
    assert call.address(link) == opened
    assert call.address(call.address(link)) == opened


def test_the_phone_shows_the_link_of_the_call_when_there_is_one(client_of, tuesday, seats):
    def page() -> str:
        return client_of(seat=seats["Tonio"]).get(f"/seance/{tuesday.pk}").content.decode()

    without = page()
    tuesday.video_link = "https://meet.jit.si/Mardi"
    tuesday.save()

    assert ("Rejoindre l’appel" in without, "Rejoindre l’appel" in page(), "js/bell" in page()) == (False, True, True)


def test_the_console_says_who_does_not_raise_a_hand(client_of, tuesday, criteria, seats, maryse):
    debate_actions.answer(criteria[0].pk, seat=seats["Tonio"], choice="keep")
    page = client_of(maryse).get(f"/seance/{tuesday.pk}/animer").content.decode()

    assert "Ne lèvent pas la main : Tonio" in page
