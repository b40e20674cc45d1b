"""The stamp: a quorum, one press each, a version that stays."""

from __future__ import annotations

import pytest

from besace.badges import queries
from besace.badges import rules as badge_rules
from besace.badges.pictures import Choice as Picture
from besace.building import actions, rules
from besace.building.models import Criterion
from besace.core.errors import Conflict, Refusal
from besace.votes import actions as votes
from besace.votes.rules import Choice


@pytest.fixture
def read_over(web, idea, maryse):
    """A web ready for its stamp: two criteria kept, in the order that the group chose."""
    brush, calm = idea("Brosser l’âne"), idea("Rester calme", kind="way-of-being")
    Criterion.objects.filter(pk__in=[brush.pk, calm.pk]).update(state=rules.KEPT)
    idea("Crier fort")
    actions.describe(web.pk, by=maryse, sentence="Sait soigner et mener un âne.")
    actions.choose_picture(web.pk, picture=Picture("circle", "donkey", "ink"), by=maryse)
    actions.to_read_over(web.pk, by=maryse)
    actions.order(web.pk, criteria=[calm.pk, brush.pk], by=maryse)
    web.refresh_from_db()
    return web


def test_the_stamp_makes_a_version_of_what_was_kept(read_over, maryse, room):
    actions.open_stamp(read_over.pk, by=maryse, present=6)
    for person in room[:4]:
        actions.press_stamp(read_over.pk, by=person, credit=person is room[0])

    version = actions.stamp_badge(read_over.pk, by=maryse)

    assert (version.name, version.number, version.people_count) == ("Itérasinier", 1, 4)
    assert [(c.text, c.kind) for c in version.stamped_criteria] == [
        ("Rester calme", "way-of-being"),
        ("Brosser l’âne", "know-how"),
    ]
    assert version.credits == ["Ida"]
    assert version.fingerprint == badge_rules.fingerprint(version.canonical_text)
    assert version.picture_svg.count(" 229") >= 4
    assert bytes(version.picture_png)[:8] == b"\x89PNG\r\n\x1a\n"


def test_pressing_twice_is_one_press_and_stamping_twice_one_version(read_over, maryse, room):
    actions.open_stamp(read_over.pk, by=maryse, present=6)
    for person in [*room[:3], room[0]]:
        actions.press_stamp(read_over.pk, by=person)

    first, again = (actions.stamp_badge(read_over.pk, by=maryse) for _ in range(2))

    assert (first.pk, first.people_count) == (again.pk, 3)


def test_hands_count_among_those_who_stamped(read_over, maryse, room):
    web = actions.open_stamp(read_over.pk, by=maryse, present=12)
    actions.press_stamp(web.pk, by=room[0])
    votes.count_hands(web.stamp_ballot_id, hands={Choice.STAMP: 8}, by=maryse)

    assert actions.stamp_badge(web.pk, by=maryse).people_count == 9


def test_below_the_quorum_the_stamp_waits_and_says_how_many_are_missing(read_over, maryse, room):
    actions.open_stamp(read_over.pk, by=maryse, present=6)
    actions.press_stamp(read_over.pk, by=room[0])

    with pytest.raises(Refusal, match="Il manque 2 tampons"):
        actions.stamp_badge(read_over.pk, by=maryse)

    actions.press_stamp(read_over.pk, by=room[1])
    actions.press_stamp(read_over.pk, by=room[2])
    assert actions.stamp_badge(read_over.pk, by=maryse).people_count == 3


def test_a_name_is_printed_only_with_a_yes_that_can_be_taken_back(read_over, maryse, room, odile):
    actions.open_stamp(read_over.pk, by=maryse, present=6)
    actions.press_stamp(read_over.pk, by=room[0], credit=True)
    actions.press_stamp(read_over.pk, by=room[0], credit=False)
    actions.press_stamp(read_over.pk, by=room[1], credit=True)
    actions.press_stamp(read_over.pk, by=maryse, on_behalf=odile, credit=True)

    assert actions.stamp_badge(read_over.pk, by=maryse).credits == ["Luc"]


def test_stepping_back_from_the_stamp_forgets_the_presses(read_over, maryse, room):
    actions.open_stamp(read_over.pk, by=maryse, present=6)
    actions.press_stamp(read_over.pk, by=room[0])

    actions.to_read_over(read_over.pk, by=maryse)
    web = actions.open_stamp(read_over.pk, by=maryse, present=6)

    with pytest.raises(Refusal, match="Il manque 3 tampons"):
        actions.stamp_badge(web.pk, by=maryse)


def test_a_stamped_web_is_over(read_over, maryse, room, tonio):
    actions.open_stamp(read_over.pk, by=maryse, present=6)
    for person in room[:3]:
        actions.press_stamp(read_over.pk, by=person)
    actions.stamp_badge(read_over.pk, by=maryse)

    for attempt in (
        lambda: actions.add_idea(read_over.pk, by=tonio, text="Encore une"),
        lambda: actions.undo_last(read_over.pk, by=maryse),
        lambda: actions.abandon(read_over.pk, by=maryse),
    ):
        with pytest.raises(Conflict):
            attempt()


def test_the_next_version_knows_its_criteria_again(read_over, maryse, room, tonio):
    actions.open_stamp(read_over.pk, by=maryse, present=6)
    for person in room[:3]:
        actions.press_stamp(read_over.pk, by=person)
    first = actions.stamp_badge(read_over.pk, by=maryse)

    again = actions.start_next_version(first.badge, by=maryse)
    calm = again.criteria.get(text="Rester calme")
    actions.reword(calm.pk, text="Rester calme en toute circonstance", by=maryse)
    Criterion.objects.filter(web=again).update(state=rules.KEPT)
    actions.to_read_over(again.pk, by=maryse)
    actions.open_stamp(again.pk, by=maryse, present=6)
    for person in room[:5]:
        actions.press_stamp(again.pk, by=person)
    second = actions.stamp_badge(again.pk, by=maryse)

    badge = second.badge
    badge.refresh_from_db()
    assert (second.number, badge.current_version_id) == (2, second.pk)
    assert queries.history(badge)[0].change == badge_rules.Difference(
        reworded=(("Rester calme", "Rester calme en toute circonstance"),)
    )
