"""How a group decides: chosen by the group, told in words, applied to the votes that open afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from besace.building import actions as building
from besace.core.errors import NotAllowed, Refusal
from besace.meetings import phase_actions, stamp_actions
from besace.meetings.rules import Phase
from besace.meetings.scene import Scene
from besace.people import actions as people
from besace.people.models import Role
from besace.recognition import queries as recognition
from besace.votes import customs
from besace.votes import sentences as vote_words
from besace.votes.models import GroupRule
from besace.votes.rules import Majority, Question, Quorum, Rule, Secrecy, default_rule

CHOICES = {
    "who_votes": "everyone",
    "facilitator_votes": "on",
    "quorum": "fixed",
    "quorum_number": "2",
    "majority": "two-thirds",
    "secrecy": "nameless",
    "peers_majority": "simple",
}


def choose(client_of, person, group, **more: str):
    return client_of(person).post(f"/groupe/{group.pk}/seances/regle", {**CHOICES, "guests_stamp": "on"} | more)


@pytest.mark.parametrize("question", list(Question))
def test_a_group_that_chose_nothing_decides_as_proposed(group, question):
    assert customs.rule_of(group, question=question) == default_rule(question)


def test_what_the_group_chose_is_the_rule_of_its_votes(client_of, group, maryse):
    choose(client_of, maryse, group)

    assert customs.rule_of(group, question=Question.WORDING) == Rule(
        quorum=Quorum.FIXED, quorum_number=2, majority=Majority.TWO_THIRDS, allows_change=False
    )


def test_it_changes_neither_the_stamps_openness_nor_the_secret_of_peers(group, maryse):
    customs.choose_rule(group, Rule(secrecy=Secrecy.SECRET, quorum=Quorum.NONE), guests_stamp=True, by=maryse)

    assert customs.rule_of(group, question=Question.STAMP) == Rule(quorum=Quorum.NONE, secrecy=Secrecy.OPEN)
    assert customs.rule_of(group, question=Question.PEERS) == default_rule(Question.PEERS)


@pytest.mark.parametrize(
    ("chosen", "rule", "said"),
    [
        (
            {"peers_majority": "two-thirds"},
            Rule(secrecy=Secrecy.SECRET, guests_vote=False, majority=Majority.TWO_THIRDS),
            "Il faut la moitié des présents, et au moins 3 voix. Il faut au moins 2 « pour » sur 3.",
        ),
        (
            {"peers_majority": "simple", "peers_quorum": "8"},
            Rule(secrecy=Secrecy.SECRET, guests_vote=False, quorum=Quorum.FIXED, quorum_number=8),
            "Il faut au moins 8 voix. Il faut plus de pour que de contre.",
        ),
    ],
)
def test_the_group_chooses_how_its_peers_give_a_badge(client_of, group, maryse, chosen, rule, said):
    page = choose(client_of, maryse, group, **chosen)
    words = client_of(maryse).get(page.headers["Location"]).content.decode()

    assert recognition.rule_of(group) == rule
    assert said in " ".join(vote_words.rule(rule))
    assert [sentence for sentence in vote_words.rule(rule) if f"<p>{sentence}</p>" not in words] == []


@pytest.mark.parametrize("number", ["2", "0"])
def test_under_three_nobody_gives_a_badge(client_of, group, maryse, number):
    assert choose(client_of, maryse, group, peers_majority="simple", peers_quorum=number).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupRule.objects.create(group=group, peers_quorum=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupRule.objects.create(group=group, peers_majority="three-quarters")


def test_a_vote_that_is_open_keeps_its_rule_and_the_phone_says_it(client_of, group, tuesday, criteria, seats, maryse):
    before = Scene.of(tuesday.pk).rule_in_words
    choose(client_of, maryse, group)
    page = client_of(seat=seats["Tonio"]).get(f"/seance/{tuesday.pk}").content.decode()

    assert Scene.of(tuesday.pk).rule_in_words == before
    assert "Il faut plus de pour que de contre." in page


def test_a_number_is_needed_where_a_number_is_meant(client_of, group, maryse):
    with pytest.raises(Refusal):
        customs.choose_rule(group, Rule(quorum=Quorum.FIXED), guests_stamp=True, by=maryse)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupRule.objects.create(group=group, quorum="percent", quorum_number=0)


def test_a_participant_does_not_change_it(client_of, group, tonio):
    assert (choose(client_of, tonio, group).status_code, GroupRule.objects.count()) == (403, 0)


def test_the_badge_says_how_this_group_decided(client_of, group, tuesday, web, seats, maryse):
    choose(client_of, maryse, group)
    web.criteria.update(state="kept")
    phase_actions.move_to(tuesday.pk, Phase.REREAD, by=maryse)
    building.describe(web.pk, by=maryse, sentence="Mener l’âne avec un public.")
    phase_actions.move_to(tuesday.pk, Phase.STAMP, by=maryse)
    stamp_actions.open_stamp(tuesday.pk, by=maryse)
    for seat in seats.values():
        stamp_actions.press(seat, entered_by=maryse)
    version = stamp_actions.land(tuesday.pk, by=maryse)

    assert version.rule_in_words.endswith(
        "Il faut au moins 2 voix. Il faut au moins 2 « pour » sur 3. Vous ne pourrez pas changer de réponse."
    )


def test_a_guest_stamps_unless_the_group_says_no(client_of, group, tuesday, web, sit, maryse):
    lina = people.make_person("Lina")
    people.give_role(lina, role=Role.GUEST, group=group, by=None, ends_at=timezone.now() + timedelta(hours=3))
    seat = sit(lina)
    choose(client_of, maryse, group, guests_stamp="")
    web.criteria.update(state="kept")
    phase_actions.move_to(tuesday.pk, Phase.REREAD, by=maryse)
    building.describe(web.pk, by=maryse, sentence="Mener l’âne avec un public.")
    phase_actions.move_to(tuesday.pk, Phase.STAMP, by=maryse)
    stamp_actions.open_stamp(tuesday.pk, by=maryse)

    with pytest.raises(NotAllowed) as refused:
        stamp_actions.press(seat)
    assert refused.value.code == "guests-do-not-stamp"
