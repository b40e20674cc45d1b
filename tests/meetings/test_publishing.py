"""« Publier après une deuxième lecture » : really held back, until somebody else has read it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from besace.badges import actions as badges
from besace.badges import reading
from besace.badges.models import SecondReading
from besace.building import actions as building
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.meetings import debate_actions, phase_actions, stamp_actions
from besace.meetings.rules import Phase
from besace.people.models import Role
from tests import factories


@pytest.fixture
def ines(group):
    return factories.make_member("Inès", group=group, role=Role.AMBASSADOR)


@pytest.fixture
def badge(tuesday, web, criteria, seats, sit, ines, all_answer, maryse):
    """Stamped, in « Publier »; Inès is an ambassador and sits there."""
    sit(ines)
    for criterion in criteria:
        all_answer(criterion, "keep")
    debate_actions.keep_what_nobody_opposes(tuesday.pk, by=maryse)
    phase_actions.move_to(tuesday.pk, Phase.REREAD, by=maryse)
    building.describe(web.pk, by=maryse, sentence="Mener l’âne avec un public.")
    phase_actions.move_to(tuesday.pk, Phase.STAMP, by=maryse)
    stamp_actions.open_stamp(tuesday.pk, by=maryse)
    for seat in seats.values():
        stamp_actions.press(seat, entered_by=maryse)
    version = stamp_actions.land(tuesday.pk, by=maryse)
    phase_actions.move_to(tuesday.pk, Phase.PUBLISH, by=maryse)
    return version.badge


@pytest.fixture
def asked(badge, tuesday, maryse) -> SecondReading:
    return stamp_actions.ask_second_reader(tuesday.pk, seat=None, by=maryse)


def is_public(badge) -> bool:
    badge.refresh_from_db()
    return badge.is_public


def test_the_facilitator_publishes_at_once_when_nobody_was_asked(client_of, tuesday, badge, maryse):
    client_of(maryse).post(f"/seance/{tuesday.pk}/publier")

    assert is_public(badge)


def test_once_a_second_reading_is_asked_nobody_publishes(client_of, tuesday, badge, asked, maryse):
    answer = client_of(maryse).post(f"/seance/{tuesday.pk}/publier")
    with pytest.raises(Conflict) as refused:
        badges.publish(badge.pk, by=maryse)

    assert (answer.status_code, refused.value.code, is_public(badge)) == (409, "second-reading", False)


def test_the_one_who_asked_does_not_answer(client_of, badge, asked, maryse):
    answer = client_of(maryse).post(f"/badges/relecture/{asked.pk}", {"answer": "good"})
    with pytest.raises(NotAllowed):
        reading.say_good(asked.pk, by=maryse)

    assert (answer.status_code, is_public(badge)) == (403, False)


def test_neither_does_the_database_let_her(badge, asked, maryse):
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondReading.objects.filter(pk=asked.pk).update(answered_by=maryse)


def test_a_participant_may_not(client_of, badge, asked, tonio):
    answer = client_of(tonio).post(f"/badges/relecture/{asked.pk}", {"answer": "good"})

    assert (answer.status_code, is_public(badge)) == (403, False)


def test_an_ambassador_reads_and_it_is_published(client_of, tuesday, badge, asked, ines):
    phone = client_of(ines).get(f"/seance/{tuesday.pk}").content.decode()
    home = client_of(ines).get("/").content.decode()
    client_of(ines).post(f"/badges/relecture/{asked.pk}", {"answer": "good"})
    asked.refresh_from_db()

    assert (f"/badges/relecture/{asked.pk}" in phone, f"/badges/relecture/{asked.pk}" in home) == (True, True)
    assert (is_public(badge), asked.answered_by) == (True, ines)
    assert f"/badges/relecture/{asked.pk}" not in client_of(ines).get("/").content.decode()


def test_the_one_who_says_no_says_why_and_it_stays_held_back(client_of, tuesday, badge, asked, ines, maryse):
    with pytest.raises(Refusal):
        reading.say_to_redo(asked.pk, remark=" ", by=ines)
    client_of(ines).post(f"/badges/relecture/{asked.pk}", {"answer": "redo", "remark": "Le nom est trop long."})
    console = client_of(maryse).get(f"/seance/{tuesday.pk}/animer").content.decode()

    assert "Le nom est trop long." in console
    with pytest.raises(Conflict):
        badges.publish(badge.pk, by=maryse)
    again = stamp_actions.ask_second_reader(tuesday.pk, seat=None, by=maryse)
    reading.say_good(again.pk, by=ines)
    assert is_public(badge)


def test_it_may_be_asked_of_somebody_else_and_stays_one_question(tuesday, badge, asked, ines, sit, maryse):
    seat = tuesday.seats.get(person=ines)
    again = stamp_actions.ask_second_reader(tuesday.pk, seat=seat, by=maryse)

    assert (again.pk, again.asked_of, SecondReading.objects.count()) == (asked.pk, ines, 1)


def test_answered_twice_is_answered_once(badge, asked, ines):
    reading.say_good(asked.pk, by=ines)
    with pytest.raises(Conflict) as refused:
        reading.say_good(asked.pk, by=ines)

    assert refused.value.code == "already-read"
