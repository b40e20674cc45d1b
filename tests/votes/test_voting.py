"""Answering, thinking again, raising hands, withdrawing, closing, doing again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.models import JournalEntry, Revision
from besace.votes import queries
from besace.votes.actions import (
    VoteIsOver,
    cancel_ballot,
    cast_voice,
    close_ballot,
    count_hands,
    late_voices_counted,
    open_ballot,
    reopen,
    set_present,
    take_back,
    withdraw,
)
from besace.votes.result import Reason
from besace.votes.rules import Choice, Outcome, Question, Rule, Secrecy, Step, Tally, default_rule

pytestmark = pytest.mark.django_db


def refusal(code: str, kind: type[Exception] = Refusal):
    return pytest.raises(kind, check=lambda refused: refused.code == code)


def all_say(ballot, choices: dict) -> None:
    for person, choice in choices.items():
        cast_voice(ballot.pk, by=person, choice=choice)


# --- answering ----------------------------------------------------------------------------------------------------


def test_thinking_again_replaces_the_voice(fatou, ballot):
    cast_voice(ballot.pk, by=fatou, choice=Choice.NO)
    cast_voice(ballot.pk, by=fatou, choice=Choice.YES)

    assert queries.tally(ballot.pk) == Tally(yes=1)


def test_thinking_again_replaces_a_sealed_voice(fatou, secret, five):
    all_say(secret, dict.fromkeys(five, Choice.NO))
    for person in five[:3]:
        cast_voice(secret.pk, by=person, choice=Choice.YES)

    assert close_ballot(secret.pk, by=None).tally == Tally(yes=3, no=2)


def test_a_group_may_refuse_second_thoughts(fatou, opened):
    ballot = opened(secrecy=Secrecy.OPEN, allows_change=False)
    cast_voice(ballot.pk, by=fatou, choice=Choice.NO)

    with refusal("already-answered", Conflict):
        cast_voice(ballot.pk, by=fatou, choice=Choice.YES)
    assert queries.tally(ballot.pk) == Tally(no=1)


def test_only_what_is_offered_is_an_answer(fatou, ballot):
    for choice in (Choice.STAMP, Choice.NOT_YET, Choice.WITHDRAWN):
        with refusal("not-offered"):
            cast_voice(ballot.pk, by=fatou, choice=choice)
    assert queries.answered(ballot.pk) == set()


def test_a_no_to_a_wording_says_why(fatou, opened):
    ballot = opened(Question.WORDING)
    with refusal("reason-needed"):
        cast_voice(ballot.pk, by=fatou, choice=Choice.NO, reason="  ")
    cast_voice(ballot.pk, by=fatou, choice=Choice.NO, reason=" « Conduire » est trop vague. ")

    assert queries.my_voice(ballot.pk, fatou).reason == "« Conduire » est trop vague."


def test_a_reason_too_long_is_refused_and_nothing_is_written(fatou, opened):
    ballot = opened(Question.WORDING)
    with refusal("reason-too-long"):
        cast_voice(ballot.pk, by=fatou, choice=Choice.NO, reason="a" * 301)
    assert queries.answered(ballot.pk) == set()


def test_numbers_are_hidden_until_the_closing(five, opened):
    ballot = opened(Question.FIRST_ANSWER)
    all_say(ballot, dict.fromkeys(five, Choice.KEEP))

    assert queries.tally(ballot.pk) is None
    assert queries.result(ballot.pk) is None
    assert queries.progress(ballot.pk) == queries.Progress(answered=5, hands=0, present=5, late_voices=0)

    close_ballot(ballot.pk, by=five[0])
    assert queries.tally(ballot.pk) == Tally(keep=5)


def test_she_sees_her_own_voice_until_the_closing(fatou, tonio, ballot):
    cast_voice(ballot.pk, by=fatou, choice=Choice.YES)
    assert queries.my_voice(ballot.pk, fatou) == queries.MyVoice(Choice.YES, "", is_entered_for_her=False)
    assert queries.my_voice(ballot.pk, tonio) is None

    close_ballot(ballot.pk, by=None)
    assert queries.my_voice(ballot.pk, fatou) is None


def test_a_secret_voice_is_shown_to_nobody_not_even_to_her(fatou, secret):
    cast_voice(secret.pk, by=fatou, choice=Choice.YES)

    assert queries.my_voice(secret.pk, fatou) is None
    assert queries.tally(secret.pk) is None
    assert queries.answered(secret.pk) == {fatou.pk}


# --- for somebody, under a wrong name, out of the roll --------------------------------------------------------------


def test_what_is_entered_for_somebody_is_hers_and_marked(maryse, odile, ballot):
    cast_voice(ballot.pk, by=maryse, on_behalf=odile, choice=Choice.YES)

    assert queries.answered(ballot.pk) == {odile.pk}
    assert queries.my_voice(ballot.pk, odile).is_entered_for_her is True
    assert queries.entered_for(odile) == {ballot.pk}
    assert close_ballot(ballot.pk, by=maryse).entered_for_somebody == 1


def test_nobody_answers_for_somebody_in_a_secret_ballot(maryse, odile, secret):
    with refusal("secret-in-person"):
        cast_voice(secret.pk, by=maryse, on_behalf=odile, choice=Choice.YES)
    assert queries.answered(secret.pk) == set()


@pytest.mark.parametrize("secrecy", Secrecy)
def test_an_answer_under_the_wrong_name_is_taken_back(secrecy, maryse, tonio, opened):
    ballot = opened(secrecy=secrecy)
    cast_voice(ballot.pk, by=tonio, choice=Choice.YES)
    take_back(ballot.pk, voter=tonio, by=maryse)

    assert queries.answered(ballot.pk) == set()


def test_the_one_it_is_about_never_votes(tonio, fatou, opened):
    ballot = opened(Question.PEERS, without=[tonio.pk])
    with refusal("no-voice", NotAllowed):
        cast_voice(ballot.pk, by=tonio, choice=Choice.YES)
    cast_voice(ballot.pk, by=fatou, choice=Choice.YES)

    assert queries.answered(ballot.pk) == {fatou.pk}


def test_a_vote_over_several_days_has_a_roll_and_its_quorum(five, opened, paule):
    ballot = opened(Question.PEERS, roll=[person.pk for person in five], without=[five[0].pk], present=99)

    assert ballot.present == 4
    for person in (paule, five[0]):
        with refusal("no-voice", NotAllowed):
            cast_voice(ballot.pk, by=person, choice=Choice.YES)
    set_present(ballot.pk, 40)
    assert queries.progress(ballot.pk).present == 4


def test_a_vote_that_has_a_date_ends_at_that_date(fatou, opened):
    ballot = opened(closes_at=timezone.now() - timedelta(seconds=1))
    later = opened(closes_at=timezone.now() + timedelta(days=1), subject="criterion:2")

    with refusal("ballot-closed", VoteIsOver):
        cast_voice(ballot.pk, by=fatou, choice=Choice.YES)
    cast_voice(later.pk, by=fatou, choice=Choice.YES)
    assert list(queries.due(timezone.now())) == [ballot]


def test_peers_always_vote_in_secret(maryse):
    with refusal("peers-vote-in-secret"):
        open_ballot(subject="request:1", question=Question.PEERS, rule=Rule(), present=5, by=maryse)


# --- hands ----------------------------------------------------------------------------------------------------------


def test_hands_and_phones_make_one_result(five, opened):
    ballot = opened(present=31)
    all_say(ballot, dict.fromkeys(five, Choice.YES))
    count_hands(ballot.pk, hands={Choice.YES: 5, Choice.NO: 4}, by=five[0])

    result = close_ballot(ballot.pk, by=five[0])
    assert (result.tally, result.voices, result.by_phone, result.hands) == (Tally(yes=10, no=4), 14, 5, 9)


def test_counting_hands_again_replaces(maryse, opened):
    ballot = opened(secrecy=Secrecy.OPEN, present=31)
    count_hands(ballot.pk, hands={Choice.YES: 5, Choice.NO: 4}, by=maryse)
    count_hands(ballot.pk, hands={Choice.YES: 6}, by=maryse)

    assert queries.tally(ballot.pk) == Tally(yes=6)


def test_never_more_voices_than_seats(maryse, tonio, fatou, ballot):
    cast_voice(ballot.pk, by=tonio, choice=Choice.YES)
    cast_voice(ballot.pk, by=fatou, choice=Choice.YES)
    with refusal("more-voices-than-seats"):
        count_hands(ballot.pk, hands={Choice.YES: 4}, by=maryse)
    count_hands(ballot.pk, hands={Choice.YES: 3}, by=maryse)

    assert queries.tally(ballot.pk) == Tally(yes=5)


def test_a_phone_that_comes_after_the_hands_does_not_count_twice(maryse, tonio, fatou, opened):
    ballot = opened(present=3, secrecy=Secrecy.OPEN)
    cast_voice(ballot.pk, by=tonio, choice=Choice.YES)
    count_hands(ballot.pk, hands={Choice.NO: 2}, by=maryse)

    with refusal("hands-are-counted", Conflict):
        cast_voice(ballot.pk, by=fatou, choice=Choice.YES)
    cast_voice(ballot.pk, by=tonio, choice=Choice.NO)
    assert queries.tally(ballot.pk) == Tally(no=3)


def test_no_hands_in_a_secret_ballot(maryse, secret):
    with refusal("no-hands-in-secret"):
        count_hands(secret.pk, hands={Choice.YES: 3}, by=maryse)


@pytest.mark.parametrize("hands", [{Choice.YES: -1}, {Choice.STAMP: 1}, {Choice.WITHDRAWN: 1}])
def test_impossible_hands_are_refused(hands, maryse, ballot):
    with refusal("not-offered"):
        count_hands(ballot.pk, hands=hands, by=maryse)


def test_whoever_left_after_answering_is_still_counted(five, opened):
    ballot = opened(present=5)
    all_say(ballot, dict.fromkeys(five[:4], Choice.YES))
    set_present(ballot.pk, 2)

    assert queries.progress(ballot.pk).present == 4


# --- closing --------------------------------------------------------------------------------------------------------


def test_kept_at_once_when_nobody_wants_it_otherwise(five, opened):
    ballot = opened(Question.FIRST_ANSWER)
    all_say(ballot, dict.fromkeys(five[:3], Choice.KEEP))
    result = close_ballot(ballot.pk, by=five[0])

    assert (result.outcome, result.step, result.has_quorum) == (Outcome.ADOPTED, Step.DONE, True)
    assert queries.ballot_of("criterion:1").outcome == Outcome.ADOPTED


def test_reasons_are_heard_without_names_nor_order(five, opened):
    ballot = opened(Question.FIRST_ANSWER)
    cast_voice(ballot.pk, by=five[0], choice=Choice.REWORD, reason="Trop long.")
    cast_voice(ballot.pk, by=five[1], choice=Choice.REMOVE, reason="Déjà dit.")
    cast_voice(ballot.pk, by=five[2], choice=Choice.REWORD, reason="Ce n’est pas clair.")
    result = close_ballot(ballot.pk, by=five[0])

    assert result.step == Step.DEBATE
    assert result.reasons == (
        Reason(Choice.REMOVE, "Déjà dit."),
        Reason(Choice.REWORD, "Ce n’est pas clair."),
        Reason(Choice.REWORD, "Trop long."),
    )
    assert queries.result(ballot.pk) == result


def test_the_third_ballot_on_a_criterion_lets_the_majority_speak(five, opened):
    def ask(question, choices):
        ballot = opened(question)
        for person, choice in zip(five, choices, strict=True):
            cast_voice(ballot.pk, by=person, choice=choice, reason="Pas clair." if choice is Choice.NO else "")
        return close_ballot(ballot.pk, by=five[0])

    against = [Choice.YES] * 3 + [Choice.NO] * 2
    steps = [
        ask(Question.FIRST_ANSWER, [Choice.KEEP] * 4 + [Choice.REWORD]).step,
        ask(Question.WORDING, against).step,
        ask(Question.WORDING, against).outcome,
    ]
    assert steps == [Step.DEBATE, Step.REWORD, Outcome.ADOPTED]


def test_closing_twice_gives_the_same_answer(five, ballot):
    all_say(ballot, dict.fromkeys(five, Choice.YES))
    assert close_ballot(ballot.pk, by=five[0]) == close_ballot(ballot.pk, by=five[1])


def test_the_one_who_is_too_close_counts_nowhere(five, opened):
    ballot = opened(Question.PEERS, present=6)
    all_say(ballot, {five[0]: Choice.YES, five[1]: Choice.YES, five[2]: Choice.YES})
    withdraw(ballot.pk, by=five[3])
    withdraw(ballot.pk, by=five[4])

    assert len(queries.answered(ballot.pk)) == 5
    result = close_ballot(ballot.pk, by=five[0])
    assert (result.outcome, result.voices) == (Outcome.ADOPTED, 3)
    assert queries.answered(ballot.pk) == {person.pk for person in five[:3]}


def test_proposers_and_observers_are_not_enough_alone(five, opened):
    outcomes = []
    for subject, proposers in (("request:1", five[:3]), ("request:2", five[:2])):
        ballot = opened(Question.PEERS, subject=subject)
        all_say(ballot, dict.fromkeys(five[:3], Choice.YES) | dict.fromkeys(five[3:], Choice.NOT_YET))
        outcomes.append(close_ballot(ballot.pk, by=None, weigh={person.pk for person in proposers}).outcome)

    assert outcomes == [Outcome.UNDECIDED, Outcome.ADOPTED]


# --- too late, again ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_late_voice_is_told_so_and_counted_as_late(tonio, fatou, ballot):
    cast_voice(ballot.pk, by=tonio, choice=Choice.YES)
    close_ballot(ballot.pk, by=None)

    with pytest.raises(VoteIsOver) as late:
        cast_voice(ballot.pk, by=fatou, choice=Choice.YES)
    with pytest.raises(VoteIsOver) as again:
        cast_voice(ballot.pk, by=tonio, choice=Choice.NO)

    assert late.value.sentence == "Le vote est fini. Votre voix n’a pas été comptée."
    assert again.value.sentence == "Le vote est fini. Votre première réponse reste comptée."
    assert queries.progress(ballot.pk).late_voices == 2
    assert queries.tally(ballot.pk) == Tally(yes=1)


@pytest.mark.django_db(transaction=True)
def test_a_late_voice_is_counted_once_even_from_inside_a_transaction(fatou, ballot):
    from django.db import transaction  # noqa: PLC0415 -- one test

    close_ballot(ballot.pk, by=None)
    with pytest.raises(VoteIsOver), late_voices_counted(), transaction.atomic():
        cast_voice(ballot.pk, by=fatou, choice=Choice.YES)
    with pytest.raises(VoteIsOver), late_voices_counted():
        cast_voice(ballot.pk, by=fatou, choice=Choice.YES)

    assert queries.progress(ballot.pk).late_voices == 2


def test_voting_again_is_a_new_ballot_and_keeps_the_old(maryse, tonio, fatou, opened):
    old = opened(Question.WORDING, without=[tonio.pk], present=5)
    close_ballot(old.pk, by=maryse)
    new = reopen(old.pk, by=maryse, present=6)

    assert [b.pk for b in queries.history_of("criterion:1")] == [old.pk, new.pk]
    assert queries.ballot_of("criterion:1") == new
    assert (new.wording, new.present, queries.rule(new)) == (1, 6, default_rule(Question.WORDING))
    with refusal("no-voice", NotAllowed):
        cast_voice(new.pk, by=tonio, choice=Choice.YES)


def test_a_vote_opened_by_mistake_is_cancelled_and_counts_nothing(five, opened):
    ballot = opened(secrecy=Secrecy.OPEN, present=9)
    all_say(ballot, dict.fromkeys(five, Choice.YES))
    count_hands(ballot.pk, hands={Choice.YES: 4}, by=five[0])
    result = cancel_ballot(ballot.pk, by=five[0])

    assert (result.outcome, result.step, result.voices) == (Outcome.UNDECIDED, Step.REVISIT, 0)
    assert (queries.tally(ballot.pk), queries.answered(ballot.pk), queries.who_pressed(ballot.pk)) == (
        Tally(),
        set(),
        set(),
    )
    with refusal("ballot-closed", Conflict):
        cancel_ballot(ballot.pk, by=five[0])


def test_one_subject_has_one_open_ballot(maryse, ballot, opened):
    with refusal("ballot-already-open", Conflict):
        opened()
    with refusal("ballot-already-open", Conflict):
        reopen(ballot.pk, by=maryse, present=5)


def test_the_last_ballots_of_many_subjects_cost_two_queries(maryse, opened, django_assert_num_queries):
    first = opened(subject="criterion:1")
    close_ballot(first.pk, by=maryse)
    expected = {"criterion:1": reopen(first.pk, by=maryse, present=5), "criterion:2": opened(subject="criterion:2")}

    with django_assert_num_queries(2):
        assert queries.ballots_of(["criterion:1", "criterion:2", "criterion:3"]) == expected


# --- what others hear -----------------------------------------------------------------------------------------------


def test_the_screens_follow_and_the_journal_names_no_voice(maryse, tonio, odile, opened):
    ballot = opened(channel="meeting:1", part="criterion", present=9)
    cast_voice(ballot.pk, by=tonio, choice=Choice.YES)
    cast_voice(ballot.pk, by=maryse, on_behalf=odile, choice=Choice.YES)
    count_hands(ballot.pk, hands={Choice.YES: 2}, by=maryse)
    close_ballot(ballot.pk, by=maryse)

    assert list(Revision.objects.values_list("channel", "part")) == [("meeting:1", "criterion")] * 5
    lines = list(JournalEntry.objects.order_by("id").values_list("verb", "who", "details"))
    assert lines == [
        ("ballot-opened", str(maryse.pk), {"subject": "criterion:1", "question": "practice"}),
        ("voice-entered", str(maryse.pk), {"person": str(odile.pk)}),
        ("hands-counted", str(maryse.pk), {"number": 2}),
        ("ballot-closed", str(maryse.pk), {"subject": "criterion:1", "outcome": "adopted"}),
    ]
