"""« Personne ne voit votre réponse. » These tests steal the database and try to know who said what."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from besace.core.errors import Unavailable
from besace.votes import queries, sealing
from besace.votes.actions import cancel_ballot, cast_voice, close_ballot, purge, reopen, withdraw
from besace.votes.models import Ballot, BallotKey, HandCount, RollLine, SealedVoice, Turnout, Voice
from besace.votes.rules import Choice, Outcome, Question, Secrecy, Tally
from tests import factories

from .dump import Row, every_byte, every_row, plain

WORDS = [choice.value for choice in Choice] + ["Elle crie sur l'âne."]
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="the bytes of SQLite’s own files")


@pytest.fixture
def twelve(transactional_db) -> list:
    return [factories.make_person(f"Ida {number}") for number in range(12)]


def everybody_votes(ballot: Ballot, people: list) -> None:
    """Eight yes and three not yet, one of which was a yes first; the last one is too close."""
    for person in people[:9]:
        cast_voice(ballot.pk, by=person, choice=Choice.YES)
    for person in people[8:11]:
        cast_voice(ballot.pk, by=person, choice=Choice.NOT_YET, reason="Elle crie sur l'âne.")
    withdraw(ballot.pk, by=people[11])


def links(rows: list[Row], person, ballot: Ballot) -> list[Row]:
    """Every row that names her, beside the ballot or not, and tells an answer or a time."""
    said = [row for row in rows if row.says(person.pk) and not row.table.startswith("people_")]
    return [
        row for row in said if any(map(row.says, WORDS)) or any(isinstance(c, datetime) for c in row.cells.values())
    ]


def test_a_stolen_base_says_nobodys_answer(twelve, opened, caplog):
    caplog.set_level(logging.DEBUG, logger="besace")
    ballot = opened(Question.PEERS, present=12, subject="request:1")
    everybody_votes(ballot, twelve)
    close_ballot(ballot.pk, by=None, weigh={twelve[0].pk})
    rows = every_row()

    assert [link for person in twelve for link in links(rows, person, ballot)] == []
    assert {row.table for row in rows if row.says(twelve[0].pk)} == {"people_person", "votes_turnout"}
    assert {row.table for row in rows if row.says(twelve[11].pk)} == {"people_person"}
    assert queries.tally(ballot.pk) == Tally(yes=8, not_yet=3)
    assert caplog.text == ""


def test_the_same_theft_finds_who_stamped_so_it_would_find_the_others(twelve, opened):
    ballot = opened(Question.STAMP, present=12)
    for person in twelve:
        cast_voice(ballot.pk, by=person, choice=Choice.STAMP)
    close_ballot(ballot.pk, by=None)
    rows = every_row()

    assert [[link.table for link in links(rows, person, ballot)] for person in twelve] == [["votes_voice"]] * 12
    assert queries.who_pressed(ballot.pk) == {person.pk for person in twelve}


def test_a_vote_without_names_keeps_no_name_beside_an_answer_once_closed(twelve, opened):
    ballot = opened(Question.FIRST_ANSWER, present=12)
    for person in twelve:
        cast_voice(ballot.pk, by=person, choice=Choice.REWORD, reason="Elle crie sur l'âne.")
    assert len(links(every_row(), twelve[0], ballot)) == 1

    close_ballot(ballot.pk, by=None)
    assert [link for person in twelve for link in links(every_row(), person, ballot)] == []


def test_a_base_stolen_while_the_vote_is_open_does_not_open(twelve, maryse, opened, instance_key):
    ballot = opened(Question.PEERS, present=12)
    everybody_votes(ballot, twelve)
    rows = [row for row in every_row() if row.table == "votes_sealedvoice"]

    assert len({len(bytes(row.cells["sealed"])) for row in rows}) == 1  # the length does not tell a reason either
    assert [row for row in rows if row.says(b"yes") or row.says(b"not_yet")] == []

    instance_key.write_bytes(b"the thief makes his own key")
    with pytest.raises(Unavailable) as closed:
        close_ballot(ballot.pk, by=None)
    assert closed.value.code == "ballot-not-opened"
    assert queries.ballot(ballot.pk).is_open is True

    result = cancel_ballot(ballot.pk, by=maryse)
    assert (result.outcome, result.voices, result.tally) == (Outcome.UNDECIDED, 0, None)
    assert SealedVoice.objects.count() == 0
    assert reopen(ballot.pk, by=maryse, present=12).is_open is True


def test_a_sealed_voice_moved_to_somebody_else_does_not_open(twelve, opened):
    ballot = opened(Question.PEERS, present=12)
    cast_voice(ballot.pk, by=twelve[0], choice=Choice.YES)
    SealedVoice.objects.update(person=twelve[1])

    with pytest.raises(Unavailable):
        close_ballot(ballot.pk, by=None)


def test_the_order_in_which_names_lie_is_drawn_at_random(twelve, opened):
    ballot = opened(Question.PEERS, present=12)
    everybody_votes(ballot, twelve)
    close_ballot(ballot.pk, by=None)

    lying = [row for row in every_row() if row.table == "votes_turnout"]
    drawn = sorted(lying, key=lambda row: plain(row.cells["id"]))
    arrival = [plain(person.pk) for person in twelve[:11]]
    assert lying == drawn
    assert [plain(row.cells["person_id"]) for row in lying] != arrival  # by chance: once in forty million


@only_sqlite
def test_the_files_keep_nothing_of_what_was_sealed(twelve, opened):
    ballot = opened(Question.PEERS, present=12)
    everybody_votes(ballot, twelve)
    sealed = [bytes(row.sealed) for row in (*SealedVoice.objects.all(), BallotKey.objects.get())]
    before = every_byte()
    assert [blob[:64] in before for blob in sealed] == [True] * 13

    close_ballot(ballot.pk, by=None)
    after = every_byte()
    assert [blob[:64] in after for blob in sealed] == [False] * 13


def test_a_small_ballot_keeps_its_decision_alone(five, opened):
    ballot = opened(Question.PEERS)
    for person, choice in zip(five[:4], [Choice.YES, Choice.YES, Choice.YES, Choice.NOT_YET], strict=True):
        cast_voice(ballot.pk, by=person, choice=choice, reason="Pas encore vu.")
    result = close_ballot(ballot.pk, by=None)

    assert (result.outcome, result.tally, result.reasons, result.voices) == (Outcome.ADOPTED, None, (), 4)
    assert [row.table for row in every_row() if row.says("not_yet") or row.says("Pas encore vu.")] == []


def test_a_decision_that_the_numbers_do_not_explain_hides_them(twelve, opened):
    """Five yes against three, and yet no decision: the numbers would say that no other said yes."""
    ballot = opened(Question.PEERS, present=8)
    for person in twelve[:5]:
        cast_voice(ballot.pk, by=person, choice=Choice.YES)
    for person in twelve[5:8]:
        cast_voice(ballot.pk, by=person, choice=Choice.NOT_YET)
    result = close_ballot(ballot.pk, by=None, weigh={person.pk for person in twelve[:5]})

    assert (result.outcome, result.tally) == (Outcome.UNDECIDED, None)


@pytest.mark.parametrize("secrecy", Secrecy)
def test_names_leave_thirty_days_after_the_closing(secrecy, five, opened):
    ballot = opened(secrecy=secrecy, without=[five[4].pk])
    for person, choice in zip(five[:4], [Choice.YES, Choice.YES, Choice.NO, Choice.YES], strict=True):
        cast_voice(ballot.pk, by=person, choice=choice)
    result = close_ballot(ballot.pk, by=None)
    named = (Voice, SealedVoice, Turnout, RollLine)

    purge(timezone.now() - timedelta(days=1))
    assert len(queries.answered(ballot.pk)) == 4
    purge(timezone.now())
    assert [rows.objects.count() for rows in named] == [0, 0, 0, 0]
    assert queries.result(ballot.pk) == result


def test_names_of_an_open_vote_stay_until_it_closes(fatou, ballot):
    cast_voice(ballot.pk, by=fatou, choice=Choice.YES)
    purge(timezone.now() + timedelta(days=400))
    assert queries.answered(ballot.pk) == {fatou.pk}


def test_the_key_of_the_instance_is_written_once_for_its_owner_alone(instance_key, opened):
    opened(secrecy=Secrecy.SECRET)
    first = instance_key.read_bytes()
    opened(secrecy=Secrecy.SECRET, subject="criterion:2")

    assert instance_key.read_bytes() == first
    assert instance_key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in instance_key.parent.iterdir()] == ["instance-key"]
    assert sealing.SIZE > 300 * 6  # a reason of the greatest length always fits, whatever its letters
    assert HandCount.objects.count() == 0
