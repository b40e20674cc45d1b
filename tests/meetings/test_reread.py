"""« Relire » : the last order, the level, what one shows; an objection is heard before the stamp."""

from __future__ import annotations

import pytest
from django.utils import timezone

from besace.badges import rules as badge_rules
from besace.badges.rules import StampText
from besace.building import actions as building
from besace.core.errors import Conflict
from besace.credentials.translation import criteria_in_markdown
from besace.meetings import debate_actions, phase_actions, phone_actions, stamp_actions
from besace.meetings.models import Signal
from besace.meetings.rules import Phase
from besace.meetings.scene import Scene


@pytest.fixture
def read_over(tuesday, web, criteria, seats, all_answer, maryse):
    """The four criteria are kept; the group is in « Relire »."""
    for criterion in criteria:
        all_answer(criterion, "keep")
    debate_actions.keep_what_nobody_opposes(tuesday.pk, by=maryse)
    phase_actions.move_to(tuesday.pk, Phase.REREAD, by=maryse)
    web.refresh_from_db()
    return web


def kept(tuesday) -> list[str]:
    return [c.text for c in Scene.of(tuesday.pk).kept]


def test_a_criterion_goes_up_and_down_and_stops_at_the_end(client_of, tuesday, read_over, criteria, maryse):
    console = client_of(maryse)
    for way in ("up", "up", "up", "up"):
        console.post(f"/seance/{tuesday.pk}/relire/ordre", {"criterion": str(criteria[3].pk), "way": way})
    up = kept(tuesday)
    console.post(f"/seance/{tuesday.pk}/relire/ordre", {"criterion": str(criteria[0].pk), "way": "down"})

    assert up == ["Rassurer le public", "Le brosser", "Curer les pieds", "Passer le licol"]
    assert kept(tuesday) == ["Rassurer le public", "Curer les pieds", "Le brosser", "Passer le licol"]


def test_a_way_of_being_stays_after_what_one_does(tuesday, web, criteria, maryse):
    patience = building.add_idea(web.pk, by=maryse, text="Être patient", kind="way-of-being")
    for criterion in (*criteria, patience):
        criterion.state = "kept"
        criterion.save()
    building.shift(patience.pk, is_up=True, by=maryse)

    assert kept(tuesday)[-1] == "Être patient"


def test_a_criterion_that_is_not_in_the_badge_does_not_move(tuesday, web, criteria, maryse):
    with pytest.raises(Conflict):
        building.shift(criteria[0].pk, is_up=True, by=maryse)


def test_the_page_offers_no_way_past_the_ends(client_of, tuesday, read_over, maryse):
    page = client_of(maryse).get(f"/seance/{tuesday.pk}/relire").content.decode()

    assert (page.count('value="up"'), page.count('value="down"')) == (3, 3)


def test_the_last_order_the_level_and_what_one_shows_are_stamped(
    client_of, tuesday, read_over, criteria, seats, maryse
):
    console = client_of(maryse)
    console.post(
        f"/seance/{tuesday.pk}/relire/preuve", {"level": "Je sais faire", "expected": "Mener l’âne devant deux."}
    )
    building.shift(criteria[3].pk, is_up=True, by=maryse)
    building.describe(read_over.pk, by=maryse, sentence="Mener l’âne avec un public.")
    phase_actions.move_to(tuesday.pk, Phase.STAMP, by=maryse)
    stamp_actions.open_stamp(tuesday.pk, by=maryse)
    for seat in seats.values():
        stamp_actions.press(seat, entered_by=maryse)
    version = stamp_actions.land(tuesday.pk, by=maryse)

    assert [c.text for c in version.stamped_criteria][2:] == ["Rassurer le public", "Passer le licol"]
    assert (version.level, version.expected) == ("Je sais faire", "Mener l’âne devant deux.")
    assert '"level":"Je sais faire"' in version.canonical_text
    assert criteria_in_markdown(version).split("\n\n")[1:] == ["Niveau : Je sais faire", "Mener l’âne devant deux."]


def test_a_badge_that_says_no_level_keeps_its_old_writing(web):
    stamp = StampText("A", "B", "C", (), "R", 3, timezone.now(), "G", "O")

    assert ("level" in badge_rules.canonical_text(stamp), "expected" in badge_rules.canonical_text(stamp)) == (
        False,
        False,
    )


def test_an_objection_is_told_to_who_leads_until_it_was_heard(client_of, tuesday, read_over, seats, maryse):
    tonio = client_of(seat=seats["Tonio"])
    tonio.post(f"/seance/{tuesday.pk}/signe", {"kind": "objection", "for": "stage"})
    scene = Scene.of(tuesday.pk)
    console = client_of(maryse).get(f"/seance/{tuesday.pk}/animer").content.decode()
    said = list(scene.warnings)
    phone_actions.take_back_sign(seats["Tonio"], Signal.Kind.OBJECTION)

    assert (
        "Tonio n’est pas d’accord. C’est entendu" in console,
        "Quelqu’un n’est pas d’accord. Écoutez ses raisons." in said,
    ) == (True, True)
    assert "Quelqu’un n’est pas d’accord. Écoutez ses raisons." not in Scene.of(tuesday.pk).warnings
