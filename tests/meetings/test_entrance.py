"""Coming in to a meeting with no account: who sits, who waits, who must be asked about."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from besace.core.errors import Unavailable
from besace.meetings.entrance import actions, rules
from besace.meetings.entrance.rules import Door, Way
from besace.meetings.models import Assurance, Seat
from besace.people.models import Membership, Person
from besace.people.rules import Level
from tests import factories


@pytest.mark.parametrize(
    ("way", "seated", "waiting", "is_locked", "has_waiting_room", "expected"),
    [
        (Way.QR, 0, 0, False, False, Door.SIT),
        (Way.ACCOUNT, 0, 0, False, False, Door.SIT),
        (Way.CODE, 0, 0, False, False, Door.WAIT),
        (Way.QR, 0, 0, False, True, Door.WAIT),
        (Way.QR, 0, 0, True, False, Door.WAIT),
        (Way.CODE, 0, 0, True, False, Door.LOCKED),
        (Way.QR, 11, 0, False, False, Door.SIT),
        (Way.QR, 12, 0, False, False, Door.WAIT),
        (Way.CODE, 0, 12, False, False, Door.FULL),
        (Way.QR, 12, 12, False, False, Door.FULL),
    ],
)
def test_who_sits_and_who_waits(way, seated, waiting, is_locked, has_waiting_room, expected):
    door = rules.at_the_door(
        way,
        seated=seated,
        waiting=waiting,
        announced=10,
        is_locked=is_locked,
        has_waiting_room=has_waiting_room,
    )
    assert door == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [("1234 5678", "12345678"), ("1234-5678", "12345678"), ("1234567", ""), ("123456789", ""), ("abc", "")],
)
def test_a_code_is_read_however_it_is_spaced(typed, code):
    assert rules.code_typed(typed) == code


def by_qr(meeting) -> Client:
    browser = Client()
    browser.get(f"/q/{meeting.token}")
    return browser


def by_code(meeting) -> Client:
    browser = Client()
    browser.post("/entrer/code", {"code": meeting.spoken_code})
    return browser


def test_scan_tap_yes_and_she_is_in(meeting, odile, fatou):
    browser = by_qr(meeting)
    names = browser.get(f"/seance/{meeting.pk}/qui").content.decode()
    assert [name in names for name in ("Odile", "Fatou")] == [True, True]
    assert "Vous êtes Odile ?" in browser.get(f"/seance/{meeting.pk}/qui/{odile.pk}").content.decode()

    browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}")

    request = browser.get(f"/seance/{meeting.pk}").wsgi_request
    assert (request.person, request.person.level, request.seat.is_seated) == (odile, Level.TAPPED, True)


def test_a_tapped_name_opens_nothing_of_her_account(meeting, odile):
    browser = by_qr(meeting)
    browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}")
    for private in ("/moi", "/moi/donnees", "/moi/donnees.json", "/moi/appareils"):
        assert browser.get(private).status_code == 403


def test_who_leads_is_not_in_the_list_to_tap(meeting, maryse, solange):
    browser = by_qr(meeting)
    for leader in (maryse, solange):
        assert browser.post(f"/seance/{meeting.pk}/qui/{leader.pk}").status_code == 404


def test_without_scanning_the_door_shows_nothing(meeting, odile, client):
    for address in (f"/seance/{meeting.pk}/qui", f"/seance/{meeting.pk}/qui/{odile.pk}"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Odile" not in answer.content.decode()


def test_the_spoken_code_shows_no_list_and_leads_to_the_waiting_room(meeting, odile):
    browser = by_code(meeting)
    assert "Odile" not in browser.get(f"/seance/{meeting.pk}/qui").content.decode()
    assert browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}").status_code == 403

    browser.post(f"/seance/{meeting.pk}/prenom", {"first_name": "Jeanne"})

    assert "Jeanne, on vous ouvre." in browser.get(f"/seance/{meeting.pk}/place").content.decode()
    assert Person.objects.filter(first_name="Jeanne").count() == 0


def test_one_tap_of_the_facilitator_lets_her_in_as_a_guest(meeting, maryse, client_of):
    browser = by_code(meeting)
    browser.post(f"/seance/{meeting.pk}/prenom", {"first_name": "Jeanne"})
    seat = Seat.objects.get()
    client_of(maryse).post(f"/seance/{meeting.pk}/porte/{seat.pk}", {"answer": "admit"})

    request = browser.get(f"/seance/{meeting.pk}").wsgi_request
    assert (request.person.first_name, request.person.level) == ("Jeanne", Level.CONFIRMED)
    assert Membership.objects.get(person=request.person).role == "guest"


def test_the_facilitator_says_that_this_odile_is_ours(meeting, maryse, odile, client_of):
    browser = by_code(meeting)
    browser.post(f"/seance/{meeting.pk}/prenom", {"first_name": "odile"})
    door = client_of(maryse)
    assert "C’est Odile du groupe" in door.get(f"/seance/{meeting.pk}/porte").content.decode()
    door.post(f"/seance/{meeting.pk}/porte/{Seat.objects.get().pk}", {"answer": "admit", "person": str(odile.pk)})
    assert browser.get(f"/seance/{meeting.pk}").wsgi_request.person == odile


def test_a_second_device_looks_and_gives_ideas_until_the_facilitator_answers(meeting, odile, maryse):
    first, second = by_qr(meeting), by_qr(meeting)
    for browser in (first, second):
        browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}")
    assert second.get(f"/seance/{meeting.pk}").wsgi_request.person.level == Level.DOUBTED

    actions.believe(Seat.objects.get(is_contested=True).pk, by=maryse)

    assert second.get(f"/seance/{meeting.pk}").wsgi_request.person.level == Level.CONFIRMED
    assert first.get(f"/seance/{meeting.pk}").wsgi_request.person is None


def test_a_second_device_refused_is_out(meeting, odile, maryse):
    first, second = by_qr(meeting), by_qr(meeting)
    for browser in (first, second):
        browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}")
    actions.refuse(Seat.objects.get(is_contested=True).pk, by=maryse)
    assert second.get(f"/seance/{meeting.pk}").wsgi_request.person is None
    assert first.get(f"/seance/{meeting.pk}").wsgi_request.person == odile


def test_who_signed_in_is_sure_and_takes_her_seat_back(meeting, odile, client_of):
    by_qr(meeting).post(f"/seance/{meeting.pk}/qui/{odile.pk}")
    browser = client_of(odile)
    browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}")
    assert list(Seat.objects.values_list("assurance", "is_contested")) == [(Assurance.CONFIRMED, False)]
    assert browser.get(f"/seance/{meeting.pk}").wsgi_request.seat.person == odile


def test_a_doubted_device_that_signs_in_is_doubted_no_more(meeting, odile):
    for _phone in range(2):
        browser = by_qr(meeting)
        browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}")
    doubted = Seat.objects.get(is_contested=True)
    seat = actions.sit_as(meeting.pk, person=odile, device=doubted.device, way=Way.ACCOUNT)
    assert (seat.is_contested, seat.assurance, seat.device) == (False, Assurance.CONFIRMED, doubted.device)


def test_several_people_share_a_tablet(meeting, odile, tonio):
    browser = by_qr(meeting)
    for person in (odile, tonio):
        browser.post(f"/seance/{meeting.pk}/qui/{person.pk}")
    seat = Seat.objects.get(person=odile)
    browser.post(f"/seance/{meeting.pk}/changer/{seat.pk}")
    assert browser.get(f"/seance/{meeting.pk}").wsgi_request.person == odile
    assert Client().post(f"/seance/{meeting.pk}/changer/{seat.pk}").status_code == 404


def test_not_me_goes_back_to_the_names_and_frees_the_device(meeting, odile):
    browser = by_qr(meeting)
    browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}")
    answer = browser.post("/sortir")
    assert answer.headers["Location"] == f"/seance/{meeting.pk}/qui"
    assert browser.get(f"/seance/{meeting.pk}/qui").wsgi_request.person is None


def test_the_organisation_may_hide_the_names(meeting, odile):
    organisation = meeting.group.organisation
    organisation.hides_expected_names = True
    organisation.save()
    browser = by_qr(meeting)
    assert "Odile" not in browser.get(f"/seance/{meeting.pk}/qui").content.decode()
    assert browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}").status_code == 403


def test_a_guest_has_a_first_name_and_nothing_else(meeting):
    browser = by_qr(meeting)
    browser.post(f"/seance/{meeting.pk}/prenom", {"first_name": "  Je\u202eanne  "})
    person = browser.get(f"/seance/{meeting.pk}").wsgi_request.person
    assert (person.first_name, person.contacts.count(), person.emailaddress_set.count()) == ("Jeanne", 0, 0)


def test_a_closed_meeting_lets_nobody_in_and_seats_nobody(meeting, odile):
    browser = by_qr(meeting)
    browser.post(f"/seance/{meeting.pk}/qui/{odile.pk}")
    meeting.closed_at = meeting.opened_at
    meeting.save()
    assert browser.get("/").wsgi_request.person is None
    assert Client().get(f"/q/{meeting.token}").status_code == 409
    assert Client().post("/entrer/code", {"code": meeting.code}).status_code == 422


def test_sixty_failures_of_an_address_and_the_right_code_is_not_looked_at(meeting):
    wrong = [str(10_000_000 + i) for i in range(61)]
    answers = [Client().post("/entrer/code", {"code": code}).status_code for code in wrong]
    assert answers == [422] * 60 + [503]
    assert Client().post("/entrer/code", {"code": meeting.code}).status_code == 503
    assert Client(REMOTE_ADDR="10.0.0.9").post("/entrer/code", {"code": meeting.code}).status_code == 302
    assert by_qr(meeting).get(f"/seance/{meeting.pk}/qui").status_code == 200


def test_three_hundred_failures_in_all_close_the_code_for_everybody(meeting):
    for i in range(300):
        Client(REMOTE_ADDR=f"10.0.{i // 5}.{i % 5}").post("/entrer/code", {"code": str(20_000_000 + i)})
    assert Client(REMOTE_ADDR="10.9.9.9").post("/entrer/code", {"code": meeting.code}).status_code == 503


def test_forty_people_behind_one_address_all_come_in(meeting):
    for i in range(40):
        if i % 10 == 0:
            Client().post("/entrer/code", {"code": "0000 0000"})
        browser = by_code(meeting)
        assert browser.post(f"/seance/{meeting.pk}/prenom", {"first_name": f"Ida {i}"}).status_code == 302
    assert Seat.objects.count() == 40


def test_a_crowd_of_robots_stops_at_announced_and_a_fifth(meeting):
    meeting.announced = 10
    meeting.save()
    for i in range(30):
        try:
            actions.sit_new(meeting.pk, name=f"x{i}", device=uuid.uuid4(), way=Way.CODE)
        except Unavailable:
            continue
    assert Seat.objects.count() == 12


def test_a_locked_room_refuses_the_next_one(meeting, maryse):
    actions.set_door(meeting.pk, is_locked=True, has_waiting_room=False, by=maryse)
    with pytest.raises(Unavailable, match="La salle est fermée"):
        actions.sit_new(meeting.pk, name="x", device=uuid.uuid4(), way=Way.CODE)


def test_a_device_waits_once_whatever_it_types(meeting):
    device = uuid.uuid4()
    for name in ("Ida", "Ida bis"):
        actions.sit_new(meeting.pk, name=name, device=device, way=Way.CODE)
    assert list(Seat.objects.values_list("typed_name", flat=True)) == ["Ida bis"]


def test_a_new_code_closes_the_old_one(meeting, maryse):
    old, token = meeting.code, meeting.token
    actions.change_code(meeting.pk, by=maryse)
    assert Client().get(f"/q/{token}").status_code == 409
    meeting.refresh_from_db()
    assert meeting.code != old


def test_who_only_looks_has_no_name_and_is_not_counted(meeting):
    browser = by_qr(meeting)
    browser.post(f"/seance/{meeting.pk}/regarder")
    request = browser.get(f"/seance/{meeting.pk}").wsgi_request
    assert (request.person, request.seat.person) == (None, None)


def test_the_door_asks_as_many_questions_for_one_as_for_thirty(
    meeting, maryse, client_of, django_assert_max_num_queries
):
    browser = client_of(maryse)
    for i in range(30):
        factories.make_seat(factories.make_member(f"Ida {i}", group=meeting.group), meeting=meeting)
    with django_assert_max_num_queries(15):
        browser.get(f"/seance/{meeting.pk}/porte")
