"""A meeting on paper: what is printed, and what is typed in afterwards and says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from besace.building import actions as building
from besace.core.errors import Conflict, Refusal
from besace.meetings import closing_actions, debate_actions, naming, opening_actions, phase_actions
from besace.meetings.minutes import as_text
from besace.meetings.models import Meeting
from besace.meetings.rules import Phase

LAST_WEEK = date(2026, 11, 17)


@pytest.fixture
def caught_up(group, maryse) -> Meeting:
    return opening_actions.catch_up(group, held_on=LAST_WEEK, by=maryse, device=None)


def test_the_paper_is_a_document_that_is_read_aloud(client_of, group, tonio):
    answer = client_of(tonio).get(f"/groupe/{group.pk}/seances/materiel.pdf")

    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert b"pdfuaid" in answer.content


def test_what_was_decided_on_paper_is_typed_and_the_minutes_say_so(caught_up, maryse, tonio, fatou, kevin, odile):
    for person in (tonio, fatou, kevin, odile):
        opening_actions.seat_without_device(caught_up.pk, person_id=person.pk, by=maryse)
    web = opening_actions.choose_theme(caught_up.pk, theme="Tricot", purpose="Montrer.", by=maryse)
    phase_actions.move_to(caught_up.pk, Phase.WEB, by=maryse)
    idea = building.add_idea(web.pk, by=maryse, on_behalf=odile, text="Monter les mailles")
    phase_actions.move_to(caught_up.pk, Phase.DEBATE, by=maryse)
    debate_actions.count_hands(caught_up.pk, idea.pk, hands={"keep": 4}, by=maryse)
    debate_actions.close_vote(caught_up.pk, idea.pk, by=maryse)
    record = naming.record_with_names(closing_actions.close_meeting(caught_up.pk, by=maryse))
    typed = timezone.localdate()

    assert (record.day, record.hours, record.present) == ("mardi 17 novembre 2026", "", 5)
    assert [(line.text, line.outcome) for line in record.criteria] == [("Monter les mailles", "kept")]
    assert record.remarks[0].startswith("Séance tenue sans réseau, saisie ensuite le ")
    assert str(typed.year) in record.remarks[0]
    assert "mardi 17 novembre 2026\n" in as_text(record)


def test_nobody_comes_in_by_the_code(client, caught_up):
    answer = client.post("/entrer/code", {"code": caught_up.code}, follow=True)
    refused = client.post(f"/seance/{caught_up.pk}/prenom", {"first_name": "Lina"})

    assert (answer.status_code, refused.status_code) == (200, 503)


def test_a_day_to_come_is_not_caught_up(group, maryse):
    with pytest.raises(Refusal):
        opening_actions.catch_up(group, held_on=timezone.localdate() + timedelta(days=1), by=maryse, device=None)


def test_one_meeting_at_a_time(group, tuesday, maryse):
    with pytest.raises(Conflict):
        opening_actions.catch_up(group, held_on=LAST_WEEK, by=maryse, device=None)


def test_a_participant_does_not_catch_up(client_of, group, tonio):
    answer = client_of(tonio).post(f"/groupe/{group.pk}/seances/rattrapage", {"held_on": "2026-11-17"})

    assert (answer.status_code, Meeting.objects.count()) == (403, 0)


def test_the_minutes_typed_afterwards_are_a_document_too(client_of, caught_up, maryse, tonio):
    closing_actions.close_meeting(caught_up.pk, by=maryse)
    answer = client_of(tonio).get(f"/seance/{caught_up.pk}/compte-rendu.pdf")

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
