"""States of a web and its criteria, ideas that say the same, the kind remarks before the stamp."""

from __future__ import annotations

from uuid import UUID

import pytest

from besace.building import rules
from besace.building.rules import Hint, Idea, Remark


def idea(number, text, state=rules.KEPT):
    return Idea(UUID(int=number), text, state)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Brosser l’âne", "Bien brosser l’âne chaque jour", True),
        ("Brosser l’âne", "brosser l'ane", True),
        ("Rester calme", "Rester calme avec les enfants", True),
        ("Le nourrir correctement", "Nourrir correctement l’âne", True),
        ("Curer les pieds", "Curer les sabots", False),
        ("Brosser l’âne", "Nourrir l’âne", False),
        ("Lire ses oreilles", "Lire une carte", False),
        ("Traverser une route", "Rassurer le public", False),
    ],
)
def test_ideas_that_say_the_same_are_found(one, other, same):
    assert bool(rules.same_ideas(one, among=[idea(1, other)])) is same


def test_pairs_alike_are_told_once_the_closest_first():
    ideas = [
        idea(1, "Brosser l’âne"),
        idea(2, "Curer les pieds"),
        idea(3, "Brosser l’âne !"),
        idea(4, "Curer ses pieds"),
    ]

    assert [(a.id.int, b.id.int) for a, b in rules.pairs_alike(ideas)] == [(1, 3), (2, 4)]


GOOD = [
    idea(n, text) for n, text in enumerate(("Brosser l’âne", "Curer les pieds", "Rester calme", "Lire ses oreilles"))
]


def said(**changed):
    told = {"purpose": "Le savoir.", "sentence": "Sait mener un âne.", "ideas": GOOD, "existing": []}
    return rules.remarks("Itérasinier", **{**told, **changed})


@pytest.mark.parametrize(
    ("changed", "remarks"),
    [
        ({}, []),
        ({"ideas": GOOD[:3]}, [Remark(Hint.FEW_CRITERIA, "3")]),
        ({"purpose": " "}, [Remark(Hint.NO_PURPOSE)]),
        ({"ideas": [*GOOD, idea(9, "Crier", rules.PROPOSED)]}, [Remark(Hint.STILL_OPEN, "1")]),
        ({"existing": ["Itérasinière", "Soupe"]}, [Remark(Hint.ALREADY_EXISTS, "Itérasinière")]),
        (
            {"ideas": [*GOOD, idea(9, "Elle est gentille")]},
            [Remark(Hint.ABOUT_THE_PERSON, "gentille", UUID(int=9))],
        ),
        (
            {"sentence": "Pour les allocataires du RSA."},
            [Remark(Hint.EXPOSES, "allocataires"), Remark(Hint.EXPOSES, "rsa")],
        ),
    ],
)
def test_remarks_before_the_stamp(changed, remarks):
    assert said(**changed) == remarks


@pytest.mark.parametrize("state", sorted(rules.CRITERION_TRANSITIONS))
def test_nothing_is_ever_lost_every_criterion_can_be_proposed_again(state):
    assert state == rules.PROPOSED or rules.may_become(state, new=rules.PROPOSED)


@pytest.mark.parametrize("new", sorted(rules.WEB_TRANSITIONS))
def test_a_stamped_web_becomes_nothing_else(new):
    assert rules.may_become(rules.STAMPED, new=new) is False


def test_only_the_stamp_makes_a_stamped_web():
    assert [state for state in rules.WEB_TRANSITIONS if rules.may_become(state, new=rules.STAMPED)] == [rules.STAMPING]
