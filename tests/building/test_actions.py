"""From the first idea to the stamp, on a database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from besace.building import actions, queries, rules
from besace.building.models import Contribution, Criterion, Kind, Web
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.models import JournalEntry
from besace.votes import actions as votes
from besace.votes.rules import Choice, Outcome, Step


def answer(criterion, choices, *, room):
    ballot = criterion.rounds.get(settled_at__isnull=True).ballot_id
    for person, choice in zip(room, choices, strict=False):
        votes.cast_voice(ballot, by=person, choice=choice, reason="Ce n’est pas clair." if choice == Choice.NO else "")


def state(criterion):
    return Criterion.objects.get(pk=criterion.pk).state


def test_a_web_begins_with_a_branch_to_do_and_a_branch_to_be(web):
    assert [(b.name, b.place) for b in web.branches.all()] == [("Savoir-faire", 0), ("Savoir-être", 1)]


def test_an_idea_hangs_on_the_branch_of_its_kind(idea):
    assert idea("Brosser l’âne").branch.name == "Savoir-faire"
    assert idea("Rester calme", kind=Kind.WAY_OF_BEING).branch.name == "Savoir-être"


def test_an_idea_entered_for_odile_is_hers_and_marked(web, maryse, odile):
    criterion = actions.add_idea(web.pk, by=maryse, text="Lire ses oreilles", on_behalf=odile)

    given = criterion.contributions.get()
    assert (given.author, given.entered_by) == (odile, maryse)


def test_a_double_tap_is_one_idea(idea, web):
    assert idea("Brosser l’âne").pk == idea("brosser l'ane ").pk
    assert web.criteria.count() == 1


def test_the_same_words_from_two_people_are_two_ideas_until_they_are_merged(idea, web, fatou):
    assert idea("Brosser l’âne").pk != idea("Brosser l’âne", by=fatou).pk


def test_an_empty_idea_is_refused(idea):
    with pytest.raises(Refusal, match="Écrivez une idée"):
        idea(" \u202e…\u200b ")


def test_existing_criteria_do_not_move_when_one_is_added(idea, web):
    for n in range(30):
        before = {c.pk: c.spot for c in web.criteria.all()}
        idea(f"Geste numéro {n} avec un âne", kind=list(Kind)[n % 2])
        after = {c.pk: c.spot for c in web.criteria.all()}
        assert {pk: after[pk] for pk in before} == before


def test_merging_keeps_every_wording_and_every_author(idea, fatou, tonio, maryse):
    one, other = idea("Brosser l’âne"), idea("Passer la brosse", by=fatou)

    actions.merge(one.pk, others=[other.pk], by=maryse)

    assert state(other) == rules.MERGED
    assert [(c.text, c.author) for c in queries.credits_of(one)] == [
        ("Brosser l’âne", tonio),
        ("Passer la brosse", fatou),
    ]


def test_merging_into_what_was_merged_follows_to_the_end(idea, maryse):
    first, second, third = idea("Brosser"), idea("Étriller"), idea("Panser")
    actions.merge(second.pk, others=[third.pk], by=maryse)

    actions.merge(first.pk, others=[second.pk], by=maryse)

    assert {c.pk for c in Criterion.objects.filter(merged_into=first)} == {second.pk, third.pk}


def test_a_merged_idea_can_be_taken_out_again(idea, maryse):
    one, other = idea("Brosser l’âne"), idea("Curer les pieds")
    actions.merge(one.pk, others=[other.pk], by=maryse)

    actions.split(other.pk, by=maryse)

    assert (state(other), Criterion.objects.get(pk=other.pk).merged_into) == (rules.PROPOSED, None)


def test_the_database_refuses_a_criterion_merged_into_nothing(idea):
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.filter(pk=idea("Brosser").pk).update(state=rules.MERGED)


def test_a_hidden_idea_leaves_the_web_and_stays_in_the_journal(idea, web, maryse):
    criterion = idea("Se moquer de Paul")

    actions.hide(criterion.pk, by=maryse, reason="Blesse quelqu’un")

    assert queries.branch_lines(web)[0].criteria == []
    assert JournalEntry.objects.filter(verb="idea-hidden", what=str(criterion.pk)).count() == 1


def test_one_takes_back_ones_own_idea_and_nobody_elses(idea, tonio, fatou):
    criterion = idea("Brosser l’âne")
    with pytest.raises(NotAllowed):
        actions.withdraw_idea(criterion.pk, by=fatou)

    actions.withdraw_idea(criterion.pk, by=tonio)

    assert state(criterion) == rules.REMOVED


def test_what_nobody_wants_otherwise_is_kept_in_one_batch(idea, web, maryse, room):
    calm, brush, shout = idea("Rester calme"), idea("Brosser l’âne"), idea("Crier fort")
    assert actions.open_debate(web.pk, by=maryse, present=6) == 3
    answer(calm, [Choice.KEEP] * 4, room=room)
    answer(shout, [Choice.KEEP, Choice.REMOVE, Choice.KEEP], room=room)
    answer(brush, [Choice.KEEP], room=room)

    batch = actions.keep_all_unopposed(web.pk, by=maryse)

    assert batch == actions.debate.Batch(kept=1, to_debate=1, waiting=1)
    assert [state(c) for c in (calm, shout, brush)] == [rules.KEPT, rules.PROPOSED, rules.PROPOSED]


def test_a_sentence_that_nobody_refuses_replaces_the_words(idea, web, maryse, fatou, room):
    criterion = idea("Crier fort")
    actions.open_debate(web.pk, by=maryse, present=6)
    answer(criterion, [Choice.REWORD] * 3, room=room)
    assert actions.settle_criterion(criterion.pk, by=maryse).step is Step.DEBATE
    actions.propose_wording(criterion.pk, text="Parler assez fort", by=fatou)
    actions.open_second_answer(criterion.pk, by=maryse, present=6)
    answer(criterion, [Choice.YES, Choice.CAN_LIVE, Choice.YES], room=room)

    actions.settle_criterion(criterion.pk, by=maryse)

    criterion.refresh_from_db()
    assert (criterion.text, criterion.state) == ("Parler assez fort", rules.REWORDED)
    assert Contribution.objects.get(criterion=criterion, of="rewording").author == fatou


@pytest.mark.parametrize(
    ("voices", "outcome", "becomes"),
    [
        ([Choice.YES, Choice.YES, Choice.NO], Outcome.ADOPTED, rules.KEPT),
        ([Choice.YES, Choice.NO, Choice.NO], Outcome.REJECTED, rules.REMOVED),
        ([Choice.YES, Choice.YES, Choice.NO, Choice.NO], Outcome.UNDECIDED, rules.TO_REVIEW),
    ],
)
def test_after_two_wordings_the_majority_speaks_and_a_tie_is_seen_again(
    voices, outcome, becomes, idea, web, maryse, room
):
    criterion = idea("Brosser l’âne")
    actions.open_debate(web.pk, by=maryse, present=6)
    answer(criterion, [Choice.REWORD] * 3, room=room)
    actions.settle_criterion(criterion.pk, by=maryse)
    actions.open_second_answer(criterion.pk, by=maryse, present=6)
    answer(criterion, [Choice.YES, Choice.NO, Choice.YES], room=room)
    assert actions.settle_criterion(criterion.pk, by=maryse).step is Step.REWORD

    actions.open_second_answer(criterion.pk, by=maryse, present=6)
    answer(criterion, voices, room=room)

    assert actions.settle_criterion(criterion.pk, by=maryse).outcome is outcome
    assert state(criterion) == becomes


def test_settling_twice_answers_the_same(idea, web, maryse, room):
    criterion = idea("Brosser l’âne")
    actions.open_debate(web.pk, by=maryse, present=6)
    answer(criterion, [Choice.KEEP] * 3, room=room)

    first, again = (actions.settle_criterion(criterion.pk, by=maryse) for _ in range(2))

    assert first == again


def test_nothing_changes_a_criterion_while_the_group_answers(idea, web, maryse):
    criterion, other = idea("Brosser l’âne"), idea("Curer les pieds")
    actions.open_debate(web.pk, by=maryse, present=6)

    for attempt in (
        lambda: actions.reword(criterion.pk, text="Autre chose", by=maryse),
        lambda: actions.hide(criterion.pk, by=maryse),
        lambda: actions.remove(criterion.pk, by=maryse),
        lambda: actions.merge(other.pk, others=[criterion.pk], by=maryse),
    ):
        with pytest.raises(Conflict, match="Le groupe vote"):
            attempt()


def test_the_facilitator_takes_back_her_last_step_and_only_that(idea, maryse, fatou, web):
    criterion = idea("Brosser l’âne")
    actions.remove(criterion.pk, by=maryse)
    late = idea("Curer les pieds")
    with pytest.raises(Conflict, match="Une autre personne"):
        actions.undo_last(web.pk, by=fatou)

    actions.undo_last(web.pk, by=maryse)

    assert (state(criterion), state(late)) == (rules.PROPOSED, rules.PROPOSED)
    with pytest.raises(Conflict, match="rien à annuler"):
        actions.undo_last(web.pk, by=maryse)


def test_a_web_goes_on_next_week_as_it_was(idea, web, maryse):
    criterion = idea("Brosser l’âne")
    actions.abandon(web.pk, by=maryse)

    actions.resume(web.pk, by=maryse, channel="meeting:1")

    web.refresh_from_db()
    assert (web.state, web.channel, web.badge.state) == (rules.GROWING, "meeting:1", "draft")
    assert [c.pk for c in web.criteria.all()] == [criterion.pk]


def test_steps_out_of_order_are_refused(web, maryse):
    for attempt in (
        lambda: actions.open_stamp(web.pk, by=maryse, present=6),
        lambda: actions.stamp_badge(web.pk, by=maryse),
        lambda: actions.keep_all_unopposed(web.pk, by=maryse),
    ):
        with pytest.raises(Conflict, match="plus le moment"):
            attempt()
    assert Web.objects.get(pk=web.pk).state == rules.GROWING
