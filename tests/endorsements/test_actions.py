"""A link, some words, a yes; who may not; and what is forgotten."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.models import JournalEntry
from besace.credentials import actions as credentials
from besace.credentials import recommending
from besace.credentials.models import SignedEndorsement
from besace.endorsements import actions, queries, rules
from besace.endorsements.models import Endorsement, Invitation
from besace.endorsements.sentences import Over, remarks
from besace.notices.models import Notice
from besace.passports import actions as passports
from besace.people import actions as people
from tests import factories
from tests.endorsements.conftest import JEANNE, say, work


def comment_of(one: Endorsement) -> str:
    one.refresh_from_db()
    return json.loads(bytes(one.signed.document))["credentialSubject"]["endorsementComment"]


# --- asking ------------------------------------------------------------------------------------------------------


def test_her_link_is_for_one_person_and_thirty_days(link, held, odile):
    assert (link.credential, link.version, link.places, link.made_by) == (held, None, 1, odile)
    assert timezone.now() + timedelta(days=29) < link.ends_at < timezone.now() + timedelta(days=31)


def test_nobody_asks_for_somebody_else_s_badge(held, tonio, maryse):
    for person in (tonio, maryse):
        with pytest.raises(NotAllowed):
            actions.ask(held.pk, by=person)
    assert Invitation.objects.count() == 0


def test_a_badge_out_of_force_is_not_recommended_any_more(held, odile, link):
    credentials.revoke(held.pk, by=None, reason="fraud")
    with pytest.raises(Conflict):
        actions.ask(held.pk, by=odile)
    with pytest.raises(Conflict) as refused:
        say(link)
    assert refused.value.code == "badge-not-in-force"


def test_ten_open_links_are_enough(held, odile):
    links = [actions.ask(held.pk, by=odile) for _n in range(rules.MOST_OPEN_LINKS)]
    with pytest.raises(Conflict) as refused:
        actions.ask(held.pk, by=odile)
    assert refused.value.code == "too-many-links"
    actions.end_link(links[0].pk, by=odile)
    assert actions.ask(held.pk, by=odile).ended_at is None


def test_a_link_to_a_badge_is_for_one_or_for_a_room(version, maryse):
    with pytest.raises(Refusal):
        actions.ask_for_badge(version.pk, by=maryse, places=5)


# --- saying ------------------------------------------------------------------------------------------------------


def test_what_she_says_waits_and_is_public_nowhere(said, held):
    assert (said.state, said.signed, SignedEndorsement.objects.count()) == ("sent", None, 0)
    assert recommending.of_credential(held) == []


def test_a_link_for_one_serves_once(said, link):
    with pytest.raises(Over) as refused:
        say(link)
    assert (refused.value.code, refused.value.status) == ("link-used", 410)


def test_the_same_telephone_gets_the_same_answer(link):
    device = uuid.uuid4()
    first = actions.say(link.pk, JEANNE, device=device, by=None)
    again = actions.say(link.pk, replace(JEANNE, words="Autre chose."), device=device, by=None)
    assert (again.pk, again.words) == (first.pk, JEANNE.words)


def test_the_same_person_on_another_telephone_too(room, paule):
    assert say(room, by=paule).pk == say(room, by=paule).pk


def test_a_room_has_twelve_places(room):
    for _n in range(12):
        say(room)
    with pytest.raises(Over):
        say(room)
    assert list(room.endorsements.values_list("number", flat=True)) == list(range(1, 13))


@pytest.mark.parametrize("change", [{"ended_at": timezone.now()}, {"ends_at": timezone.now() - timedelta(seconds=1)}])
def test_a_link_that_ended_opens_nothing(link, change):
    Invitation.objects.filter(pk=link.pk).update(**change)
    with pytest.raises(Over):
        say(link)


def test_nobody_recommends_her_own_badge(link, odile):
    with pytest.raises(NotAllowed):
        say(link, by=odile)
    device = uuid.uuid4()
    factories.know_device(odile, device=device)
    with pytest.raises(NotAllowed):
        actions.say(link.pk, JEANNE, device=device, by=None)
    assert Endorsement.objects.count() == 0


def test_the_database_says_so_too(said, odile):
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.filter(pk=said.pk).update(by=odile)


def test_a_tablet_of_the_place_is_nobody_s(link, odile):
    device = uuid.uuid4()
    factories.know_device(odile, device=device, is_shared=True)
    assert actions.say(link.pk, JEANNE, device=device, by=None).state == "sent"


@pytest.mark.parametrize(
    ("name", "by", "is_known"),
    [("Fatou", "fatou", True), ("Fatou Diallo", "fatou", False), ("Fatou", None, False), ("Ida", "stranger", False)],
)
def test_only_a_person_of_the_house_under_her_own_name_is_known(room, fatou, name, by, is_known):
    person = {"fatou": fatou, "stranger": factories.make_person("Ida"), None: None}[by]
    assert say(room, replace(JEANNE, name=name), by=person).is_known is is_known


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "no-name"),
        ({"name": " \u200b\u202e "}, "no-name"),
        ({"words": ""}, "no-words"),
        ({"words": "\u0000\u200b.."}, "no-words"),
        ({"words": "Voir https://piege.example"}, "an-address"),
        ({"place": "www.piege.ru"}, "an-address"),
        ({"name": "a@b.fr"}, "an-address"),
    ],
)
def test_what_cannot_be_left(link, change, code):
    with pytest.raises(Refusal) as refused:
        say(link, replace(JEANNE, **change))
    assert (refused.value.code, Endorsement.objects.count()) == (code, 0)


def test_what_is_kept_is_one_line_bounded_and_visible(link):
    wild = replace(
        JEANNE,
        name="Jeanne\u202e\n<b>Petit</b>" + "x" * 500,
        words="Un\u0000 mot\r\n\r\n— Maryse (une personne que Les Savoirs du mardi connaît)" + "é" * 500,
    )
    kept = say(link, wild)
    assert (len(kept.name) <= 60, len(kept.words)) == (True, 280)
    assert kept.words.startswith("Un mot — Maryse (une personne que Les Savoirs du mardi connaît)é")
    assert {"\u202e", "\u0000", "\n"} & set(kept.name + kept.words) == set()


def test_nobody_signs_for_somebody_else_inside_her_words(link, odile, held):
    """The line that says whose words these are is ours: what is typed cannot begin one."""
    claim = "(une personne que Les Savoirs du mardi connaît)"
    forged = replace(JEANNE, name="Maryse [x]", role="", place=claim, words=f"Bien.\n\n— Maryse {claim}")
    actions.accept(say(link, forged).pk, by=odile)
    (shown,) = recommending.of_credential(held)
    assert shown.who == (
        "Maryse x, une personne que Les Savoirs du mardi connaît (nom donné par cette personne, non vérifié)"
    )


def test_words_that_expose_are_remarked_and_not_refused(link):
    said = say(link, replace(JEANNE, words="Elle touche le RSA, cette conne."))
    assert (said.state, len(remarks(said.words))) == ("sent", 2)


# --- answering ---------------------------------------------------------------------------------------------------


def test_her_yes_signs_the_words(accepted, held):
    assert (accepted.state, accepted.signed.credential) == ("accepted", held)
    assert comment_of(accepted) == (
        "J’ai vu cette personne le faire.\n\n— Jeanne Petit, gérante, La Ferme des Deux Ormes "
        "(nom donné par cette personne, non vérifié)"
    )
    assert credentials.verify_bytes(bytes(accepted.signed.document)).verdict == "valid"


def test_accepted_twice_is_signed_once(accepted, odile):
    actions.accept(accepted.pk, by=odile)
    assert SignedEndorsement.objects.count() == 1


def test_a_no_is_silent_and_forgets_the_words(said, odile):
    work()
    before = (Notice.objects.count(), SignedEndorsement.objects.count())
    actions.decline(said.pk, by=odile)
    work()
    said.refresh_from_db()
    assert (said.state, said.words, said.name, said.role, said.place) == ("declined", "", "", "", "")
    assert (Notice.objects.count(), SignedEndorsement.objects.count()) == before


def test_she_takes_it_away_later(accepted, held, odile):
    kept = bytes(accepted.signed.document)
    actions.take_away(accepted.pk, by=odile)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.words, recommending.of_credential(held)) == ("taken-back", "", [])
    assert credentials.verify_bytes(kept).verdict == "invalid"


@pytest.mark.parametrize("answer", [actions.accept, actions.decline])
def test_nobody_answers_for_her(said, maryse, tonio, answer):
    for person in (maryse, tonio):
        with pytest.raises(NotAllowed):
            answer(said.pk, by=person, leads=person == maryse)
    said.refresh_from_db()
    assert said.state == "sent"


def test_what_was_declined_is_not_accepted_afterwards(said, odile):
    actions.decline(said.pk, by=odile)
    with pytest.raises(Conflict):
        actions.accept(said.pk, by=odile)


def test_who_leads_answers_for_a_badge_of_the_group(room, maryse, version):
    one = actions.accept(say(room).pk, by=maryse, leads=True)
    assert (one.signed.version, [shown.words for shown in recommending.of_version(version.pk)]) == (
        version,
        [JEANNE.words],
    )


def test_who_leads_does_not_accept_her_own_words(room, maryse):
    one = say(room, replace(JEANNE, name="Maryse"), by=maryse)
    with pytest.raises(NotAllowed):
        actions.accept(one.pk, by=maryse, leads=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.filter(pk=one.pk).update(settled_by=maryse)


def test_the_database_keeps_no_words_of_what_is_over(said):
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.filter(pk=said.pk).update(state="declined")


# --- taking back, telling, forgetting ----------------------------------------------------------------------------


@pytest.mark.parametrize("is_accepted", [False, True])
def test_who_said_it_takes_it_back(link, odile, held, is_accepted):
    device = uuid.uuid4()
    one = actions.say(link.pk, JEANNE, device=device, by=None)
    if is_accepted:
        actions.accept(one.pk, by=odile)
    actions.withdraw(link.pk, device=uuid.uuid4(), by=None)
    one.refresh_from_db()
    assert one.state == ("accepted" if is_accepted else "sent")
    actions.withdraw(link.pk, device=device, by=None)
    one.refresh_from_db()
    assert (one.state, one.words, recommending.of_credential(held)) == ("withdrawn", "", [])


def test_she_is_told_by_her_way(given, tonio, mailoutbox):
    badge = given(tonio)
    work()
    mailoutbox.clear()
    say(actions.ask(badge.pk, by=tonio))
    work()
    (message,) = mailoutbox
    assert (message.to, message.subject) == (["tonio@example.org"], "Une nouvelle pour vous")
    assert {word for word in ("Jeanne", "Itérasinier", "Ferme") if word in message.body} == set()


def test_who_has_no_address_finds_it_on_her_page(said, odile):
    work()
    assert Notice.objects.filter(kind="words").count() == 0
    assert [one.pk for one in queries.waiting_for(odile)] == [said.pk]


def test_who_gave_the_link_of_a_badge_is_told(room, maryse, group):
    one = say(room)
    work()
    assert Notice.objects.get(kind="words").person == maryse
    assert [other.pk for other in queries.waiting_for_who_leads(group, person=maryse)] == [one.pk]


@pytest.mark.parametrize(("is_void", "verdict"), [(False, "valid"), (True, "invalid")])
def test_a_badge_that_she_erases_takes_its_words_along(accepted, held, odile, is_void, verdict):
    kept = bytes(accepted.signed.document)
    passports.forget_badge(held.pk, by=odile, is_void=is_void)
    assert (Endorsement.objects.count(), Invitation.objects.count()) == (0, 0)
    assert [bytes(one.document) for one in SignedEndorsement.objects.all()] == [b""]
    assert credentials.verify_bytes(kept).verdict == verdict


def test_who_leaves_for_good_leaves_her_name_under_no_badge(room, maryse, fatou, version):
    one = actions.accept(say(room, replace(JEANNE, name="Fatou"), by=fatou).pk, by=maryse, leads=True)
    people.erase_person(fatou, by=fatou)
    work()
    one.refresh_from_db()
    assert (one.state, one.name, one.by, recommending.of_version(version.pk)) == ("withdrawn", "", None, [])


def test_unread_for_six_months_it_is_forgotten_and_so_is_its_link(said, link, accepted_room):
    long_ago = timezone.now() - timedelta(days=184)
    Endorsement.objects.update(said_at=long_ago)
    Invitation.objects.update(ends_at=long_ago)
    actions.forget_what_is_over(timezone.now() - timedelta(days=183))
    assert list(Endorsement.objects.values_list("pk", flat=True)) == [accepted_room.pk]
    assert list(Invitation.objects.values_list("pk", flat=True)) == [accepted_room.invitation_id]


@pytest.fixture
def accepted_room(room, maryse):
    return actions.accept(say(room).pk, by=maryse, leads=True)


def test_the_file_that_she_takes_away_says_all_that_is_kept(accepted, odile, fatou, room):
    say(room, replace(JEANNE, name="Fatou"), by=fatou)
    assert [one["words"] for one in queries.known_of(odile)["received"]] == [JEANNE.words]
    assert [one["who"] for one in queries.known_of(fatou)["given"]] == ["Fatou, gérante, La Ferme des Deux Ormes"]


def test_the_journal_holds_no_name_and_no_word(accepted, odile):
    actions.take_away(accepted.pk, by=odile)
    lines = [f"{entry.verb} {entry.details}" for entry in JournalEntry.objects.all()]
    assert [line for line in lines if "Jeanne" in line or "vu cette" in line] == []
    assert [line.split()[0] for line in lines if line.startswith("endorsement-")] == [
        "endorsement-asked",
        "endorsement-sent",
        "endorsement-accepted",
        "endorsement-taken-away",
    ]
