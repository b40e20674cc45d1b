"""A badge that says something wrong: corrected by two, the holder heard first, and the former says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from besace.badges.models import BadgeVersion
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.credentials import actions as credentials
from besace.credentials import publication
from besace.credentials import queries as signed
from besace.credentials.models import Credential
from besace.notices.listeners import follow_the_correction
from besace.notices.models import Slip
from besace.notices.slips import actions as slips
from besace.passports import actions as passports
from besace.people.models import Group, Person, Role
from besace.recognition import actions, following, queries, rules
from besace.recognition.events import AwardCorrected
from besace.recognition.models import Award, Evidence, Recognition, Revocation
from besace.votes.rules import Choice
from tests import factories
from tests.recognition import world

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
NOW = timezone.now()


@pytest.fixture
def award(version: BadgeVersion, group: Group, odile: Person, maryse: Person, fatou: Person) -> Award:
    """Given by the peers, for what was seen at the meadow, with one trace that she shows."""
    asked = actions.ask(version.badge_id, by=odile, words="Je le fais.")
    trace = actions.add_evidence(
        asked.pk, by=odile, kind=Evidence.Kind.TEXT, name="Ma balade", text="Avec 14 visiteurs"
    )
    actions.show_evidence(trace.pk, by=odile, is_shown=True)
    world.seen(group, asked=asked)
    decision = actions.ask_the_peers(asked.pk, by=maryse)
    for name in ("Lucette", "Bachir"):
        actions.vote(decision.pk, by=Person.objects.get(first_name=name), choice=Choice.YES)
    actions.vote(decision.pk, by=fatou, choice=Choice.YES)
    made = actions.close_validation(decision.pk, by=maryse)
    assert made is not None
    return made


def facts_of(award: Award) -> dict[str, Any]:
    kept = signed.facts(Credential.objects.get(award_id=award.pk))
    return {
        "reason": "wrong-place",
        "place": kept.place,
        "seen_on": kept.seen_on,
        "seen": kept.seen,
        "evidence": [item.id for item in kept.evidence],
    }


def ask(award: Award, by: Person, **changes: Any) -> Revocation:
    return actions.ask_correction(award.pk, by=by, **{**facts_of(award), **changes})


@pytest.fixture
def corrected(award: Award, maryse: Person, fatou: Person, odile: Person) -> Award:
    question = ask(award, maryse, place="Au marché", seen={"Rester calme": True})
    actions.tell_holder(question.pk, by=maryse)
    actions.agree_correction(question.pk, by=odile)
    return actions.confirm_correction(question.pk, by=fatou)


@pytest.mark.parametrize(
    ("confirmed_by", "told_days_ago", "agreed", "may"),
    [
        ("fatou", 0, True, True),
        ("fatou", 15, False, True),
        ("fatou", 14, False, False),
        ("fatou", None, True, False),
        ("fatou", None, False, False),
        ("maryse", 20, True, False),
        ("odile", 20, True, False),
    ],
)
def test_when_a_badge_may_be_corrected(confirmed_by: str, told_days_ago: int | None, agreed: bool, may: bool) -> None:
    told_at = None if told_days_ago is None else NOW - timedelta(days=told_days_ago)
    asked = rules.may_correct(
        asked_by="maryse", confirmed_by=confirmed_by, holder="odile", told_at=told_at, agreed=agreed, now=NOW
    )
    assert asked is may


@pytest.mark.parametrize(
    ("by", "urgent", "may"),
    [("fatou", False, True), ("maryse", False, False), ("maryse", True, True), ("odile", True, False)],
)
def test_when_a_badge_may_be_put_aside(by: str, urgent: bool, may: bool) -> None:
    assert rules.may_suspend(asked_by="maryse", by=by, holder="odile", urgent=urgent) is may


def test_the_signed_badge_tells_its_own_facts(award: Award) -> None:
    facts = signed.facts(Credential.objects.get(award_id=award.pk))

    assert (facts.place, facts.seen_on, facts.seen) == (
        "Au pré",
        timezone.localdate() - timedelta(days=3),
        {"Approcher l’âne doucement": False, "Rester calme": True},
    )
    assert [(item.name, item.narrative) for item in facts.evidence] == [("Ma balade", "Avec 14 visiteurs")]


def test_the_corrected_badge_says_what_is_right_and_what_it_replaces(award: Award, corrected: Award) -> None:
    former, new = (Credential.objects.get(award_id=one.pk) for one in (award, corrected))
    shown = signed.shown(new)

    assert (former.state, new.state, new.replaces) == ("replaced", "valid", former)
    assert (shown.where, shown.seen) == ("Au marché", ("Rester calme (vu avec aide)",))
    assert shown.correction.endswith("Corrigé : le lieu, ce qu’on a vu.")
    assert [item.name for item in shown.evidence] == ["Ma balade"]
    assert (shown.awarded_at, new.issued_at > former.issued_at) == (signed.shown(former).awarded_at, True)


def test_what_was_signed_before_is_kept_byte_for_byte(
    award: Award, maryse: Person, fatou: Person, odile: Person
) -> None:
    before = bytes(Credential.objects.get(award_id=award.pk).document)
    question = ask(award, maryse, place="Au marché")
    actions.tell_holder(question.pk, by=maryse)
    actions.agree_correction(question.pk, by=odile)
    actions.confirm_correction(question.pk, by=fatou)
    assert bytes(Credential.objects.get(award_id=award.pk).document) == before


def test_both_forms_say_the_correction_and_a_strict_reader_accepts_them(corrected: Award) -> None:
    new = Credential.objects.get(award_id=corrected.pk)
    hosted = json.loads(bytes(new.assertion))
    report = credentials.verify_bytes(bytes(new.document))

    assert [item["name"] for item in hosted["evidence"]].count("Correction") == 1
    assert (report.verdict, report.states) == ("valid", ())


def test_the_former_is_gone_in_both_forms_and_says_by_which(
    award: Award, corrected: Award, odile: Person, client: Client
) -> None:
    former, new = (Credential.objects.get(award_id=one.pk) for one in (award, corrected))
    for one in (former, new):
        credentials.publish(one.pk)
        publication.publish_credential(one.pk)
    machine = client.get(f"/a/{former.assertion_id}", headers={"Accept": "application/json"})
    page = client.get(f"/c/{former.pk}", headers={"Accept": "text/html"}).content.decode()

    assert (machine.status_code, machine.json()["revoked"]) == (410, True)
    assert machine.json()["revocationReason"].endswith(f"/a/{new.assertion_id}")
    assert ("Un badge corrigé l’a remplacé" in page, f"/c/{new.pk}" in page) == (True, True)
    assert credentials.verify_bytes(bytes(former.document)).states == ("revoked",)


def test_a_corrected_badge_that_she_keeps_private_is_not_named(award: Award, corrected: Award, client: Client) -> None:
    former, new = (Credential.objects.get(award_id=one.pk) for one in (award, corrected))
    credentials.publish(former.pk)
    said = client.get(f"/a/{former.assertion_id}", headers={"Accept": "application/json"}).content.decode()
    page = client.get(f"/c/{former.pk}", headers={"Accept": "text/html"}).content.decode()

    assert [str(name) in said + page for name in (new.pk, new.assertion_id)] == [False, False]


@pytest.mark.parametrize("is_shown", [True, False])
def test_the_verifier_says_replaced_and_by_which_if_it_is_shown(
    award: Award, corrected: Award, client: Client, is_shown: bool
) -> None:
    former, new = (Credential.objects.get(award_id=one.pk) for one in (award, corrected))
    if is_shown:
        credentials.publish(new.pk)
    page = client.post("/verifier", {"text": bytes(former.document).decode()}).content.decode()

    assert "Un badge corrigé a remplacé celui-ci" in page
    assert (f"/c/{new.pk}" in page) is is_shown


def test_the_verifier_says_put_aside_while_it_is_looked_into(award: Award, maryse: Person, client: Client) -> None:
    actions.ask_revocation(award.pk, by=maryse, reason="fraud")
    document = bytes(Credential.objects.get(award_id=award.pk).document).decode()
    page = client.post("/verifier", {"text": document}).content.decode()
    assert "Ce badge est mis de côté" in page


def test_a_forged_copy_of_a_replaced_badge_is_only_forged(award: Award, corrected: Award, client: Client) -> None:
    document = bytes(Credential.objects.get(award_id=award.pk).document).decode().replace("Odile", "x")
    page = client.post("/verifier", {"text": document.replace("Au pré", "Au palais")}).content.decode()
    assert ("Un badge corrigé a remplacé celui-ci" in page, "Le badge a été changé." in page) == (False, True)


def test_her_pages_carry_the_corrected_one(award: Award, maryse: Person, fatou: Person, odile: Person) -> None:
    actions.accept_award(award.pk, by=odile)
    former = Credential.objects.get(award_id=award.pk)
    page = passports.share([former.pk], by=odile)
    question = ask(award, maryse, place="Au marché")
    actions.tell_holder(question.pk, by=maryse)
    actions.agree_correction(question.pk, by=odile)
    corrected = actions.confirm_correction(question.pk, by=fatou)
    new = Credential.objects.get(award_id=corrected.pk)
    for _twice in range(2):
        passports.follow_correction(former.pk, new.pk)
    former.refresh_from_db()
    new.refresh_from_db()

    assert list(page.showings.filter(ended_at=None).values_list("credential_id", flat=True)) == [new.pk]
    assert (former.is_published, new.is_published) == (True, True)


def test_what_she_keeps_private_stays_private(award: Award, corrected: Award) -> None:
    former, new = (Credential.objects.get(award_id=one.pk) for one in (award, corrected))
    passports.follow_correction(former.pk, new.pk)
    new.refresh_from_db()
    assert new.is_published is False


def test_her_answer_her_way_and_the_lists_follow(award: Award, corrected: Award, odile: Person, group: Group) -> None:
    assert queries.award_of(Recognition.objects.get(person=odile)) == corrected
    assert [one.award for one in following.given(group)] == [corrected]
    assert list(queries.waiting_awards(odile)) == [corrected]
    assert queries.holds(odile, corrected.version.badge)


def test_a_slip_in_her_hands_leads_to_the_corrected_badge(
    award: Award, maryse: Person, fatou: Person, odile: Person
) -> None:
    slips.make(award, by=maryse)
    question = ask(award, maryse, place="Au marché")
    actions.tell_holder(question.pk, by=maryse)
    actions.agree_correction(question.pk, by=odile)
    corrected = actions.confirm_correction(question.pk, by=fatou)
    for _twice in range(2):
        follow_the_correction(AwardCorrected(award.pk, corrected.pk))
    assert [slip.award for slip in Slip.objects.all()] == [corrected]


def test_one_person_alone_or_the_holder_does_not_correct(award: Award, maryse: Person, odile: Person) -> None:
    with pytest.raises(NotAllowed):
        ask(award, odile, place="Au marché")
    question = ask(award, maryse, place="Au marché")
    actions.tell_holder(question.pk, by=maryse)
    actions.agree_correction(question.pk, by=odile)
    with pytest.raises(Conflict):
        actions.confirm_correction(question.pk, by=maryse)
    assert Award.objects.count() == 1


def test_she_is_told_before(award: Award, maryse: Person, fatou: Person) -> None:
    question = ask(award, maryse, place="Au marché")
    with pytest.raises(Conflict):
        actions.confirm_correction(question.pk, by=fatou)


def test_nobody_agrees_for_her(award: Award, maryse: Person, fatou: Person) -> None:
    question = ask(award, maryse, place="Au marché")
    with pytest.raises(NotAllowed):
        actions.agree_correction(question.pk, by=fatou)


@pytest.mark.parametrize("changes", [{}, {"reason": "jealousy", "place": "Ailleurs"}])
def test_nothing_changed_or_another_reason_is_refused(award: Award, maryse: Person, changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        ask(award, maryse, **changes)


def test_a_correction_is_not_confirmed_as_a_revocation(
    award: Award, maryse: Person, fatou: Person, odile: Person
) -> None:
    question = ask(award, maryse, place="Au marché")
    actions.tell_holder(question.pk, by=maryse)
    Revocation.objects.update(told_at=NOW - timedelta(days=20))
    with pytest.raises(Conflict):
        actions.confirm_revocation(question.pk, by=fatou)
    assert Credential.objects.get(award_id=award.pk).state == "valid"


def test_put_aside_then_back_by_the_screen(client_of: ClientOf, award: Award, maryse: Person, group: Group) -> None:
    second = factories.make_member("Nadia", group=group, role="facilitator")
    question = ask(award, maryse, seen_on=date(2026, 1, 5))
    states = []
    for who, step in ((maryse, "suspend"), (second, "suspend"), (maryse, "lift"), (maryse, "drop")):
        client_of(who).post(f"/reprises/{question.pk}/suite", {"step": step})
        states.append(Credential.objects.get(award_id=award.pk).state)
    assert states == ["valid", "suspended", "valid", "valid"]


def test_the_whole_correction_by_the_screens(
    client_of: ClientOf, award: Award, maryse: Person, odile: Person, group: Group
) -> None:
    second = factories.make_member("Nadia", group=group, role="facilitator")
    lead = client_of(maryse)
    page = lead.get(f"/attributions/{award.pk}/corriger").content.decode()
    kept = [str(item.id) for item in signed.facts(Credential.objects.get(award_id=award.pk)).evidence]
    sent = {"reason": "wrong-place", "place": "Au marché", "day": "2026-01-05", "seen-c1": "yes", "seen-c2": "no"}
    lead.post(f"/attributions/{award.pk}/corriger", {**sent, "evidence": kept})
    question = Revocation.objects.get()
    lead.post(f"/reprises/{question.pk}/suite", {"step": "tell"})
    hers = client_of(odile).get(f"/attributions/{award.pk}").content.decode()
    client_of(odile).post(f"/attributions/{award.pk}/mots", {"wish": "agree", "words": "Oui, c’était au marché."})
    client_of(second).post(f"/reprises/{question.pk}/suite", {"step": "correct"})
    made = Award.objects.get(corrects=award)
    after = client_of(odile).get(f"/attributions/{award.pk}")

    assert 'value="Au pré"' in page
    assert ["le lieu" in hers, "Je suis d’accord" in hers] == [True, True]
    assert signed.shown(Credential.objects.get(award_id=made.pk)).seen == ("Approcher l’âne doucement",)
    assert (after.status_code, after["Location"]) == (302, f"/attributions/{made.pk}")


def test_the_home_leads_the_holder_and_the_second_person_to_the_question(
    client_of: ClientOf, award: Award, maryse: Person, odile: Person, group: Group, other_group: Group
) -> None:
    second = factories.make_member("Nadia", group=group, role="facilitator")
    elsewhere = factories.make_member("Ida", group=other_group, role="facilitator")
    everyone = (maryse, odile, second, elsewhere)

    def seen() -> list[bool]:
        homes = [client_of(who).get("/").content.decode() for who in everyone]
        return [f"/attributions/{award.pk}" in homes[1], *(f"/reprises/{question.pk}" in home for home in homes)]

    actions.accept_award(award.pk, by=odile)
    question = ask(award, maryse, place="Au marché")
    before = seen()
    actions.tell_holder(question.pk, by=maryse)
    told = seen()
    actions.agree_correction(question.pk, by=odile)
    agreed = seen()
    actions.confirm_correction(question.pk, by=second)

    assert before == [False] * 5
    assert told == [True, False, False, False, False]
    assert agreed == [True, False, False, True, False]
    assert seen()[1:] == [False] * 4


@pytest.mark.parametrize(
    ("reason", "told_days_ago", "waits"),
    [
        ("fraud", None, True),
        ("issued-by-mistake", None, False),
        ("issued-by-mistake", 14, False),
        ("issued-by-mistake", 15, True),
    ],
)
def test_the_second_person_is_called_once_she_may_confirm(
    award: Award, maryse: Person, fatou: Person, reason: str, told_days_ago: int | None, waits: bool
) -> None:
    factories.give_role(fatou, group=award.group, role=Role.FACILITATOR)
    question = actions.ask_revocation(award.pk, by=maryse, reason=reason)
    if told_days_ago is not None:
        question.told_at = timezone.now() - timedelta(days=told_days_ago, seconds=1)
        question.save(update_fields=["told_at"])
    assert [list(queries.questions_for(fatou)), list(queries.questions_for(maryse))] == [
        [question] if waits else [],
        [],
    ]
    assert [queries.may_confirm(question, by=fatou), queries.may_confirm(question, by=maryse)] == [waits, False]


def test_the_button_to_confirm_comes_with_her_agreement(
    client_of: ClientOf, award: Award, maryse: Person, odile: Person, group: Group
) -> None:
    second = factories.make_member("Nadia", group=group, role="facilitator")
    question = ask(award, maryse, place="Au marché")
    actions.tell_holder(question.pk, by=maryse)

    def offered() -> bool:
        return 'value="correct"' in client_of(second).get(f"/reprises/{question.pk}").content.decode()

    before = offered()
    actions.agree_correction(question.pk, by=odile)
    assert [before, offered()] == [False, True]


def test_nobody_corrects_the_badge_of_another_group(client_of: ClientOf, award: Award, other_group: Group) -> None:
    stranger = factories.make_member("Ida", group=other_group, role="facilitator")
    assert client_of(stranger).get(f"/attributions/{award.pk}/corriger").status_code == 403
