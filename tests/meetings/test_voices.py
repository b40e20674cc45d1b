"""Who has a voice: chosen on the group's rule page, held by every door, said on the phone (PROTOCOL.md 1.1, 1.4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from besace.building.models import Round
from besace.core.errors import NotAllowed
from besace.meetings import debate_actions, opening_actions, phase_actions, stamp_actions
from besace.meetings.live import render
from besace.meetings.models import Proceedings
from besace.meetings.rules import Phase
from besace.meetings.scene import Scene
from besace.people.models import Role
from besace.votes import customs
from besace.votes.rules import Question, WhoVotes, default_rule
from tests import factories

RULE = default_rule(Question.WORDING)
SAID = "Vous ne votez pas cette fois. Vous pouvez parler."


@pytest.fixture
def choose(group, maryse):
    def to(**what) -> None:
        customs.choose_rule(group, replace(RULE, **what), guests_stamp=True, by=maryse)

    return to


@pytest.fixture
def debate(web, tuesday, maryse):
    """Opens it, under the rule of that moment; the first criterion."""

    def open_it():
        phase_actions.move_to(tuesday.pk, Phase.DEBATE, by=maryse)
        return web.criteria.order_by("rank").first()

    return open_it


def seat_of(meeting, person):
    return meeting.seats.get(person=person)


def test_by_default_everybody_present_has_a_voice(tuesday, debate, maryse):
    criterion = debate()
    debate_actions.answer(criterion.pk, seat=seat_of(tuesday, maryse), choice="keep")

    assert Round.objects.get(criterion=criterion).ballot.present == 5


def test_the_one_who_leads_may_abstain_and_is_no_part_of_the_quorum(tuesday, choose, debate, maryse, seats, client_of):
    choose(facilitator_votes=False)
    criterion = debate()
    with pytest.raises(NotAllowed) as refused:
        debate_actions.answer(criterion.pk, seat=seat_of(tuesday, maryse), choice="keep")
    debate_actions.answer(criterion.pk, seat=seats["Tonio"], choice="keep")
    voters = [v.sitting.name for v in Scene.of(tuesday.pk).voters]

    assert refused.value.code == "no-voice"
    assert Round.objects.get(criterion=criterion).ballot.present == 4
    assert voters == ["Tonio", "Fatou", "Kévin", "Odile"]
    assert SAID in client_of(maryse).get(f"/seance/{tuesday.pk}").content.decode()


def test_who_leads_next_abstains_in_her_turn(tuesday, choose, debate, maryse, seats):
    choose(facilitator_votes=False)
    criterion = debate()
    Proceedings.objects.update(leader=seats["Fatou"])
    debate_actions.answer(criterion.pk, seat=seat_of(tuesday, maryse), choice="keep")
    with pytest.raises(NotAllowed):
        debate_actions.answer(criterion.pk, seat=seats["Fatou"], choice="keep")


def test_a_guest_speaks_without_a_voice_where_members_decide(tuesday, choose, debate):
    guest = opening_actions.take_seat(tuesday, person=factories.make_person("Zoé"), device=None)
    choose(who_votes=WhoVotes.MEMBERS)
    criterion = debate()
    with pytest.raises(NotAllowed):
        debate_actions.answer(criterion.pk, seat=guest, choice="keep")

    assert Round.objects.get(criterion=criterion).ballot.present == 5


def test_a_guest_has_a_voice_by_default(tuesday, debate):
    guest = opening_actions.take_seat(tuesday, person=factories.make_person("Zoé"), device=None)
    criterion = debate()
    debate_actions.answer(criterion.pk, seat=guest, choice="keep")

    assert Round.objects.get(criterion=criterion).ballot.present == 6


def test_a_partner_looks_on_whatever_the_rule(tuesday, group, debate, web, maryse, seats):
    person = factories.make_person("Claire")
    factories.give_role(person, group=group, role=Role.PARTNER)
    partner = opening_actions.take_seat(tuesday, person=person, device=None)
    criterion = debate()
    with pytest.raises(NotAllowed):
        debate_actions.answer(criterion.pk, seat=partner, choice="keep")
    for name in ("Tonio", "Fatou", "Kévin"):
        debate_actions.answer(criterion.pk, seat=seats[name], choice="keep")
    debate_actions.close_vote(tuesday.pk, criterion.pk, by=maryse)
    web.refresh_from_db()
    type(web).objects.filter(pk=web.pk).update(sentence="Mener un âne.")
    phase_actions.move_to(tuesday.pk, Phase.STAMP, by=maryse)
    stamped = stamp_actions.open_stamp(tuesday.pk, by=maryse)
    with pytest.raises(NotAllowed):
        stamp_actions.press(partner)

    assert stamped.stamp_ballot.present == 5
    listed = [voter.sitting.name for voter in Scene.of(tuesday.pk).stampers]
    assert ("Claire" in listed, len(listed)) == (False, 5)
    assert "Claire" not in "".join(render(str(tuesday.pk), ["stamp", "tools"], "console", "fr").values())


def test_an_open_vote_keeps_the_rule_it_opened_with(tuesday, choose, debate, maryse):
    criterion = debate()
    choose(facilitator_votes=False)
    debate_actions.answer(criterion.pk, seat=seat_of(tuesday, maryse), choice="keep")

    assert Scene.of(tuesday.pk).voices == 1


def test_the_rule_page_keeps_the_choice_and_says_it(group, maryse, client_of):
    client = client_of(maryse)
    form = {
        "who_votes": "members",
        "quorum": "half",
        "majority": "simple",
        "secrecy": "nameless",
        "peers_majority": "simple",
        "allows_change": "on",
    }
    client.post(f"/groupe/{group.pk}/seances/regle", form)
    rule = customs.rule_of(group, question=Question.FIRST_ANSWER)
    shown = client.get(f"/groupe/{group.pk}/seances/regle").content.decode()

    assert (rule.who_votes, rule.facilitator_votes) == (WhoVotes.MEMBERS, False)
    assert ("Chaque membre du groupe a une voix." in shown, "L’animatrice ne vote pas." in shown) == (True, True)


KINDLY = "Merci pour vos idées. Laissez aussi parler les autres."


def test_after_so_many_ideas_one_is_asked_to_leave_room_and_never_refused(
    tuesday, group, web, maryse, seats, client_of
):
    client, at = client_of(seat=seats["Tonio"]), f"/seance/{tuesday.pk}"  # he gave four
    silent = KINDLY in client.get(at).content.decode()
    said = []
    for number in (5, 4):
        customs.choose_rule(group, RULE, guests_stamp=True, by=maryse, ideas_each=number)
        said.append(KINDLY in client.get(at).content.decode())
    client.post(f"{at}/idee", {"text": "Lui parler doucement", "kind": "know-how"})

    assert (silent, said, web.criteria.count()) == (False, [False, True], 5)


def test_the_rule_page_says_how_many_ideas(group, maryse, client_of):
    customs.choose_rule(group, RULE, guests_stamp=True, by=maryse, ideas_each=3)

    assert (
        "Après 3 idées, on laisse la place."
        in client_of(maryse).get(f"/groupe/{group.pk}/seances/regle").content.decode()
    )
