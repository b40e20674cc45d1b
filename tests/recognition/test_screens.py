"""The screens of a recognition: who may, who may not, what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from besace.badges.models import BadgeClass, BadgeVersion
from besace.core.errors import NotAllowed
from besace.core.models import JournalEntry
from besace.people.models import Group, Person
from besace.recognition import actions, queries, tasks
from besace.recognition.models import Award, Decision, DoNotAsk, Evidence, Observer, Proposal, Recognition, State
from besace.votes.models import SealedVoice
from besace.votes.rules import Choice
from tests import factories
from tests.recognition import world

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def badge(version: BadgeVersion) -> BadgeClass:
    return version.badge


@pytest.fixture
def asked(badge: BadgeClass, odile: Person) -> Recognition:
    return actions.ask(badge.pk, by=odile, words="Je m’occupe des ânes depuis dix ans.")


@pytest.fixture
def seen(asked: Recognition, group: Group) -> Recognition:
    return world.seen(group, asked=asked)


@pytest.fixture
def voting(seen: Recognition, maryse: Person, tonio: Person, fatou: Person, kevin: Person) -> Decision:
    return actions.ask_the_peers(seen.pk, by=maryse)


def everybody(choice: Choice, decision: Decision, *people: Person) -> None:
    for person in people:
        actions.vote(decision.pk, by=person, choice=choice, criterion="c2" if choice is Choice.NOT_YET else "")


# --- asking ----------------------------------------------------------------------------------------------------------


def test_she_asks_with_nothing_but_a_press(client_of: ClientOf, odile: Person, badge: BadgeClass) -> None:
    client_of(odile).post(f"/demander/{badge.pk}", {"words": ""})

    made = Recognition.objects.get()
    assert (made.person, made.state, made.words) == (odile, State.OPEN, "")


def test_no_screen_of_asking_speaks_of_an_e_mail(client_of: ClientOf, odile: Person, badge: BadgeClass) -> None:
    page = client_of(odile).get(f"/demander/{badge.pk}").content.decode()
    assert 'type="email"' not in page
    assert "e-mail" not in page.lower()


def test_somebody_in_a_confirmed_seat_asks_without_an_account(
    client_of: ClientOf, odile: Person, badge: BadgeClass, meeting
) -> None:
    sure = client_of(seat=factories.make_seat(odile, meeting=meeting))
    assert sure.post(f"/demander/{badge.pk}", {"words": "Oui"}).status_code == 302
    assert Recognition.objects.get().person == odile


def test_a_tapped_name_is_not_enough_to_ask(client_of: ClientOf, odile: Person, badge: BadgeClass, meeting) -> None:
    unsure = client_of(seat=factories.make_seat(odile, meeting=meeting, is_confirmed=False))
    assert unsure.post(f"/demander/{badge.pk}", {"words": "Oui"}).status_code == 403
    assert Recognition.objects.count() == 0


def test_who_leads_asks_for_somebody_without_a_phone(
    client_of: ClientOf, maryse: Person, odile: Person, badge: BadgeClass
) -> None:
    client_of(maryse).post(f"/demander/{badge.pk}", {"who": odile.pk, "words": "Elle dit : je sais."})

    assert Recognition.objects.get().person == odile
    assert JournalEntry.objects.get(verb="badge-asked").who == str(maryse.pk)


def test_a_participant_does_not_ask_for_somebody_else(
    client_of: ClientOf, tonio: Person, odile: Person, badge: BadgeClass
) -> None:
    client_of(tonio).post(f"/demander/{badge.pk}", {"who": odile.pk, "words": ""})
    assert Recognition.objects.get().person == tonio


def test_a_photo_is_drawn_anew_and_hidden(client_of: ClientOf, odile: Person, badge: BadgeClass) -> None:
    photo = SimpleUploadedFile("moi.png", bytes(badge.current_version.picture_png), "image/png")
    client_of(odile).post(f"/demander/{badge.pk}", {"words": "", "trace": photo})

    trace = Evidence.objects.get()
    assert (trace.kind, trace.is_shown, trace.file.read(4)) == (Evidence.Kind.PHOTO, False, b"\x89PNG")


def test_a_file_that_is_no_trace_is_said_and_nothing_is_lost(
    client_of: ClientOf, odile: Person, badge: BadgeClass
) -> None:
    page = client_of(odile).post(
        f"/demander/{badge.pk}", {"words": "Dix ans au pré.", "trace": SimpleUploadedFile("a.exe", b"MZ" * 40)}
    )
    assert page.status_code == 422
    assert "Dix ans au pré." in page.content.decode()
    assert Recognition.objects.count() == 0


@pytest.mark.parametrize(
    ("brand", "status", "kinds"),
    [
        (b"heic", 422, []),
        (b"mif1", 422, []),
        (b"avif", 422, []),
        (b"qt  ", 422, []),
        (b"M4A ", 302, [Evidence.Kind.SOUND]),
        (b"mp42", 302, [Evidence.Kind.SOUND]),
    ],
)
def test_a_photo_that_we_cannot_draw_anew_is_no_voice_note(
    client_of: ClientOf, odile: Person, badge: BadgeClass, brand: bytes, status: int, kinds: list[Evidence.Kind]
) -> None:
    """A telephone's HEIC begins like its sounds: kept as it is, it would say where she was."""
    sent = SimpleUploadedFile("IMG_1.heic", b"\0\0\0\x18ftyp" + brand + b"\0" * 40)
    page = client_of(odile).post(f"/demander/{badge.pk}", {"words": "Oui.", "trace": sent})
    assert (page.status_code, [one.kind for one in Evidence.objects.all()]) == (status, kinds)


