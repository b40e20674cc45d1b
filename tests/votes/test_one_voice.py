"""One person, one voice, whatever the number of phones and however they hurry: real threads, real connections."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from besace.people.models import Person
from besace.votes import queries
from besace.votes.actions import VoteIsOver, cast_voice, close_ballot
from besace.votes.models import SealedVoice, Voice
from besace.votes.rules import Choice, Question, Secrecy
from tests import factories

SEATS = 40
PHONES = 16
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def forty(transactional_db) -> list:
    return [factories.make_person(f"Ida {number}") for number in range(SEATS)]


def at_once(act: Callable[[Person], object], people: list[Person]) -> list[object]:
    """Sixteen threads that share the work, each with its own connection."""

    def phone(number: int) -> list[object]:
        try:
            return [act(person) for person in people[number::PHONES]]
        finally:
            connection.close()

    with ThreadPoolExecutor(PHONES) as phones:
        return [answer for answers in phones.map(phone, range(PHONES)) for answer in answers]


@pytest.mark.parametrize(
    ("secrecy", "sends"),
    [
        (Secrecy.OPEN, 400),
        (Secrecy.SECRET, 400),
        pytest.param(Secrecy.OPEN, 10_000, marks=pytest.mark.slow),
        pytest.param(Secrecy.SECRET, 10_000, marks=pytest.mark.slow),
    ],
)
def test_any_number_of_duplicates_on_forty_seats_is_forty_voices(secrecy, sends, forty, opened):
    ballot = opened(present=SEATS, secrecy=secrecy)
    people = forty * (sends // SEATS)
    random.shuffle(people)

    def send(person: Person) -> None:
        cast_voice(ballot.pk, by=person, choice=random.choice([Choice.YES, Choice.NO]))

    at_once(send, people)
    rows = SealedVoice if secrecy is Secrecy.SECRET else Voice
    assert rows.objects.filter(ballot=ballot).count() == SEATS
    assert close_ballot(ballot.pk, by=None).voices == SEATS


@pytest.mark.parametrize("secrecy", Secrecy)
def test_what_was_acknowledged_before_the_closing_counts_and_nothing_else(secrecy, forty, opened):
    ballot = opened(Question.PRACTICE, present=SEATS, secrecy=secrecy)
    middle = forty[SEATS // 2]

    def send(person) -> str:
        if person == middle:
            close_ballot(ballot.pk, by=None)
            return "closed"
        try:
            cast_voice(ballot.pk, by=person, choice=Choice.YES)
        except VoteIsOver:
            return "late"
        return "counted"

    said = Counter(at_once(send, forty))
    assert said["closed"] == 1
    assert said["counted"] + said["late"] == SEATS - 1
    assert queries.result(ballot.pk).voices == said["counted"]
    assert queries.progress(ballot.pk).late_voices == said["late"]
