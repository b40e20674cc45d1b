"""Two people press at the same moment on the way to one badge: no press breaks, and what is left is whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from besace.badges.models import BadgeVersion
from besace.core import outbox
from besace.core.errors import Conflict
from besace.credentials.models import Credential
from besace.notices.models import Slip
from besace.notices.slips import actions as slips
from besace.passports import actions as passports
from besace.people import actions as people
from besace.people.models import Group, Person
from besace.recognition import actions, queries
from besace.recognition.jury import actions as jury
from besace.recognition.models import Award, Decision, Recognition, Revocation
from besace.votes.models import Ballot
from besace.votes.rules import Choice
from tests import factories
from tests.recognition import world
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seen(version: BadgeVersion, odile: Person, group: Group) -> Recognition:
    return world.seen(group, asked=actions.ask(version.badge_id, by=odile, words="Je le fais."))


@pytest.fixture
def voted(seen: Recognition, group: Group, maryse: Person) -> Decision:
    """Everybody says yes; nobody closed yet."""
    peers = [factories.make_member(name, group=group) for name in ("Agathe", "Basile", "Cosette")]
    decision = actions.ask_the_peers(seen.pk, by=maryse)
    for one in peers:
        actions.vote(decision.pk, by=one, choice=Choice.YES)
    return decision


@pytest.fixture
def given(voted: Decision, maryse: Person) -> Award:
    made = actions.close_validation(voted.pk, by=maryse)
    assert made is not None
    return made


def run_the_outbox() -> None:
    while outbox.do_one("test", raises=True):
        pass


def test_one_closes_the_vote_while_she_takes_her_request_back(voted, maryse, odile):
    answers = together(
        lambda: actions.close_validation(voted.pk, by=maryse),
        lambda: actions.withdraw_request(voted.recognition_id, by=odile),
    )
    assert sorted(answers) in (["done", "done"], ["done", "wrong-moment"])
    assert Ballot.objects.get(pk=voted.ballot_id).closed_at is not None
    assert Award.objects.count() == (1 if answers[1] == "wrong-moment" else 0)


def test_three_close_one_vote_and_one_badge_is_given(voted, maryse, solange, tonio):
    answers = together(
        *(lambda by=by: actions.close_validation(voted.pk, by=by) for by in (maryse, solange, tonio)),
    )
    assert (set(answers), Award.objects.count(), Credential.objects.count()) == ({"done"}, 1, 1)


def test_one_closes_the_vote_while_she_leaves_for_good(voted, maryse, odile):
    answers = together(
        lambda: actions.close_validation(voted.pk, by=maryse),
        lambda: people.erase_person(odile, by=odile),
    )
    run_the_outbox()
    assert answers[1] == "done"
    assert answers[0] in {"done", "person-left"}
    assert (Credential.objects.filter(holder=odile).count(), Recognition.objects.count()) == (0, 0)
    assert Award.objects.filter(person=odile).count() == 0


def test_nothing_is_given_to_who_left_for_good(voted, maryse, odile):
    """Before the listeners have ended the vote: no badge is signed for somebody who is no longer here."""
    people.erase_person(odile, by=odile)
    with pytest.raises(Conflict) as refused:
        actions.close_validation(voted.pk, by=maryse)
    run_the_outbox()
    assert refused.value.code == "person-left"
    assert (Credential.objects.count(), Recognition.objects.count()) == (0, 0)


def test_she_asks_twice_while_a_second_peer_proposes_her(version, odile, tonio, fatou):
    """The peer never learns by an odd answer what others did, nor that she asked."""
    actions.propose(version.badge_id, odile, by=tonio, saw="Elle le fait.")
    answers = together(
        lambda: actions.propose(version.badge_id, odile, by=fatou, saw="Je l’ai vue."),
        lambda: actions.ask(version.badge_id, by=odile),
        lambda: actions.ask(version.badge_id, by=odile),
    )
    assert (answers[0], sorted(answers[1:])) == ("done", ["already-asked", "done"])
    assert Recognition.objects.get(person=odile).state == "open"


def test_two_reviewers_give_one_badge_at_once_and_she_has_it_once(version, odile, tonio, fatou, solange):
    actions.name_reviewers(version.badge_id, people=[tonio, fatou], by=solange)
    answers = together(*(lambda by=by: actions.award_at_once(version.badge_id, odile, by=by) for by in (tonio, fatou)))
    assert (sorted(answers), Award.objects.count()) == (["already-hers", "done"], 1)


def test_a_reviewer_gives_it_while_the_peers_vote_and_no_vote_stays_open(voted, odile, tonio, solange):
    actions.name_reviewers(voted.recognition.badge_id, people=[tonio], by=solange)
    made = actions.award_at_once(voted.recognition.badge_id, odile, by=tonio)
    voted.refresh_from_db()
    assert (voted.closed_at is not None, Ballot.objects.get(pk=voted.ballot_id).closed_at is not None) == (True, True)
    assert actions.close_validation(voted.pk, by=solange) == made


def test_she_accepts_refuses_and_hides_at_once(given, odile):
    answers = together(
        lambda: actions.accept_award(given.pk, by=odile),
        lambda: actions.refuse_award(given.pk, by=odile),
        lambda: actions.hide_award(given.pk, by=odile),
    )
    given.refresh_from_db()
    assert set(answers) <= {"done", "already-refused"}
    signed = queries.credential_of(given)
    assert signed is not None
    assert (given.answer, signed.state) == ("refused", "revoked")


def test_she_refuses_on_one_device_while_she_empties_her_bag_on_two_others(given, odile):
    answers = together(
        lambda: actions.refuse_award(given.pk, by=odile),
        lambda: passports.forget_everything(odile, is_void=False),
        lambda: passports.forget_everything(odile, is_void=True),
        lambda: passports.forget_badge(Credential.objects.get().pk, by=odile, is_void=True),
    )
    assert set(answers) <= {"done", "not-hers"}
    assert Credential.objects.filter(holder=odile).count() == 0


def test_a_badge_is_taken_back_dropped_and_refused_at_once(given, maryse, solange, odile):
    question = actions.ask_revocation(given.pk, by=maryse, reason="issued-by-mistake")
    Revocation.objects.filter(pk=question.pk).update(told_at=timezone.now() - timedelta(days=20))
    answers = together(
        lambda: actions.confirm_revocation(question.pk, by=solange),
        lambda: actions.drop_revocation(question.pk, by=maryse),
        lambda: actions.refuse_award(given.pk, by=odile),
    )
    question.refresh_from_db()
    assert set(answers) <= {"done", "already-closed"}
    assert (question.done_at is None) != (question.dropped_at is None)


def test_one_slip_is_used_on_three_devices_while_another_is_printed(given, maryse):
    slips.make(given, by=maryse)
    slip = Slip.objects.get()
    answers = together(
        *(lambda: slips.use(slip.pk, by=None) for _device in range(3)),
        lambda: slips.make(given, by=maryse),
    )
    given.refresh_from_db()
    assert set(answers) <= {"done", "slip-used", "slip-over", "already-answered"}
    assert answers[:3].count("done") == (1 if given.answer == "accepted" else 0)


def test_the_last_juror_answers_while_one_closes_the_vote(version, odile, group, maryse, solange):
    jury.name_jury(version.badge_id, quorum=3, by=solange)
    asked = world.seen(group, asked=actions.ask(version.badge_id, by=odile))
    names = [jury.Juror(name) for name in ("Agathe", "Basile", "Cosette")]
    decision = jury.call_jury(asked.pk, jurors=names, by=maryse)
    jury.confirm_jury(decision.pk, by=solange)
    links = list(decision.jurors.values_list("pk", flat=True))
    for one in links:
        jury.sign(one, name="Agathe Morin", place="Mairie")
    answers = together(
        *(lambda one=one: jury.answer(one, answer="yes") for one in links),
        lambda: actions.close_validation(decision.pk, by=maryse),
    )
    assert answers[3] == "done"
    assert set(answers[:3]) <= {"done", "link-over", "ballot-closed"}