def test_her_trace_is_for_her_until_she_shows_it(
    client_of: ClientOf, odile: Person, tonio: Person, asked: Recognition
) -> None:
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.7 rien")
    client_of(odile).post(f"/reconnaissances/{asked.pk}/traces", {"trace": paper})
    item = Evidence.objects.get()
    hidden = client_of(tonio).get(f"/traces/{item.pk}").status_code
    client_of(odile).post(f"/reconnaissances/{asked.pk}/traces/{item.pk}", {"wish": "show"})

    assert (hidden, client_of(tonio).get(f"/traces/{item.pk}").status_code) == (404, 200)


# --- proposing -------------------------------------------------------------------------------------------------------


def test_two_peers_propose_and_she_is_asked_alone(
    client_of: ClientOf, tonio: Person, fatou: Person, odile: Person, maryse: Person, badge: BadgeClass
) -> None:
    for peer in (tonio, fatou):
        client_of(peer).post(f"/proposer/{badge.pk}", {"person": odile.pk, "saw": "Elle l’a calmé."})
    made = Recognition.objects.get()

    assert "Elle l’a calmé." in client_of(odile).get(f"/reconnaissances/{made.pk}").content.decode()
    others = {client_of(one).get(f"/reconnaissances/{made.pk}").status_code for one in (tonio, fatou, maryse)}
    assert others == {404}
    assert client_of(maryse).get(f"/demandes/{made.pk}").status_code == 404


def test_her_no_is_final_silent_and_the_next_proposer_sees_nothing_of_it(
    client_of: ClientOf, tonio: Person, fatou: Person, kevin: Person, odile: Person, badge: BadgeClass
) -> None:
    said = {"person": odile.pk, "saw": "Elle l’a calmé."}
    first = [client_of(peer).post(f"/proposer/{badge.pk}", said) for peer in (tonio, fatou)]
    client_of(odile).post(f"/reconnaissances/{Recognition.objects.get().pk}/repondre", {"answer": "no"})
    last = client_of(kevin).post(f"/proposer/{badge.pk}", said)

    assert {(one.status_code, one["Location"]) for one in [*first, last]} == {(302, "/reconnaissances")}
    assert (Recognition.objects.count(), DoNotAsk.objects.count()) == (0, 1)


def test_proposing_somebody_who_holds_it_tells_nothing(
    client_of: ClientOf, tonio: Person, odile: Person, badge: BadgeClass, maryse: Person
) -> None:
    actions.name_reviewers(badge.pk, people=[maryse], by=maryse)
    actions.award_at_once(badge.pk, odile, by=maryse)
    answer = client_of(tonio).post(f"/proposer/{badge.pk}", {"person": odile.pk, "saw": "Elle l’a calmé."})
    assert (answer.status_code, answer["Location"], Proposal.objects.count()) == (302, "/reconnaissances", 0)


def test_later_changes_nothing_and_yes_opens_her_way(
    client_of: ClientOf, tonio: Person, fatou: Person, odile: Person, badge: BadgeClass
) -> None:
    for peer in (tonio, fatou):
        actions.propose(badge.pk, odile, by=peer, saw="Elle l’a calmé.")
    made, hers = Recognition.objects.get(), client_of(odile)
    states = []
    for said in ("later", "yes"):
        hers.post(f"/reconnaissances/{made.pk}/repondre", {"answer": said})
        states.append(Recognition.objects.get().state)
    assert states == [State.PROPOSED, State.OPEN]


# --- situation -------------------------------------------------------------------------------------------------------


