"""What a fingerprint covers, how versions differ, which names look alike."""

from __future__ import annotations

import pytest

from besace.badges import rules
from besace.badges.rules import Difference, StampedCriterion
from tests.badges.conftest import CRITERIA


def test_the_canonical_text_is_written_one_way_for_ever(stamp):
    text = rules.canonical_text(stamp(criteria=CRITERIA[:1], purpose="", sentence="x", rule_in_words="y"))

    assert text == (
        '{"criteria":[{"branch":"Soigner","kind":"know-how","text":"Brosser l’âne"}],"group":"Atelier du mardi",'
        '"name":"Itérasinier","organisation":"Les Savoirs du mardi","people":23,"purpose":"","rule":"y",'
        '"sentence":"x","stamped_at":"2026-11-24T15:30:00+00:00"}'
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Itérasiniers"},
        {"sentence": "Sait mener un âne."},
        {"purpose": "Rien."},
        {"criteria": CRITERIA[:1]},
        {"criteria": CRITERIA[::-1]},
        {"criteria": (CRITERIA[0], StampedCriterion("2", "Rester calme", rules.KNOW_HOW, "Accueillir"))},
        {"rule_in_words": "L’animatrice décide."},
        {"people_count": 24},
        {"group": "Atelier du jeudi"},
    ],
)
def test_a_word_changed_changes_the_fingerprint(stamp, changed):
    assert rules.canonical_text(stamp()) != rules.canonical_text(stamp(**changed))


def test_two_writings_of_an_accent_are_one_text(stamp):
    assert rules.canonical_text(stamp(name="Ite\u0301rasinier")) == rules.canonical_text(stamp())


def test_the_difference_is_told_as_added_removed_and_reworded(stamp):
    after = (StampedCriterion("1", "Brosser l’âne chaque jour", rules.KNOW_HOW), StampedCriterion("3", "Lire", "k"))

    assert rules.difference(stamp(), stamp(criteria=after)) == Difference(
        added=("Lire",), removed=("Rester calme",), reworded=(("Brosser l’âne", "Brosser l’âne chaque jour"),)
    )


def test_no_difference_is_said_so_and_another_order_is_told(stamp):
    assert rules.difference(stamp(), stamp()).is_empty
    assert rules.difference(stamp(), stamp(criteria=CRITERIA[::-1])) == Difference(is_reordered=True)


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("Itérasinier", "Iterasinière", True),
        ("La soupe du jeudi", "Soupe du jeudi", True),
        ("Réparer un vélo", "Réparer les vélos", True),
        ("Réparer un vélo", "Réparer une robe", False),
        ("Jardin partagé", "Maille à maille", False),
        ("", "Itérasinier", False),
    ],
)
def test_names_that_look_alike_are_shown(name, other, alike):
    assert rules.similar_names(name, among=[other]) == ([other] if alike else [])


@pytest.mark.parametrize(
    ("state", "new", "may"),
    [
        (state, new, new in allowed)
        for state, allowed in {
            "draft": {"stamped", "abandoned"},
            "stamped": {"stamped", "withdrawn"},
            "withdrawn": {"stamped"},
            "abandoned": {"draft"},
        }.items()
        for new in ("draft", "stamped", "withdrawn", "abandoned")
    ],
)
def test_a_badge_goes_from_state_to_state_as_drawn(state, new, may):
    assert rules.may_become(state, new=new) is may
