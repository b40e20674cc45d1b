"""The web on its canvas: nothing overlaps, nothing is outside, nothing moves when something is added."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from besace.building import layout
from besace.building.crowding import crowded
from besace.building.drawing import picture
from besace.building.geometry import Canvas, Heading, Label, turn_of, way_of, wrap
from tests.building.criteria import BRANCHES, CRITERIA

CANVAS = Canvas()
HEADINGS = [Heading(f"b{n}", name) for n, name in enumerate(BRANCHES)]


def labels(count):
    return [Label(f"c{n}", f"b{n % 5}", text) for n, text in zip(range(count), CRITERIA, strict=False)]


def faults(drawn, shown, headings):
    found = list(layout.boxes(drawn, labels=shown, headings=headings).items())
    over = [(a, b) for i, (a, box) in enumerate(found) for b, other in found[i + 1 :] if box.meets(other)]
    return over + [name for name, box in found if not box.is_within(drawn.canvas)]


@pytest.mark.parametrize("count", [0, 1, 2, 10, 24, 40, 60])
def test_a_web_laid_anew_has_no_overlap_and_nothing_outside_in_18_px_at_least(count):
    drawn = layout.lay(labels(count), headings=HEADINGS)

    assert faults(drawn, labels(count), HEADINGS) == []
    assert set(drawn.spots) == {f"c{n}" for n in range(count)}
    assert drawn.size >= 18


def test_sixty_criteria_added_one_by_one_never_move_one_already_there():
    drawn = layout.lay([], headings=HEADINGS)
    for n in range(60):
        shown, before = labels(n + 1), dict(drawn.spots)
        drawn = layout.add_label(drawn, shown[-1], labels=shown, headings=HEADINGS)
        assert {pk: drawn.spots[pk] for pk in before} == before
    assert faults(drawn, labels(60), HEADINGS) == []
    assert drawn.size >= 18


def test_a_branch_added_takes_the_widest_gap_and_moves_nothing():
    few = HEADINGS[:3]
    drawn = layout.lay([], headings=few)
    shown = [Label(f"c{n}", f"b{n % 3}", CRITERIA[n]) for n in range(12)]
    for n in range(12):
        drawn = layout.add_label(drawn, shown[n], labels=shown[: n + 1], headings=few)

    after = layout.add_heading(drawn, HEADINGS[3], labels=shown, headings=HEADINGS[:4])

    assert (after.spots, {pk: after.hubs[pk] for pk in drawn.hubs}) == (drawn.spots, drawn.hubs)
    assert faults(after, shown, HEADINGS[:4]) == []


def test_the_same_web_is_always_drawn_the_same():
    one, other = (layout.lay(labels(40), headings=HEADINGS) for _ in range(2))

    assert (one.spots, one.hubs, one.size) == (other.spots, other.hubs, other.size)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.text(alphabet="aeioulmnrst éè’", min_size=2, max_size=60)),
        min_size=1,
        max_size=28,
    )
)
def test_whatever_is_said_and_wherever_insertion_moves_nothing_and_covers_nothing(said):
    headings = [Heading(f"b{n}", f"Branche {n}") for n in range(6)]
    shown = [Label(f"c{n}", f"b{branch}", text) for n, (branch, text) in enumerate(said)]
    drawn = layout.lay([], headings=headings)
    for n, label in enumerate(shown):
        after = layout.add_label(drawn, label, labels=shown[: n + 1], headings=headings)
        if after is None:
            break
        assert {pk: after.spots[pk] for pk in drawn.spots} == dict(drawn.spots)
        drawn = after
    assert faults(drawn, shown, headings) == []


@given(st.floats(0, 3.999))
def test_a_direction_read_back_is_the_same(turn):
    across, down = way_of(turn)

    back = turn_of(CANVAS.x * (1 + across / 2), CANVAS.y * (1 + down / 2), canvas=CANVAS)

    assert min(abs(back - turn), 4 - abs(back - turn)) < 1e-6


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Rester calme", ["Rester calme"]),
        ("Approcher l’âne doucement", ["Approcher l’âne", "doucement"]),
        ("", [""]),
        (
            "Anticonstitutionnellementanticonstitutionnellement",
            ["Anticonstitutionnellementantic", "onstitutionnellement"],
        ),
    ],
)
def test_words_are_wrapped_at_about_twenty_letters(text, lines):
    assert wrap(text) == lines


def test_a_very_long_criterion_is_cut_in_the_drawing_alone():
    lines = wrap("mot " * 60)

    assert (len(lines), lines[-1][-1]) == (4, "…")


def test_the_drawing_has_one_node_for_each_criterion_in_the_order_of_the_list():
    shown = labels(24)
    drawn = picture(
        layout.lay(shown, headings=HEADINGS),
        labels=shown,
        headings=HEADINGS,
        states={"c3": "kept"},
        theme="Itérasinier",
    )

    assert [node.id for node in drawn.nodes] == [label.id for label in shown]
    assert [node.id for node in drawn.nodes if node.is_ink] == ["c3"]
    assert len({(b.colour, b.mark[:4]) for b in drawn.branches}) == 5


def test_a_hundred_and_fifty_criteria_are_five_counters_and_one_branch_in_large():
    many = [Label(f"c{n}", f"b{n % 5}", CRITERIA[n % 60]) for n in range(150)]

    drawn = crowded(labels=many, headings=HEADINGS, states={}, theme="Itérasinier", branch="b2")

    assert [b.count for b in drawn.branches] == [30] * 5
    assert (len(drawn.nodes), drawn.size >= 18) == (30, True)
