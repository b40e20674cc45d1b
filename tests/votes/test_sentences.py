"""What a vote says: short, and something for each thing that can happen."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from besace.votes import sentences
from besace.votes.result import Result
from besace.votes.rules import Choice, Majority, Outcome, Question, Quorum, Rule, Secrecy, Step, WhoVotes

RESULT = Result(Outcome.ADOPTED, Step.DONE, 31, 9, 0, 31, has_quorum=True, tally=None)


def every_rule() -> list[Rule]:
    return [
        Rule(quorum, 12, 3, majority, blank, secrecy, change, who, guests, facilitator)
        for quorum, majority, secrecy, who in itertools.product(Quorum, Majority, Secrecy, WhoVotes)
        for blank, change, guests, facilitator in [(True, True, True, True), (False, False, False, False)]
    ]


def test_every_rule_is_said_in_twelve_words_an_idea():
    said = {text for rule in every_rule() for text in sentences.rule(rule)}
    ideas = [idea for text in said for idea in re.split(r"(?<=[.!?]) ", text)]
    assert [idea for idea in ideas if len(idea.split()) > 12] == []
    assert [text for text in said if "%" in text] == []


def test_the_default_rule_is_said_so():
    assert sentences.rule(Rule()) == [
        "Chaque personne présente a une voix.",
        "Il faut la moitié des présents, et au moins 3 voix.",
        "Il faut plus de pour que de contre.",
        "« Je n’ai pas d’avis » n’est ni pour ni contre.",
        "Ne pas répondre ne compte pas.",
        "On montre les nombres, jamais les noms.",
        "Vous pouvez changer jusqu’à la fin du vote.",
    ]


def test_each_question_has_its_own_words():
    assert [text for _choice, text in sentences.choices(Question.PEERS)] == [
        "Oui, je reconnais",
        "Pas encore",
        "Je ne sais pas",
    ]
    assert sentences.choice(Choice.BLANK, question=Question.FIRST_ANSWER) == "Je n’ai pas d’avis"


@pytest.mark.parametrize(
    ("outcome", "step", "said"),
    [
        (Outcome.ADOPTED, Step.DONE, "C’est accepté."),
        (Outcome.REJECTED, Step.DONE, "Ce n’est pas accepté."),
        (Outcome.UNDECIDED, Step.DEBATE, "On en parle ensemble."),
        (Outcome.UNDECIDED, Step.REWORD, "On cherche encore une phrase."),
        (Outcome.UNDECIDED, Step.REVISIT, "Ce n’est pas décidé aujourd’hui. C’est à revoir."),
    ],
)
def test_a_decision_is_said_in_one_sentence(outcome, step, said):
    assert sentences.decision(replace(RESULT, outcome=outcome, step=step)) == said


def test_voices_by_phone_and_by_hand_are_told_apart():
    assert sentences.voices(RESULT) == "31 voix : 22 par téléphone, 9 à main levée"
    assert sentences.voices(replace(RESULT, hands=0)) == "31 voix"
    assert sentences.voices(replace(RESULT, entered_for_somebody=2)) == (
        "31 voix : 20 par téléphone, 9 à main levée, 2 par l’animatrice"
    )


def test_late_voices_are_told():
    assert [sentences.late(1), sentences.late(2)] == ["1 réponse arrivée après", "2 réponses arrivées après"]