def planned(tonio: Person, fatou: Person, **changes: object) -> dict[str, object]:
    day = (timezone.localtime() - timedelta(days=2)).date().isoformat()
    usual = {"day": day, "hour": "14:00", "place": "Au pré", "chosen": fatou.pk, "observers": [tonio.pk]}
    return {**usual, "criteria": ["c1", "c2"], **changes}


def test_who_leads_plans_with_two_who_watch(
    client_of: ClientOf, maryse: Person, tonio: Person, fatou: Person, asked: Recognition
) -> None:
    client_of(maryse).post(f"/demandes/{asked.pk}/situation", planned(tonio, fatou))

    situation = asked.situations.get()
    watching = set(situation.observers.values_list("person__first_name", "chosen_by_her"))
    assert (situation.place, situation.is_past, watching) == ("Au pré", True, {("Tonio", False), ("Fatou", True)})


def test_one_who_watches_is_too_few_and_what_was_typed_stays(
    client_of: ClientOf, maryse: Person, tonio: Person, fatou: Person, asked: Recognition
) -> None:
    page = client_of(maryse).post(
        f"/demandes/{asked.pk}/situation", planned(tonio, fatou, observers=[fatou.pk], place="À la fête")
    )
    assert (page.status_code, asked.situations.count()) == (422, 0)
    assert "Il faut deux personnes qui regardent." in page.content.decode()
    assert "À la fête" in page.content.decode()


def test_a_participant_plans_nothing(client_of: ClientOf, tonio: Person, fatou: Person, asked: Recognition) -> None:
    answer = client_of(tonio).post(f"/demandes/{asked.pk}/situation", planned(tonio, fatou))
    assert (answer.status_code, asked.situations.count()) == (403, 0)


def test_who_watched_tells_on_her_phone(client_of: ClientOf, asked: Recognition, group: Group) -> None:
    watcher = world.situation(group, asked=asked).observers.first()
    client_of(watcher.person).post(f"/regards/{watcher.pk}", {"c1": "seen", "c2": "not-yet", "story": "Bien."})

    asked.refresh_from_db()
    assert (asked.state, dict(watcher.sightings.values_list("criterion", "seen"))) == (
        State.SEEN,
        {"c1": "seen", "c2": "not-yet"},
    )


def test_a_paper_sheet_is_copied_by_who_leads_and_that_is_kept(
    client_of: ClientOf, maryse: Person, asked: Recognition, group: Group
) -> None:
    watcher = world.situation(group, asked=asked).observers.first()
    client_of(maryse).post(f"/regards/{watcher.pk}", {"c1": "with-help", "story": "Sur papier."})

    assert Observer.objects.get(pk=watcher.pk).story == "Sur papier."
    assert JournalEntry.objects.get(verb="situation-told").who == str(maryse.pk)


def test_neither_another_peer_nor_she_herself_fills_the_sheet(
    client_of: ClientOf, odile: Person, tonio: Person, asked: Recognition, group: Group
) -> None:
    watcher = world.situation(group, asked=asked).observers.first()
    answers = [client_of(one).post(f"/regards/{watcher.pk}", {"c1": "seen"}).status_code for one in (odile, tonio)]
    assert (answers, watcher.sightings.count()) == ([404, 404], 0)


def test_the_day_goes_into_a_calendar_without_a_name(client_of: ClientOf, odile: Person, asked, group: Group) -> None:
    situation = world.situation(group, asked=asked)
    file = client_of(odile).get(f"/situations/{situation.pk}/agenda.ics").content.decode()
    assert "LOCATION:Au pré" in file
    assert "Odile" not in file


def test_the_sheets_and_the_poster_are_tagged_papers(client_of: ClientOf, maryse: Person, asked, group: Group) -> None:
    situation = world.situation(group, asked=asked)
    leads = client_of(maryse)
    papers = [
        leads.get(f"/situations/{situation.pk}/feuille.pdf").content,
        leads.get(f"/badges/{asked.badge_id}/affiche.pdf").content,
    ]
    assert [(one[:5], b"/StructTreeRoot" in one) for one in papers] == [(b"%PDF-", True)] * 2


# --- the peers -------------------------------------------------------------------------------------------------------


def test_a_peer_says_yes_and_her_page_never_shows_it_again(
    client_of: ClientOf, voting: Decision, tonio: Person
) -> None:
    browser = client_of(tonio)
    browser.post(f"/avis/{voting.pk}", {"answer": "yes"})
    page = browser.get(f"/avis/{voting.pk}").content.decode()

    assert SealedVoice.objects.filter(person=tonio).count() == 1
    assert page.count("aria-pressed") == 0
    assert queries.waiting_for(tonio).decisions == []


