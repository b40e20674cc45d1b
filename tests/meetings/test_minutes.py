"""The minutes: written at once, in four forms, corrected for seven days, and discreet."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from besace.building import actions as building
from besace.core.errors import Conflict
from besace.meetings import closing_actions, debate_actions
from besace.meetings.minutes import as_csv, as_text, record_from
from besace.meetings.minutes_pdf import as_pdf
from besace.meetings.models import Minutes


@pytest.fixture
def minutes(tuesday, criteria, all_answer, seats, maryse) -> Minutes:
    """One criterion kept, one talked about, one hidden before."""
    all_answer(criteria[0], "keep")
    debate_actions.answer(criteria[1].pk, seat=seats["Tonio"], choice="reword", reason="Quels pieds ?")
    for name in ("Fatou", "Kévin"):
        debate_actions.answer(criteria[1].pk, seat=seats[name], choice="blank")
    for criterion in criteria:
        debate_actions.close_vote(tuesday.pk, criterion.pk, by=maryse)
    building.hide(criteria[3].pk, by=maryse)
    return closing_actions.close_meeting(tuesday.pk, by=maryse)


def test_each_criterion_is_traced_from_the_idea_to_the_decision(minutes):
    lines = {line.text: line for line in record_from(minutes.record).criteria}

    assert lines["Le brosser"].outcome_in_words == "gardé"
    assert lines["Le brosser"].answers == ("3 voix : 3 par téléphone. Garder 3",)
    assert (lines["Curer les pieds"].reason, lines["Curer les pieds"].ideas) == ("Quels pieds ?", ("Curer les pieds",))


def test_neither_a_hidden_idea_nor_a_name_is_in_any_form(minutes):
    record = record_from(minutes.record)
    everything = as_text(record) + as_csv(record) + str(record.as_json())

    assert [word for word in ("Rassurer le public", "Tonio", "Fatou", "Kévin", "Odile") if word in everything] == []


def test_it_is_written_in_less_than_two_seconds(tuesday, criteria, maryse):
    start = time.perf_counter()
    record = record_from(closing_actions.close_meeting(tuesday.pk, by=maryse).record)
    pdf = as_pdf(record)

    assert (time.perf_counter() - start < 2, pdf[:5]) == (True, b"%PDF-")


def test_the_document_is_tagged_and_says_its_language(minutes):
    pdf = as_pdf(record_from(minutes.record))

    assert [mark in pdf for mark in (b"/StructTreeRoot", b"/Lang", b"pdfuaid")] == [True, True, True]


@pytest.mark.parametrize(
    ("kind", "start"), [("pdf", b"%PDF-"), ("txt", b"Atelier"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")]
)
def test_four_forms_are_handed_over(client_of, minutes, maryse, kind, start):
    answer = client_of(maryse).get(f"/seance/{minutes.meeting_id}/compte-rendu.{kind}")

    assert (answer.status_code, answer.content.startswith(start)) == (200, True)


def test_it_can_be_corrected_for_seven_days_then_no_more(minutes, fatou):
    closing_actions.ask_correction(minutes.pk, text="Nous étions 6.", by=fatou)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)), pytest.raises(Conflict):
        closing_actions.ask_correction(minutes.pk, text="Encore une.", by=fatou)

    assert list(minutes.corrections.values_list("text", flat=True)) == ["Nous étions 6."]
