"""The debate of a meeting: phones, hands, entered for somebody, late voices, reopening."""

from __future__ import annotations

import uuid

import pytest

from besace.core.errors import Conflict, Refusal
from besace.meetings import debate_actions
from besace.meetings.mine import mine_of
from besace.meetings.scene import Scene
from besace.votes.models import Ballot, Voice


def test_entering_the_debate_asks_the_first_answer_of_every_criterion(tuesday, criteria):
    scene = Scene.of(tuesday.pk)

    assert (scene.focus, scene.position, len(scene.open_ids)) == (criteria[0], 1, 4)


def test_the_numbers_are_hidden_until_the_vote_is_closed(tuesday, criteria, all_answer):
    all_answer(criteria[0], "keep")
    scene = Scene.of(tuesday.pk)

    assert (scene.voices, scene.seats, scene.tally_lines) == (3, 5, [])


def test_closing_keeps_what_nobody_opposes(tuesday, criteria, all_answer, maryse):
    all_answer(criteria[0], "keep")
    debate_actions.close_vote(tuesday.pk, criteria[0].pk, by=maryse)
    scene = Scene.of(tuesday.pk)

    assert (scene.outcome_kind, str(scene.outcome_word), [c.text for c in scene.kept]) == (
        "ink",
        "Gardé",
        ["Le brosser"],
    )


def test_one_tap_keeps_all_that_nobody_opposes(tuesday, criteria, all_answer, maryse):
    for criterion in criteria[:3]:
        all_answer(criterion, "keep")
    all_answer(criteria[3], "remove", reason="C’est autre chose.")

    batch = debate_actions.keep_what_nobody_opposes(tuesday.pk, by=maryse)

    assert debate_actions.batch_in_words(batch) == "3 gardés sans débat. 1 à débattre."
    assert Scene.of(tuesday.pk).focus == criteria[3]


def test_a_sentence_proposed_is_voted_and_replaces_the_words(tuesday, criteria, all_answer, maryse):
    all_answer(criteria[1], "reword", reason="Quels pieds ?")
    debate_actions.close_vote(tuesday.pk, criteria[1].pk, by=maryse)
    debate_actions.ask_wording(tuesday.pk, criteria[1].pk, text="Curer les quatre pieds", by=maryse)
    all_answer(criteria[1], "yes")
    debate_actions.close_vote(tuesday.pk, criteria[1].pk, by=maryse)

    assert [c.text for c in Scene.of(tuesday.pk).kept] == ["Curer les quatre pieds"]


def test_hands_and_phones_are_never_more_than_the_seats(tuesday, criteria, all_answer, maryse):
    all_answer(criteria[0], "keep")
    debate_actions.count_hands(tuesday.pk, criteria[0].pk, hands={"keep": 2}, by=maryse)

    with pytest.raises(Refusal) as refused:
        debate_actions.count_hands(tuesday.pk, criteria[0].pk, hands={"keep": 3}, by=maryse)

    assert refused.value.code == "more-voices-than-seats"
    assert Scene.of(tuesday.pk).voices == 5


def test_a_voice_entered_for_somebody_is_marked(criteria, seats, maryse):
    debate_actions.answer(criteria[0].pk, seat=seats["Odile"], choice="keep", entered_by=maryse)

    voice = Voice.objects.get(person=seats["Odile"].person)
    assert (voice.choice, voice.is_entered_for_her) == ("keep", True)


@pytest.mark.django_db(transaction=True)
def test_a_late_voice_is_told_and_counted_apart(client_of, tuesday, criteria, seats, all_answer, maryse):
    all_answer(criteria[0], "keep")
    debate_actions.close_vote(tuesday.pk, criteria[0].pk, by=maryse)

    address = f"/seance/{tuesday.pk}/critere/{criteria[0].pk}/reponse"
    answer = client_of(seat=seats["Fatou"]).post(address, {"choice": "remove"}, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "Le vote est fini. Votre première réponse reste comptée.",
    )
    assert Scene.of(tuesday.pk).late_voices == "1 réponse arrivée après."


def test_reopening_is_a_new_vote_and_the_old_one_stays(tuesday, criteria, all_answer, maryse):
    all_answer(criteria[0], "remove", reason="Inutile.")
    debate_actions.close_vote(tuesday.pk, criteria[0].pk, by=maryse)
    debate_actions.ask_again(tuesday.pk, criteria[0].pk, by=maryse)

    ballots = Ballot.objects.filter(subject=f"criterion:{criteria[0].pk}").order_by("number")
    assert [b.is_open for b in ballots] == [False, True]


def test_who_comes_in_during_a_vote_answers_the_next_one(tuesday, criteria, sit, group):
    from tests import factories  # noqa: PLC0415 -- somebody new, only here

    late = sit(factories.make_member("Ida", group=group))

    with pytest.raises(Conflict) as refused:
        debate_actions.answer(criteria[0].pk, seat=late, choice="keep")

    assert refused.value.sentence == "Vous venez d’arriver. Vous répondrez au critère suivant."


def test_after_the_next_criterion_she_answers_like_everybody(tuesday, criteria, sit, group, maryse):
    from tests import factories  # noqa: PLC0415 -- somebody new, only here

    late = sit(factories.make_member("Ida", group=group))
    debate_actions.go_on(tuesday.pk, by=maryse)
    debate_actions.answer(criteria[1].pk, seat=late, choice="keep")

    assert Scene.of(tuesday.pk).voices == 1


def test_a_shared_phone_is_passed_on_and_never_shows_the_choice(tuesday, criteria, sit, group):
    from tests import factories  # noqa: PLC0415 -- two people who share, only here

    debate_actions.look_at(tuesday.pk, criteria[1].pk, by=tuesday.proceedings.leader.person)
    device = uuid.uuid4()
    ida, rose = (sit(factories.make_member(name, group=group), device) for name in ("Ida", "Rose"))
    debate_actions.look_at(tuesday.pk, criteria[2].pk, by=tuesday.proceedings.leader.person)
    debate_actions.answer(criteria[2].pk, seat=ida, choice="remove")

    mine = mine_of(Scene.of(tuesday.pk), ida)
    assert (mine.handing_to, mine.handing_seat, mine.chosen) == (rose.person, rose.pk, "")