def test_the_promise_is_on_the_page(client_of: ClientOf, voting: Decision, tonio: Person) -> None:
    page = client_of(tonio).get(f"/avis/{voting.pk}").content.decode()
    assert "Personne ne voit votre réponse. Ni l’animatrice." in page


def test_she_does_not_see_the_vote_on_herself(client_of: ClientOf, voting: Decision, odile: Person) -> None:
    browser = client_of(odile)
    answers = [browser.get(f"/avis/{voting.pk}"), browser.post(f"/avis/{voting.pk}", {"answer": "yes"})]
    assert [one.status_code for one in answers] == [404, 404]
    assert SealedVoice.objects.count() == 0


def test_too_close_is_said_without_a_reason(client_of: ClientOf, voting: Decision, tonio: Person) -> None:
    client_of(tonio).post(f"/avis/{voting.pk}", {"answer": "too-close"})
    assert queries.waiting_for(tonio).decisions == []


def test_who_leads_closes_and_the_badge_is_given(
    client_of: ClientOf, voting: Decision, maryse: Person, tonio: Person, fatou: Person, kevin: Person
) -> None:
    everybody(Choice.YES, voting, tonio, fatou, kevin, maryse)
    client_of(maryse).post(f"/avis/{voting.pk}/fermer")
    assert Award.objects.get().peers == 4


def test_a_participant_neither_opens_nor_closes(client_of: ClientOf, voting: Decision, tonio: Person) -> None:
    assert client_of(tonio).post(f"/avis/{voting.pk}/fermer").status_code == 403
    assert client_of(tonio).post(f"/demandes/{voting.recognition_id}/vote").status_code == 403
    assert Decision.objects.filter(closed_at=None).count() == 1


def test_a_vote_closes_by_itself_when_its_day_has_come(
    voting: Decision, tonio: Person, fatou: Person, kevin: Person
) -> None:
    everybody(Choice.YES, voting, tonio, fatou, kevin)
    Decision.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    for decision in queries.due_decisions(timezone.now()):
        tasks.close_vote(str(decision.pk))
    assert (Award.objects.count(), queries.due_decisions(timezone.now()).count()) == (1, 0)


def test_not_yet_waits_for_a_human_before_her_page_says_it(
    client_of: ClientOf, voting: Decision, odile: Person, maryse: Person, tonio: Person, fatou: Person, kevin: Person
) -> None:
    hers, address = client_of(odile), f"/reconnaissances/{voting.recognition_id}"
    hers.post(f"{address}/messager", {"teller": fatou.pk})
    everybody(Choice.NOT_YET, voting, tonio, fatou, kevin)
    actions.close_validation(voting.pk, by=None)
    before = hers.get(address).content.decode()
    leads = client_of(maryse)
    whom = leads.get(f"/demandes/{voting.recognition_id}").content.decode()
    leads.post(f"/demandes/{voting.recognition_id}/dit", {"to_show": "Le faire monter dans un van."})
    after = hers.get(address).content.decode()

    assert "Elle a choisi Fatou pour le lui dire." in whom
    assert ("Les pairs votent." in before, "Pas encore." in before) == (True, False)
    assert "Le faire monter dans un van." in after


# --- the badge -------------------------------------------------------------------------------------------------------


@pytest.fixture
def award(voting: Decision, tonio: Person, fatou: Person, kevin: Person) -> Award:
    everybody(Choice.YES, voting, tonio, fatou, kevin)
    made = actions.close_validation(voting.pk, by=None)
    assert made is not None
    return made


@pytest.mark.parametrize(("said", "kept"), [("accept", "accepted"), ("hide", "hidden"), ("refuse", "refused")])
def test_she_answers(client_of: ClientOf, award: Award, odile: Person, said: str, kept: str) -> None:
    client_of(odile).post(f"/attributions/{award.pk}/reponse", {"answer": said})
    credential = queries.credential_of(award)
    assert credential is not None
    assert (Award.objects.get().answer, credential.is_in_force) == (kept, said != "refuse")


def test_nobody_answers_for_her(client_of: ClientOf, award: Award, maryse: Person, tonio: Person) -> None:
    answers = [
        client_of(one).post(f"/attributions/{award.pk}/reponse", {"answer": "refuse"}).status_code
        for one in (maryse, tonio)
    ]
    assert (answers, Award.objects.get().answer) == ([404, 404], "waiting")


