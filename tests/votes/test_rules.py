"""The law of the group: the table of decisions.txt, then what must hold whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from besace.votes import rules
from besace.votes.rules import (
    OFFERED,
    Choice,
    Majority,
    Outcome,
    Question,
    Quorum,
    Rule,
    Secrecy,
    Standing,
    Step,
    Tally,
    WhoVotes,
    Words,
)

from .cases import Case, cases, changed

ALL = cases()
DECIDED = [case for case in ALL if not case.section.startswith("shown")]
SHOWN = [case for case in ALL if case.section.startswith("shown")]
OUTCOMES = {
    "adopted": (Outcome.ADOPTED, Step.DONE),
    "rejected": (Outcome.REJECTED, Step.DONE),
    "debate": (Outcome.UNDECIDED, Step.DEBATE),
    "reword": (Outcome.UNDECIDED, Step.REWORD),
    "revisit": (Outcome.UNDECIDED, Step.REVISIT),
}


def name(case: Case) -> str:
    return f"{case.section}: {case.sentence}"


def test_the_table_holds_two_hundred_different_cases():
    assert len(ALL) >= 200
    assert len({(c.section, c.present, c.tally, c.from_others, c.options) for c in ALL}) >= 200


@pytest.mark.parametrize("case", DECIDED, ids=name)
def test_decided_as_written(case: Case):
    decision = rules.decide(
        case.question,
        tally=case.tally,
        rule=case.rule,
        present=case.present,
        wording=case.wording,
        yes_from_others=case.from_others,
    )
    assert (decision.outcome, decision.step) == OUTCOMES[case.decided]


@pytest.mark.parametrize("case", SHOWN, ids=name)
def test_shown_as_written(case: Case):
    secrecy = changed(Rule(secrecy=Secrecy.SECRET), case.options).secrecy
    assert rules.shows_counts(case.tally, secrecy=secrecy) is (case.decided == "counts")


# --- who, how many ------------------------------------------------------------------------------------------------

EVERYBODY = set(Standing) - {Standing.PARTNER, Standing.OBSERVER}


@pytest.mark.parametrize(
    ("rule", "voices"),
    [
        (Rule(), EVERYBODY),
        (Rule(guests_vote=False), EVERYBODY - {Standing.GUEST}),
        (Rule(facilitator_votes=False), EVERYBODY - {Standing.FACILITATOR}),
        (Rule(who_votes=WhoVotes.MEMBERS), EVERYBODY - {Standing.GUEST}),
        (
            Rule(who_votes=WhoVotes.AMBASSADORS_AND_PARTICIPANTS),
            {Standing.AMBASSADOR, Standing.PARTICIPANT, Standing.FACILITATOR},
        ),
        (
            Rule(who_votes=WhoVotes.AMBASSADORS_AND_PARTICIPANTS, facilitator_votes=False),
            {Standing.AMBASSADOR, Standing.PARTICIPANT},
        ),
    ],
)
def test_who_has_a_voice(rule: Rule, voices: set[Standing]):
    assert {standing for standing in Standing if rules.has_voice(rule, standing=standing)} == voices


def test_a_guest_stamps_and_does_not_give_a_badge_to_a_person():
    assert rules.has_voice(rules.default_rule(Question.STAMP), standing=Standing.GUEST) is True
    assert rules.has_voice(rules.default_rule(Question.PEERS), standing=Standing.GUEST) is False


def test_the_defaults_are_those_of_the_table():
    secrecies = {question: rules.default_rule(question).secrecy for question in Question}
    assert secrecies == {
        Question.FIRST_ANSWER: Secrecy.NAMELESS,
        Question.WORDING: Secrecy.NAMELESS,
        Question.PRACTICE: Secrecy.NAMELESS,
        Question.STAMP: Secrecy.OPEN,
        Question.PEERS: Secrecy.SECRET,
    }
    assert rules.default_rule(Question.FIRST_ANSWER) == Rule(
        Quorum.HALF, 0, 3, Majority.SIMPLE, False, Secrecy.NAMELESS, True, WhoVotes.EVERYONE, True, True
    )


@pytest.mark.parametrize(
    ("present", "needed"), [(0, 3), (3, 3), (6, 3), (7, 4), (8, 4), (31, 16), (40, 20), (401, 201)]
)
def test_the_quorum_is_half_of_the_seats_and_three_at_least(present: int, needed: int):
    assert rules.quorum_needed(Rule(), present=present) == needed


def test_a_vote_becomes_more_secret_never_less():
    allowed = {(a, b) for a in Secrecy for b in Secrecy if rules.may_become(a, b)}
    assert allowed == {
        (Secrecy.OPEN, Secrecy.OPEN),
        (Secrecy.OPEN, Secrecy.NAMELESS),
        (Secrecy.OPEN, Secrecy.SECRET),
        (Secrecy.NAMELESS, Secrecy.NAMELESS),
        (Secrecy.NAMELESS, Secrecy.SECRET),
        (Secrecy.SECRET, Secrecy.SECRET),
    }


MIXED = [
    (22, 9, 31, True), (22, 10, 31, False), (0, 31, 31, True), (31, 0, 31, True), (31, 1, 31, False),
    (0, 0, 0, True), (0, 1, 0, False), (1, 0, 1, True), (1, 1, 1, False), (1, 1, 2, True),
    (3, 0, 3, True), (2, 2, 3, False), (40, 0, 40, True), (39, 1, 40, True), (39, 2, 40, False),
    (20, 20, 40, True), (20, 21, 40, False), (0, 400, 400, True), (399, 1, 400, True), (399, 2, 400, False),
]  # fmt: skip


@pytest.mark.parametrize(("phones", "hands", "seats", "fits"), MIXED)
def test_hands_and_phones_never_exceed_the_seats(phones: int, hands: int, seats: int, fits: bool):
    assert rules.hands_fit(hands=hands, answered=phones, present=seats) is fits


def test_a_tally_never_goes_below_zero():
    with pytest.raises(ValueError):
        Tally(yes=-1)


def test_tallies_add_up():
    assert Tally(yes=22, no=3) + Tally(yes=5, blank=4) == Tally(yes=27, no=3, blank=4)


def test_the_default_rule_in_words():
    assert rules.in_words(Rule()) == (
        Words("who-everyone"),
        Words("quorum-half", 3),
        Words("majority-simple"),
        Words("blank-for-quorum"),
        Words("silence"),
        Words("secrecy-nameless"),
        Words("change-until-closing"),
    )


def test_every_option_of_a_rule_changes_its_words():
    rule = Rule(
        Quorum.PERCENT, 40, 3, Majority.TWO_THIRDS, True, Secrecy.SECRET, False, WhoVotes.EVERYONE, False, False
    )
    assert rules.in_words(rule) == (
        Words("who-everyone"),
        Words("no-guests"),
        Words("quorum-percent", 40),
        Words("majority-two-thirds"),
        Words("blank-counts"),
        Words("silence"),
        Words("secrecy-secret"),
        Words("no-change"),
        Words("facilitator-abstains"),
    )


# --- whatever the numbers -----------------------------------------------------------------------------------------

rule_of_any_group = st.builds(
    Rule,
    quorum=st.sampled_from(Quorum),
    quorum_number=st.integers(0, 100),
    majority=st.sampled_from(Majority),
    blank_counts=st.booleans(),
)
questions = st.sampled_from(Question)


@st.composite
def votes(draw: st.DrawFn) -> tuple[Question, list[Choice], int]:
    question = draw(questions)
    offered = [*OFFERED[question], *([Choice.WITHDRAWN] if question is Question.PEERS else [])]
    choices = draw(st.lists(st.sampled_from(offered), max_size=16))
    return question, choices, len(choices) + draw(st.integers(0, 5))


def decide(question: Question, choices: list[Choice], rule: Rule, present: int) -> rules.Decision:
    return rules.decide(question, tally=Tally.of(choices), rule=rule, present=present, wording=2)


@given(vote=votes(), rule=rule_of_any_group, random=st.randoms())
def test_the_order_of_arrival_decides_nothing(vote, rule, random):
    question, choices, present = vote
    shuffled = random.sample(choices, len(choices))
    assert decide(question, choices, rule, present) == decide(question, shuffled, rule, present)


@given(vote=votes(), rule=rule_of_any_group)
def test_nothing_is_adopted_below_the_quorum(vote, rule):
    question, choices, present = vote
    voices = [choice for choice in choices if choice is not Choice.WITHDRAWN]
    seats = present - (len(choices) - len(voices))
    if decide(question, choices, rule, present).outcome is Outcome.ADOPTED:
        assert len(voices) >= rules.quorum_needed(rule, present=seats)


@given(vote=votes(), rule=rule_of_any_group)
def test_nothing_is_adopted_that_nobody_wanted(vote, rule):
    question, choices, present = vote
    if decide(question, choices, rule, present).outcome is Outcome.ADOPTED:
        assert Tally.of(choices).in_favour > Tally.of(choices).against


@given(vote=votes(), rule=rule_of_any_group)
def test_one_more_voice_in_favour_never_undoes_an_adoption(vote, rule):
    question, choices, present = vote
    if decide(question, choices, rule, present).outcome is Outcome.ADOPTED:
        assert decide(question, [*choices, OFFERED[question][0]], rule, present).outcome is Outcome.ADOPTED


@given(vote=votes(), rule=rule_of_any_group)
def test_one_more_voice_against_never_makes_an_adoption(vote, rule):
    question, choices, present = vote
    against = [choice for choice in OFFERED[question] if Tally.of([choice]).against]
    tally = Tally.of(choices)
    could_decide = rules.has_quorum(tally, rule=rule, present=present) and tally.voices >= rules.FLOOR
    is_adopted = decide(question, choices, rule, present).outcome is Outcome.ADOPTED
    if against and could_decide and not is_adopted:
        assert decide(question, [*choices, against[-1]], rule, present).outcome is not Outcome.ADOPTED


@given(vote=votes(), rule=rule_of_any_group, absent=st.integers(1, 50))
def test_silence_never_helps(vote, rule, absent):
    question, choices, present = vote
    if decide(question, choices, rule, present).outcome is not Outcome.ADOPTED:
        assert decide(question, choices, rule, present + absent).outcome is not Outcome.ADOPTED


@given(vote=votes(), rule=rule_of_any_group)
def test_blank_voices_never_turn_a_decision_round(vote, rule):
    question, choices, present = vote
    assume(question is not Question.STAMP)
    before = decide(question, choices, rule, present).outcome
    after = decide(question, [*choices, Choice.BLANK], rule, present + 1).outcome
    assert {before, after} != {Outcome.ADOPTED, Outcome.REJECTED}


@given(number=st.integers(0, 40), rule=rule_of_any_group)
def test_a_tie_is_never_a_decision(number, rule):
    choices = [Choice.YES, Choice.NO] * number
    assert decide(Question.WORDING, choices, rule, len(choices)).outcome is Outcome.UNDECIDED


@given(
    yes=st.integers(0, 30),
    not_yet=st.integers(0, 30),
    blank=st.integers(0, 9),
    others=st.integers(0, 30),
    rule=rule_of_any_group,
)
def test_those_who_proposed_or_observed_never_recognise_alone(yes, not_yet, blank, others, rule):
    others = min(others, yes)
    tally = Tally(yes=yes, not_yet=not_yet, blank=blank)
    outcome = rules.peers_outcome(tally, rule=rule, present=tally.voices, yes_from_others=others)
    if outcome is Outcome.ADOPTED:
        assert others >= 1
        assert tally.voices < 6 or others * 2 >= yes


@given(vote=votes(), rule=rule_of_any_group)
def test_the_one_who_is_too_close_is_as_if_absent(vote, rule):
    _question, choices, present = vote
    peers = [choice for choice in choices if choice in OFFERED[Question.PEERS]]
    close = [*peers, Choice.WITHDRAWN]
    seats = max(present, len(peers))
    assert decide(Question.PEERS, close, rule, seats + 1) == decide(Question.PEERS, peers, rule, seats)


@given(rule=rule_of_any_group)
def test_a_rule_survives_being_kept(rule):
    assert rules.rule_from(rules.record_of(rule)) == rule


@given(rule=rule_of_any_group, secrecy=st.sampled_from(Secrecy))
def test_a_rule_says_each_thing_once(rule, secrecy):
    codes = [words.code for words in rules.in_words(replace(rule, secrecy=secrecy))]
    assert len(codes) == len(set(codes))
