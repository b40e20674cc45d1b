"""Names in the minutes: only those who said yes, asked once, taken back in two taps."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from besace.core.worker import run_pending
from besace.meetings import closing_actions, naming, phase_actions
from besace.meetings.entrance import actions as entrance
from besace.meetings.entrance.rules import Way
from besace.meetings.minutes import as_text
from besace.meetings.models import Assurance, Minutes, Seat
from besace.meetings.rules import Phase
from besace.people import actions as people
from besace.people.models import Consent, Person

QUESTION = "Votre prénom dans le compte rendu ?"
NAMES = {"Maryse", "Tonio", "Fatou", "Kévin", "Odile"}


@pytest.fixture
def at_the_end(tuesday, seats, maryse):
    phase_actions.move_to(tuesday.pk, Phase.REVIEW, by=maryse)
    return seats


def phone(client_of, tuesday, seat) -> str:
    return client_of(seat=seat).get(f"/seance/{tuesday.pk}").content.decode()


def say(client_of, tuesday, seat, answer: str) -> int:
    return client_of(seat=seat).post(f"/seance/{tuesday.pk}/mon-prenom", {"name": answer}).status_code


def names(minutes: Minutes) -> tuple[str, ...]:
    return naming.record_with_names(Minutes.objects.get(pk=minutes.pk)).names


def test_nobody_is_named_who_was_not_asked(tuesday, at_the_end, maryse):
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)

    assert names(minutes) == ()
    assert {name for name in NAMES - {"Maryse"} if name in json.dumps(minutes.record, ensure_ascii=False)} == set()


def test_only_those_who_said_yes_are_named_in_every_form(client_of, tuesday, at_the_end, maryse, tonio):
    say(client_of, tuesday, at_the_end["Tonio"], "yes")
    say(client_of, tuesday, at_the_end["Fatou"], "no")
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)
    reader = client_of(tonio)
    address = f"/seance/{tuesday.pk}/compte-rendu"
    shown = {kind: reader.get(f"{address}{kind}").content.decode() for kind in (".txt", ".csv", ".json")}
    page = reader.get(address).content.decode()

    assert names(minutes) == ("Tonio",)
    assert [kind for kind, text in shown.items() for name in ("Fatou", "Kévin", "Odile") if name in text] == []
    assert ("Tonio" in shown[".txt"], json.loads(shown[".json"])["names"]) == (True, ["Tonio"])
    assert [name for name in ("Fatou", "Kévin", "Odile") if name in page] == []


def test_one_is_asked_once_whatever_one_says(client_of, tuesday, at_the_end):
    before = phone(client_of, tuesday, at_the_end["Fatou"])
    say(client_of, tuesday, at_the_end["Fatou"], "no")
    after = phone(client_of, tuesday, at_the_end["Fatou"])

    assert (QUESTION in before, QUESTION in after) == (True, False)


def test_a_name_tapped_and_never_seen_is_not_asked(client_of, tuesday, at_the_end):
    seat = at_the_end["Fatou"]
    seat.assurance = Assurance.TAPPED
    seat.save()

    assert QUESTION not in phone(client_of, tuesday, seat)
    assert (say(client_of, tuesday, seat, "yes"), Consent.objects.count()) == (403, 0)


def test_the_facilitator_does_not_say_yes_for_somebody(client_of, tuesday, at_the_end, maryse, odile):
    client_of(maryse).post(f"/seance/{tuesday.pk}/mon-prenom", {"name": "yes", "seat": str(at_the_end["Odile"].pk)})

    assert list(Consent.objects.values_list("person__first_name", flat=True)) == ["Maryse"]


def test_taken_back_on_the_minutes_it_goes_even_when_they_are_frozen(client_of, tuesday, at_the_end, maryse, tonio):
    say(client_of, tuesday, at_the_end["Tonio"], "yes")
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)
    Minutes.objects.update(written_at=timezone.now() - timedelta(days=20))
    Consent.objects.update(given_at=timezone.now() - timedelta(days=20))
    before = names(minutes)
    client_of(tonio).post(f"/seance/{tuesday.pk}/compte-rendu/mon-prenom", {"name": "no"})

    assert (before, names(minutes)) == (("Tonio",), ())


def test_a_yes_said_after_the_minutes_are_frozen_adds_no_name(tuesday, at_the_end, maryse, tonio):
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)
    Minutes.objects.update(written_at=timezone.now() - timedelta(days=8))
    people.say_consent(tonio, purpose="minutes", is_yes=True)

    assert names(minutes) == ()


def test_who_was_not_there_is_not_named(client_of, tuesday, at_the_end, maryse, group):
    from tests import factories  # noqa: PLC0415 -- only this test brings somebody else

    away = factories.make_member("Zoé", group=group)
    people.say_consent(away, purpose="minutes", is_yes=True)
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)
    answer = client_of(away).post(f"/seance/{tuesday.pk}/compte-rendu/mon-prenom", {"name": "yes"})

    assert (names(minutes), answer.status_code) == ((), 409)


def test_a_task_says_who_takes_it_with_her_yes_only(tuesday, at_the_end, maryse, tonio):
    for name in ("Tonio", "Fatou"):
        closing_actions.note_task(tuesday.pk, text=f"Tâche {name[0]}", taken_by=at_the_end[name], by=maryse)
    people.say_consent(tonio, purpose="minutes", is_yes=True)
    record = naming.record_with_names(closing_actions.close_meeting(tuesday.pk, by=maryse))

    assert record.tasks == ("Tâche T (Tonio)", "Tâche F (quelqu’un s’en charge)")
    assert "Fatou" not in as_text(record)


def test_an_erased_person_is_named_nowhere(tuesday, at_the_end, maryse, tonio):
    people.say_consent(tonio, purpose="minutes", is_yes=True)
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)
    people.erase_person(Person.objects.get(pk=tonio.pk), by=None)

    assert names(minutes) == ()


def test_a_facilitator_who_is_erased_is_named_no_more(client_of, tuesday, at_the_end, maryse, tonio):
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)
    before = naming.record_with_names(minutes).facilitators
    people.erase_person(Person.objects.get(pk=maryse.pk), by=None)
    address = f"/seance/{tuesday.pk}/compte-rendu"
    shown = [client_of(tonio).get(f"{address}{kind}").content.decode() for kind in ("", ".txt", ".json")]

    assert (before, naming.record_with_names(minutes).facilitators) == (("Maryse",), ())
    assert [text for text in shown if "Maryse" in text] == []


def test_the_record_itself_holds_no_name(tuesday, at_the_end, maryse, tonio):
    people.say_consent(tonio, purpose="minutes", is_yes=True)
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)

    assert [name for name in sorted(NAMES) if name in json.dumps(minutes.record, ensure_ascii=False)] == []


def test_what_she_typed_at_the_door_goes_with_her(tuesday):
    seat = entrance.sit_new(tuesday.pk, name="Bérengère", device=uuid.uuid4(), way=Way.QR)
    assert seat.person is not None
    people.erase_person(seat.person, by=None)
    run_pending()

    assert Seat.objects.get(pk=seat.pk).typed_name == ""