def test_two_persons_take_a_badge_back_and_she_is_heard(
    client_of: ClientOf, award: Award, odile: Person, maryse: Person, solange: Person
) -> None:
    first, second, hers = client_of(maryse), client_of(solange), client_of(odile)
    first.post(f"/attributions/{award.pk}/reprendre", {"reason": "issued-by-mistake"})
    asked = award.revocations.get()
    first.post(f"/reprises/{asked.pk}/suite", {"step": "tell"})
    hers.post(f"/attributions/{award.pk}/mots", {"words": "Ce n’est pas une erreur."})
    too_early = second.post(f"/reprises/{asked.pk}/suite", {"step": "confirm"}).status_code
    award.revocations.update(told_at=timezone.now() - timedelta(days=15))
    alone = first.post(f"/reprises/{asked.pk}/suite", {"step": "confirm"}).status_code
    page = second.get(f"/reprises/{asked.pk}").content.decode()
    second.post(f"/reprises/{asked.pk}/suite", {"step": "confirm"})
    credential = queries.credential_of(award)

    assert credential is not None
    assert (too_early, alone, credential.is_in_force) == (409, 409, False)
    assert "Ce n’est pas une erreur." in page


def test_she_learns_of_the_question_once_somebody_told_her(
    client_of: ClientOf, award: Award, odile: Person, maryse: Person
) -> None:
    asked = actions.ask_revocation(award.pk, by=maryse, reason="issued-by-mistake")
    address, hers = f"/attributions/{award.pk}", client_of(odile)
    before = hers.get(address).content.decode()
    actions.tell_holder(asked.pk, by=maryse)
    after = hers.get(address).content.decode()
    words = "Deux personnes veulent reprendre ce badge."
    assert (words in before, words in after) == (False, True)


# --- following -------------------------------------------------------------------------------------------------------


def test_the_list_of_requests_costs_the_same_for_one_and_for_three(
    client_of: ClientOf, group: Group, maryse: Person
) -> None:
    browser, counts = client_of(maryse), []
    browser.get(f"/groupes/{group.pk}/demandes")
    for more in (1, 2):
        for _n in range(more):
            world.seen(group)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(f"/groupes/{group.pk}/demandes")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_each_line_says_who_waits_for_what(client_of: ClientOf, seen: Recognition, maryse: Person, group) -> None:
    page = client_of(maryse).get(f"/groupes/{group.pk}/demandes").content.decode()
    assert "Vu par Bachir et Lucette" in page


def test_those_who_vouched_for_each_other_are_noted_and_not_stopped(
    client_of: ClientOf, seen: Recognition, maryse: Person, odile: Person, badge: BadgeClass
) -> None:
    bachir = Person.objects.get(first_name="Bachir")
    actions.propose(badge.pk, bachir, by=odile, saw="Il l’a mené.")
    page = client_of(maryse).get(f"/demandes/{seen.pk}").content.decode()
    assert "À savoir : Bachir et elle se sont aidés récemment." in page


# --- one reviewer ----------------------------------------------------------------------------------------------------


def test_the_organisation_names_who_gives_a_badge_alone(
    client_of: ClientOf, solange: Person, maryse: Person, odile: Person, badge: BadgeClass
) -> None:
    before = client_of(maryse).get(f"/donner/{badge.pk}").status_code
    client_of(solange).post(f"/badges/{badge.pk}/donneurs", {"people": [maryse.pk]})
    client_of(maryse).post(f"/donner/{badge.pk}", {"person": odile.pk, "why": "Je l’ai vue au pré."})

    made = Award.objects.get()
    assert (before, made.person, made.given_by, made.peers) == (404, odile, maryse, 1)
    assert made.rule_in_words == "Je l’ai vue au pré."


def test_who_leads_does_not_name_herself(client_of: ClientOf, maryse: Person, badge: BadgeClass) -> None:
    answer = client_of(maryse).post(f"/badges/{badge.pk}/donneurs", {"people": [maryse.pk]})
    assert (answer.status_code, queries.is_reviewer(maryse, badge)) == (403, False)


def test_nobody_gives_alone_without_being_named(maryse: Person, odile: Person, badge: BadgeClass) -> None:
    with pytest.raises(NotAllowed):
        actions.award_at_once(badge.pk, odile, by=maryse)
    assert Award.objects.count() == 0


def test_those_who_watched_may_leave_and_the_list_still_opens(
    client_of: ClientOf, seen: Recognition, maryse: Person, group: Group
) -> None:
    Observer.objects.all().delete()
    page = client_of(maryse).get(f"/groupes/{group.pk}/demandes").content.decode()
    assert "Vu par des pairs" in page
