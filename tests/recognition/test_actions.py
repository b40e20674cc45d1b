"""Odile on her way to Itérasinier: what happens, who may not, and what is left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from besace.badges.models import BadgeClass, BadgeVersion
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.models import JournalEntry
from besace.credentials.models import Credential
from besace.people.models import Group, Person
from besace.people.rules import Level
from besace.recognition import actions, queries
from besace.recognition.models import Award, Decision, DoNotAsk, Evidence, Proposal, Recognition, State
from besace.recognition.rules import Seen
from besace.votes import customs
from besace.votes.models import Ballot, BallotKey, SealedVoice, Turnout, Voice
from besace.votes.rules import Choice, Majority, Rule
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def badge(version: BadgeVersion) -> BadgeClass:
    return version.badge


@pytest.fixture
def peers(group: Group) -> list[Person]:
    return [factories.make_member(name, group=group) for name in ("Lucette", "Bachir", "Aïcha", "Marcel")]


@pytest.fixture
def asked(badge: BadgeClass, odile: Person) -> Recognition:
    return actions.ask(badge.pk, by=odile, words="Je m’occupe des ânes depuis dix ans.")


@pytest.fixture
def seen(asked: Recognition, maryse: Person, tonio: Person, fatou: Person) -> Recognition:
    situation = actions.plan_situation(
        asked.pk,
        by=maryse,
        starts_at=timezone.now() - timedelta(days=3),
        observers=[tonio],
        chosen_by_her=[fatou],
        criteria=["c1", "c2"],
        place="Au pré",
    )
    for watcher in situation.observers.all():
        seen = {"c1": Seen.YES, "c2": Seen.WITH_HELP}
        actions.tell_what_was_seen(watcher.pk, by=watcher.person, sightings=seen, story="Elle est calme.")
    asked.refresh_from_db()
    return asked


@pytest.fixture
def voting(seen: Recognition, maryse: Person, peers: list[Person]) -> Decision:
    return actions.ask_the_peers(seen.pk, by=maryse)


def all_say(decision: Decision, people: list[Person], choice: Choice) -> None:
    for person in people:
        actions.vote(decision.pk, by=person, choice=choice, criterion="c2" if choice is Choice.NOT_YET else "")


def test_the_whole_story(voting: Decision, peers: list[Person], tonio: Person, fatou: Person, odile: Person) -> None:
    all_say(voting, [*peers, tonio, fatou], Choice.YES)
    award = actions.close_validation(voting.pk, by=None)
    assert award is not None
    credential = Credential.objects.get(award_id=award.pk)

    assert (award.person, award.peers, award.answer) == (odile, 6, Award.Answer.WAITING)
    assert (credential.holder, credential.is_published) == (odile, False)
    assert Recognition.objects.get(person=odile).state == State.AWARDED
    assert queries.holds(odile, voting.recognition.badge)


def test_nothing_tells_afterwards_who_said_what(voting: Decision, peers: list[Person]) -> None:
    all_say(voting, peers, Choice.YES)
    actions.close_validation(voting.pk, by=None)
    left = (Voice.objects.count(), SealedVoice.objects.count(), BallotKey.objects.count())
    assert (left, Turnout.objects.count()) == ((0, 0, 0), len(peers))


def test_the_decision_is_taken_once_even_if_two_press(voting: Decision, peers: list[Person]) -> None:
    all_say(voting, peers, Choice.YES)
    first, second = (actions.close_validation(voting.pk, by=None) for _ in range(2))
    assert first == second
    assert Credential.objects.count() == 1


def test_those_who_watched_are_not_enough_alone(
    voting: Decision, tonio: Person, fatou: Person, peers: list[Person]
) -> None:
    all_say(voting, [tonio, fatou], Choice.YES)
    all_say(voting, peers[:2], Choice.DONT_KNOW)
    assert actions.close_validation(voting.pk, by=None) is None
    assert Recognition.objects.get().state == State.SEEN


def test_two_voices_are_too_few(voting: Decision, peers: list[Person]) -> None:
    all_say(voting, peers[:2], Choice.YES)
    assert actions.close_validation(voting.pk, by=None) is None
    assert (Recognition.objects.get().state, Award.objects.count()) == (State.SEEN, 0)


def test_she_does_not_vote_for_herself(voting: Decision, odile: Person) -> None:
    with pytest.raises(NotAllowed):
        actions.vote(voting.pk, by=odile, choice=Choice.YES)


def test_a_guest_does_not_vote_to_give_a_badge(voting: Decision, group: Group) -> None:
    guest = factories.make_member("Ali", group=group, role="guest")
    with pytest.raises(NotAllowed):
        actions.vote(voting.pk, by=guest, choice=Choice.YES)


def test_somebody_too_close_steps_aside_and_no_reason_is_asked(voting: Decision, peers: list[Person]) -> None:
    actions.step_aside(voting.pk, by=peers[3])
    all_say(voting, peers[:3], Choice.YES)
    award = actions.close_validation(voting.pk, by=None)
    assert award is not None
    assert award.peers == 3


def test_not_yet_is_told_by_a_human_before_her_page_says_it(
    voting: Decision, peers: list[Person], fatou: Person, odile: Person
) -> None:
    all_say(voting, peers, Choice.NOT_YET)
    actions.close_validation(voting.pk, by=None)
    recognition = Recognition.objects.get(person=odile)
    before = queries.said_to_her(recognition)
    actions.tell_not_yet(recognition.pk, by=fatou, to_show="Le faire monter dans un van.")
    recognition.refresh_from_db()

    assert (before, queries.said_to_her(recognition)) == (State.DECIDING.value, State.NOT_YET.value)
    assert recognition.to_show == "Le faire monter dans un van."


@pytest.mark.parametrize(("against", "is_given"), [(1, True), (2, False)])
def test_the_group_s_own_rule_decides_and_the_badge_says_it(
    seen: Recognition, peers: list[Person], group: Group, maryse: Person, against: int, is_given: bool
) -> None:
    customs.choose_rule(group, Rule(), guests_stamp=True, by=maryse, peers_majority=Majority.TWO_THIRDS, peers_quorum=3)
    decision = actions.ask_the_peers(seen.pk, by=maryse)
    for place, person in enumerate(peers):
        said = Choice.NOT_YET if place < against else Choice.YES
        actions.vote(decision.pk, by=person, choice=said, criterion="c1" if place < against else "")
    made = actions.close_validation(decision.pk, by=None)

    words = "Il faut au moins 3 voix. Il faut au moins 2 « pour » sur 3."
    assert (made is not None, made is None or words in made.rule_in_words) == (is_given, True)


@pytest.mark.parametrize("criterion", ["", "c9", "Elle est trop lente"])
def test_not_yet_names_a_criterion_of_the_badge_and_nothing_else(
    voting: Decision, peers: list[Person], criterion: str
) -> None:
    with pytest.raises(Refusal) as refused:
        actions.vote(voting.pk, by=peers[0], choice=Choice.NOT_YET, criterion=criterion)
    assert (refused.value.code, SealedVoice.objects.count()) == ("names-no-criterion", 0)


def test_what_not_yet_named_is_what_is_left_to_show_once_each(voting: Decision, peers: list[Person]) -> None:
    for person, criterion in zip(peers, ("c2", "c1", "c2", "c2"), strict=True):
        actions.vote(voting.pk, by=person, choice=Choice.NOT_YET, criterion=criterion)
    actions.close_validation(voting.pk, by=None)
    assert Recognition.objects.get().to_show == "Approcher l’âne doucement\nRester calme"


def test_a_not_yet_that_did_not_carry_leaves_no_word(voting: Decision, peers: list[Person]) -> None:
    all_say(voting, peers[:3], Choice.YES)
    all_say(voting, peers[3:], Choice.NOT_YET)
    actions.close_validation(voting.pk, by=None)
    kept = Ballot.objects.get(pk=voting.ballot_id).result
    assert (kept["reasons"], Recognition.objects.get().to_show) == ([], "")


def test_a_vote_opened_by_mistake_is_taken_off(voting: Decision, peers: list[Person], maryse: Person) -> None:
    all_say(voting, peers, Choice.YES)
    actions.cancel_validation(voting.pk, by=maryse)
    assert (Recognition.objects.get().state, Award.objects.count(), SealedVoice.objects.count()) == (State.SEEN, 0, 0)
    with pytest.raises(Conflict):
        actions.cancel_validation(voting.pk, by=maryse)


def test_she_neither_closes_nor_cancels_the_vote_on_herself(voting: Decision, odile: Person) -> None:
    for act in (actions.close_validation, actions.cancel_validation):
        with pytest.raises(NotAllowed):
            act(voting.pk, by=odile)


def test_who_came_after_the_opening_is_not_asked(voting: Decision, group: Group, peers: list[Person]) -> None:
    late = factories.make_member("Ida", group=group)
    assert [len(queries.waiting_for(one).decisions) for one in (late, peers[0])] == [0, 1]


def test_after_not_yet_she_shows_it_again_and_the_peers_vote_anew(
    voting: Decision, peers: list[Person], maryse: Person, tonio: Person, fatou: Person
) -> None:
    all_say(voting, peers, Choice.NOT_YET)
    actions.close_validation(voting.pk, by=None)
    with pytest.raises(Conflict):
        actions.ask_the_peers(voting.recognition_id, by=maryse)
    day = timezone.now() - timedelta(hours=1)
    situation = actions.plan_situation(
        voting.recognition_id, by=maryse, starts_at=day, observers=[tonio], chosen_by_her=[fatou], criteria=["c1"]
    )
    actions.tell_what_was_seen(situation.observers.get(person=tonio).pk, by=tonio, sightings={"c1": Seen.YES})
    again = actions.ask_the_peers(voting.recognition_id, by=maryse)
    all_say(again, peers, Choice.YES)
    assert actions.close_validation(again.pk, by=None) is not None


def test_asking_twice_is_one_request(asked: Recognition, odile: Person) -> None:
    with pytest.raises(Conflict):
        actions.ask(asked.badge_id, by=odile)
    assert Recognition.objects.count() == 1


def test_the_database_itself_refuses_a_second_living_request(asked: Recognition) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Recognition.objects.create(badge=asked.badge, group=asked.group, person=asked.person, state=State.OPEN)


def test_one_peer_is_not_enough_to_ask_her(badge: BadgeClass, odile: Person, tonio: Person, fatou: Person) -> None:
    actions.propose(badge.pk, odile, by=tonio, saw="Elle a mené l’âne au marché.")
    alone = Recognition.objects.count()
    actions.propose(badge.pk, odile, by=fatou, saw="Elle l’a brossé.")
    assert (alone, Recognition.objects.get().state) == (0, State.PROPOSED)


def test_proposing_again_replaces_what_was_written(badge: BadgeClass, odile: Person, tonio: Person) -> None:
    actions.propose(badge.pk, odile, by=tonio, saw="Elle a mené l’âne.")
    actions.propose(badge.pk, odile, by=tonio, saw="Elle a mené l’âne au marché.")
    assert [p.saw for p in Proposal.objects.all()] == ["Elle a mené l’âne au marché."]
    assert Recognition.objects.count() == 0


@pytest.fixture
def proposed(badge: BadgeClass, odile: Person, tonio: Person, fatou: Person) -> Recognition:
    for peer in (tonio, fatou):
        actions.propose(badge.pk, odile, by=peer, saw="Je l’ai vue faire.")
    return Recognition.objects.get(person=odile)


def test_her_no_is_silent_and_final(
    proposed: Recognition, badge: BadgeClass, odile: Person, kevin: Person, group: Group
) -> None:
    lines_before = JournalEntry.objects.count()
    actions.decline_proposal(proposed.pk, by=odile)
    actions.propose(badge.pk, odile, by=kevin, saw="Moi aussi.")

    assert (Recognition.objects.count(), DoNotAsk.objects.count()) == (0, 1)
    assert [p.saw for p in Proposal.objects.exclude(by=kevin)] == ["", ""]
    assert JournalEntry.objects.count() == lines_before + 1  # Kévin's proposal; of her no, nothing
    assert list(queries.under_way(group)) == []


def test_nobody_else_answers_for_her(proposed: Recognition, tonio: Person) -> None:
    for answer in (actions.accept_proposal, actions.decline_proposal):
        with pytest.raises(NotAllowed):
            answer(proposed.pk, by=tonio)


def test_facilitators_do_not_see_a_proposal_before_she_says_yes(
    proposed: Recognition, group: Group, odile: Person
) -> None:
    before = list(queries.under_way(group))
    actions.accept_proposal(proposed.pk, by=odile)
    assert (before, [r.pk for r in queries.under_way(group)]) == ([], [proposed.pk])


def test_asking_for_a_badge_one_is_proposed_for_is_a_yes(
    proposed: Recognition, badge: BadgeClass, odile: Person
) -> None:
    assert actions.ask(badge.pk, by=odile).pk == proposed.pk
    assert Recognition.objects.get().state == State.OPEN


def test_she_may_change_her_mind_and_ask_again(asked: Recognition, badge: BadgeClass, odile: Person) -> None:
    actions.withdraw_request(asked.pk, by=odile)
    again = actions.ask(badge.pk, by=odile)
    assert (again.pk != asked.pk, again.state) == (True, State.OPEN)


def test_a_situation_needs_somebody_of_her_choice(
    asked: Recognition, maryse: Person, tonio: Person, fatou: Person
) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.plan_situation(
            asked.pk, by=maryse, starts_at=timezone.now(), observers=[tonio, fatou], chosen_by_her=[], criteria=["c1"]
        )
    assert refusal.value.code == "none-chosen-by-her"


def test_nothing_is_told_before_the_day(asked: Recognition, maryse: Person, tonio: Person, fatou: Person) -> None:
    situation = actions.plan_situation(
        asked.pk,
        by=maryse,
        starts_at=timezone.now() + timedelta(days=3),
        observers=[tonio],
        chosen_by_her=[fatou],
        criteria=["c1"],
    )
    watcher = situation.observers.get(person=tonio)
    with pytest.raises(Refusal):
        actions.tell_what_was_seen(watcher.pk, by=tonio, sightings={"c1": Seen.YES})


def test_one_observer_does_not_tell_for_another(seen: Recognition, tonio: Person, fatou: Person) -> None:
    hers = seen.situations.get().observers.get(person=fatou)
    with pytest.raises(NotAllowed):
        actions.tell_what_was_seen(hers.pk, by=tonio, sightings={"c1": Seen.NOT_YET})


def test_a_photo_waits_for_whoever_is_on_it(asked: Recognition, odile: Person) -> None:
    photo = actions.add_evidence(asked.pk, by=odile, kind=Evidence.Kind.PHOTO, file=ContentFile(b"picture"))
    with pytest.raises(Refusal):
        actions.show_evidence(photo.pk, by=odile, is_shown=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=photo.pk).update(is_shown=True)
    assert actions.show_evidence(photo.pk, by=odile, is_shown=True, people_agree=True).is_shown


def test_only_what_she_agreed_to_show_is_signed(
    seen: Recognition, odile: Person, fatou: Person, maryse: Person, peers: list[Person]
) -> None:
    shown = actions.add_evidence(seen.pk, by=odile, kind=Evidence.Kind.TEXT, text="Ma balade du 7 novembre")
    actions.add_evidence(seen.pk, by=fatou, kind=Evidence.Kind.TEXT, text="Sa balade avec sa famille")
    actions.show_evidence(shown.pk, by=odile, is_shown=True)
    decision = actions.ask_the_peers(seen.pk, by=maryse)
    all_say(decision, peers, Choice.YES)
    actions.close_validation(decision.pk, by=None)
    document = bytes(Credential.objects.get().document).decode()
    assert ("Ma balade du 7 novembre" in document, "Sa balade avec sa famille" in document) == (True, False)


def test_nobody_shows_it_for_her(asked: Recognition, fatou: Person) -> None:
    evidence = actions.add_evidence(asked.pk, by=fatou, kind=Evidence.Kind.TEXT, text="Je l’ai vue.")
    with pytest.raises(NotAllowed):
        actions.show_evidence(evidence.pk, by=fatou, is_shown=True)


@pytest.fixture
def award(badge: BadgeClass, odile: Person, maryse: Person) -> Award:
    actions.name_reviewers(badge.pk, people=[maryse], by=maryse)
    return actions.award_at_once(badge.pk, odile, by=maryse)


def test_one_reviewer_gives_it_where_the_group_so_decides(award: Award, odile: Person) -> None:
    assert Credential.objects.get(award_id=award.pk).holder == odile


def test_nobody_gives_herself_a_badge(badge: BadgeClass, maryse: Person, award: Award) -> None:
    with pytest.raises(NotAllowed):
        actions.award_at_once(badge.pk, maryse, by=maryse)
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(given_by=award.person)


def test_it_is_not_given_twice(award: Award, badge: BadgeClass, odile: Person, tonio: Person) -> None:
    actions.name_reviewers(badge.pk, people=[tonio], by=tonio)
    with pytest.raises(Conflict):
        actions.award_at_once(badge.pk, odile, by=tonio)


def test_she_refuses_it_and_it_is_out_of_force(award: Award, odile: Person) -> None:
    actions.refuse_award(award.pk, by=odile)
    assert Credential.objects.get(award_id=award.pk).state == "revoked"
    with pytest.raises(Conflict):
        actions.accept_award(award.pk, by=odile)


def test_it_takes_two_and_fifteen_days_to_take_a_badge_back(
    award: Award, maryse: Person, fatou: Person, odile: Person
) -> None:
    question = actions.ask_revocation(award.pk, by=maryse, reason="issued-by-mistake")
    actions.tell_holder(question.pk, by=maryse)
    actions.hear_holder(question.pk, by=odile, words="Je l’ai fait devant vous.")
    with pytest.raises(Conflict):
        actions.confirm_revocation(question.pk, by=fatou)
    type(question).objects.filter(pk=question.pk).update(told_at=timezone.now() - timedelta(days=15))
    with pytest.raises(Conflict):
        actions.confirm_revocation(question.pk, by=maryse)
    actions.confirm_revocation(question.pk, by=fatou)
    assert Credential.objects.get(award_id=award.pk).state == "revoked"


def test_a_doubt_of_fraud_puts_it_aside_and_dropping_it_puts_it_back(
    award: Award, maryse: Person, fatou: Person
) -> None:
    states: list[str] = []

    def note() -> None:
        states.append(Credential.objects.get(award_id=award.pk).state)

    question = actions.ask_revocation(award.pk, by=maryse, reason="fraud")
    note()
    actions.drop_revocation(question.pk, by=fatou)
    note()
    assert states == ["suspended", "valid"]


@pytest.mark.parametrize("level", ["TAPPED", "DOUBTED"])
def test_a_name_tapped_is_not_enough_to_vote(voting: Decision, peers: list[Person], level: str) -> None:
    peers[0].level = Level[level]
    with pytest.raises(NotAllowed):
        actions.vote(voting.pk, by=peers[0], choice=Choice.YES)
