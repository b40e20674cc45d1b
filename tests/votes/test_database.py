"""What the database refuses by itself, even from a program that forgot to ask."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from besace.votes.actions import cast_voice, close_ballot
from besace.votes.models import Ballot, HandCount, RollLine, SealedVoice, Turnout, Voice
from besace.votes.rules import Choice, Secrecy

pytestmark = pytest.mark.django_db


def refused():
    return pytest.raises(IntegrityError)


@pytest.fixture
def closed(five, opened) -> Ballot:
    ballot = opened(secrecy=Secrecy.OPEN)
    for person in five[:4]:
        cast_voice(ballot.pk, by=person, choice=Choice.YES)
    close_ballot(ballot.pk, by=None)
    return Ballot.objects.get(pk=ballot.pk)


def test_two_voices_of_one_person(fatou, ballot):
    Voice.objects.create(ballot=ballot, person=fatou, choice=Choice.YES)
    with refused(), transaction.atomic():
        Voice.objects.create(ballot=ballot, person=fatou, choice=Choice.NO)
    assert Voice.objects.count() == 1


def test_two_sealed_voices_two_turnouts_two_lines_of_one_person(fatou, secret):
    for rows, told in ((SealedVoice, {"sealed": b"x"}), (Turnout, {}), (RollLine, {})):
        rows.objects.create(ballot=secret, person=fatou, **told)
        with refused(), transaction.atomic():
            rows.objects.create(ballot=secret, person=fatou, **told)
        assert rows.objects.count() == 1


def test_a_voice_in_a_closed_ballot(five, closed):
    for row in (
        Voice(ballot=closed, person=five[4], choice=Choice.NO),
        SealedVoice(ballot=closed, person=five[4], sealed=b"x"),
        HandCount(ballot=closed, choice=Choice.NO, number=9),
    ):
        with refused(), transaction.atomic():
            row.save(force_insert=True)
    assert set(Voice.objects.values_list("choice", flat=True)) == {"yes"}


def test_a_voice_changed_in_a_closed_ballot(closed):
    with refused(), transaction.atomic():
        Voice.objects.filter(ballot=closed).update(choice=Choice.NO)
    assert set(Voice.objects.values_list("choice", flat=True)) == {"yes"}


@pytest.mark.parametrize(
    "change",
    [
        {"result": {"outcome": "rejected"}},
        {"outcome": "rejected"},
        {"present": 2},
        {"rule": {"quorum": "none"}},
        {"secrecy": "open", "subject": "criterion:9"},
        {"closed_at": timezone.now()},
        {"closed_at": None, "outcome": "", "result": None},
    ],
    ids=lambda change: " ".join(change),
)
def test_a_closed_ballot_changed(change, closed):
    with refused(), transaction.atomic():
        Ballot.objects.filter(pk=closed.pk).update(**change)
    assert Ballot.objects.filter(pk=closed.pk).values().get() == {
        field.attname: getattr(closed, field.attname) for field in Ballot._meta.concrete_fields
    }


def test_late_voices_are_still_counted_on_a_closed_ballot(closed):
    Ballot.objects.filter(pk=closed.pk).update(late_voices=2)
    assert Ballot.objects.get(pk=closed.pk).late_voices == 2


def test_two_open_ballots_on_one_subject_and_two_of_the_same_number(ballot):
    twin = {f.attname: getattr(ballot, f.attname) for f in Ballot._meta.concrete_fields if f.attname != "id"}
    for told in ({"number": 2}, {"number": 1}):
        with refused(), transaction.atomic():
            Ballot.objects.create(**twin | told)
    assert Ballot.objects.count() == 1


def test_a_ballot_closed_without_a_result(ballot):
    with refused(), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(closed_at=timezone.now())
    assert Ballot.objects.get(pk=ballot.pk).is_open is True


def test_hands_below_zero_twice_the_same_or_withdrawn(ballot):
    HandCount.objects.create(ballot=ballot, choice=Choice.YES, number=1)
    for choice, number in ((Choice.NO, -1), (Choice.YES, 2), (Choice.WITHDRAWN, 1)):
        with refused(), transaction.atomic():
            HandCount.objects.create(ballot=ballot, choice=choice, number=number)
    assert HandCount.objects.values_list("choice", "number").get() == ("yes", 1)
