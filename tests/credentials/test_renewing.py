"""A key is stolen: what was really issued is signed again, all of it, and nothing else (SECURITY.md K02, K03)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db.models import F
from django.test import Client
from django.utils import timezone

from besace.core import journal, outbox, published, worker
from besace.core.errors import Conflict, Refusal, Unavailable
from besace.core.models import JournalEntry, OutboxLine
from besace.credentials import actions, endorsing, images, keys, renewing, sources, tasks, theft_queries
from besace.credentials.awarding import Endorsing
from besace.credentials.models import (
    Credential,
    CredentialState,
    IssuanceLine,
    IssuingKey,
    KeyState,
    Renewal,
    SignedEndorsement,
    StatusList,
    Theft,
)
from besace.people.models import Organisation, Person
from sceau import status as lists
from tests import factories

if TYPE_CHECKING:
    from pytest_django import Settings

    from besace.badges.models import BadgeVersion

    from .conftest import MakeAwarding

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def verdict(document: bytes) -> str:
    return actions.verify_bytes(bytes(document), fetch=sources.OwnOrFetched()).verdict


def words_of(document: bytes) -> dict[str, object]:
    return {name: value for name, value in json.loads(bytes(document)).items() if name != "proof"}


def signer_of(document: bytes) -> str:
    return str(json.loads(bytes(document))["proof"]["verificationMethod"])


def fresh(credential: Credential) -> Credential:
    return Credential.objects.get(pk=credential.pk)


def turn_key(organisation: Organisation) -> None:
    key = keys.rotate(organisation)
    IssuingKey.objects.filter(pk=key.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    keys.promote(organisation)


def steal(key: IssuingKey, **said: object) -> Theft:
    """Declared, and all that follows done."""
    theft = renewing.declare_stolen(key.pk, by=None, **said)  # type: ignore[arg-type]
    worker.run_pending()
    return Theft.objects.get(pk=theft.pk)


@pytest.fixture
def badge(awarding: MakeAwarding) -> Credential:
    made = actions.issue(awarding())
    actions.publish(made.pk)
    worker.run_pending()
    return fresh(made)


def test_the_key_loses_its_power_at_once_and_another_serves_without_waiting(badge, organisation):
    renewing.declare_stolen(badge.key_id, by=None)
    active = IssuingKey.objects.get(organisation=organisation, state=KeyState.ACTIVE)
    assert keys.did_document(organisation)["assertionMethod"] == [keys.method_of(active)]
    assert keys.signer_for(organisation).key == active
    assert verdict(badge.document) == "invalid"


def test_the_same_badge_signed_again_is_valid_the_former_file_stays_refused(badge):
    former = bytes(badge.document)
    steal(badge.key)
    now = fresh(badge)
    assert (verdict(former), verdict(now.document)) == ("invalid", "valid")
    assert words_of(now.document) == words_of(former)
    assert signer_of(now.document) == keys.method_of(now.key) != signer_of(former)
    assert now.key.state == KeyState.ACTIVE


def test_everything_of_it_but_the_signature_is_as_it_was(badge):
    names = [f.attname for f in Credential._meta.concrete_fields if f.name not in {"document", "key"}]
    before = [str(getattr(badge, name)) for name in names]
    steal(badge.key)
    now = fresh(badge)
    assert [str(getattr(now, name)) for name in names] == before


def test_it_is_published_again_in_every_form(badge):
    steal(badge.key)
    now = fresh(badge)
    assert published.find(f"/c/{badge.pk}").body == bytes(now.document)
    assert published.find(f"/a/{badge.assertion_id}").body == bytes(badge.assertion)
    assert verdict(Client().get(f"/c/{badge.pk}/image.png").content) == "valid"
    assert verdict(images.baked_svg(now)) == "valid"
    document = json.loads(published.find(f"/o/{badge.organisation_id}/did.json").body)
    assert document["assertionMethod"] == [keys.method_of(now.key)]


def test_its_address_is_judged_true_again(badge, settings):
    link = f"{settings.SITE_URL}/c/{badge.pk}".encode()
    renewing.declare_stolen(badge.key_id, by=None)
    between = verdict(link)
    worker.run_pending()
    assert (between, verdict(link)) == ("invalid", "valid")


def test_it_is_logged_again_beside_the_former_line(badge):
    lines = set(IssuanceLine.objects.values_list("digest", flat=True))
    steal(badge.key)
    added = set(IssuanceLine.objects.values_list("digest", flat=True)) - lines
    assert added == {actions.digest_of(fresh(badge))}
    assert len(lines) == 1


def test_five_rotations_then_a_theft_all_that_the_log_holds_is_valid(awarding, organisation):
    """K02, then K03: each key stolen in its turn, the badges of the others untouched."""
    made = [actions.issue(awarding())]
    for _turn in range(5):
        turn_key(organisation)
        made.append(actions.issue(awarding()))
    worker.run_pending()
    former = [bytes(one.document) for one in made]
    steal(made[2].key)
    once = [verdict(fresh(one).document) for one in made]
    untouched = [bytes(fresh(one).document) == was for one, was in zip(made, former, strict=True)]
    steal(IssuingKey.objects.get(organisation=organisation, state=KeyState.ACTIVE))
    twice = [verdict(fresh(one).document) for one in made]

    assert (once, twice) == (["valid"] * 6, ["valid"] * 6)
    assert untouched == [True, True, False, True, True, True]
    assert [words_of(fresh(one).document) for one in made] == [words_of(was) for was in former]
    assert verdict(former[2]) == "invalid"


def test_many_are_signed_a_few_at_a_time(badge, awarding, monkeypatch):
    monkeypatch.setattr(renewing, "BATCH", 2)
    others = [actions.issue(awarding()) for _ in range(4)]
    theft = renewing.declare_stolen(badge.key_id, by=None)
    seen = []
    while renewing.sign_batch(theft.pk):
        so_far = theft_queries.progress(theft)
        seen.append((so_far.settled, so_far.all))
    assert seen == [(2, 5), (4, 5)]
    assert theft_queries.progress(theft).again == len(others) + 1
    assert Theft.objects.get().finished_at is not None


def test_done_again_it_changes_nothing(badge):
    theft = steal(badge.key)
    once = bytes(fresh(badge).document)
    tasks.sign_again(str(theft.pk))
    worker.run_pending()
    assert bytes(fresh(badge).document) == once
    assert (Renewal.objects.count(), IssuanceLine.objects.count()) == (1, 2)


def test_what_was_signed_after_the_moment_is_listed_and_not_signed(badge, awarding):
    IssuanceLine.objects.update(logged_at=F("logged_at") - 2 * HOUR)
    later = actions.issue(awarding())
    theft = steal(badge.key, since=timezone.now() - HOUR)
    assert (verdict(fresh(badge).document), verdict(fresh(later).document)) == ("valid", "invalid")
    assert [one.credential for one in theft_queries.listed(theft, Renewal.Outcome.REVIEW)] == [later]


def test_the_date_that_a_badge_bears_does_not_make_it_older_than_the_theft(badge, awarding):
    """Signed after the theft for a decision of before: it is the moment of the signature that counts."""
    steal(badge.key, since=timezone.now())
    with time_machine.travel(timezone.now() + HOUR, tick=True):
        late = actions.issue(awarding(awarded_at=timezone.now() - timedelta(days=30)))
        theft = steal(late.key, since=timezone.now() - HOUR / 2)
    assert theft_queries.progress(theft).review == 1


@pytest.fixture
def in_review(badge, awarding) -> Renewal:
    steal(badge.key, since=timezone.now() - HOUR)
    return Renewal.objects.get(credential=badge)


def test_two_persons_have_it_signed_again(in_review, badge, solange, maryse):
    renewing.say_ours(in_review.pk, by=solange)
    renewing.say_ours(in_review.pk, by=solange)
    one = verdict(fresh(badge).document)
    renewing.say_ours(in_review.pk, by=maryse)
    worker.run_pending()
    assert (one, verdict(fresh(badge).document)) == ("invalid", "valid")
    assert published.find(f"/c/{badge.pk}").body == bytes(fresh(badge).document)
    said = JournalEntry.objects.filter(verb__startswith="key.", what=str(badge.pk)).order_by("id")
    assert [(line.verb, line.who) for line in said] == [
        ("key.said-ours", str(solange.pk)),
        ("key.said-ours", str(solange.pk)),
        ("key.confirmed-ours", str(maryse.pk)),
    ]


def test_nobody_says_it_of_her_own_badge(in_review, odile):
    with pytest.raises(Refusal):
        renewing.say_ours(in_review.pk, by=odile)


def test_one_says_that_it_is_not_ours_and_it_takes_two_anew(in_review, badge, solange, maryse, tonio):
    renewing.say_ours(in_review.pk, by=solange)
    renewing.say_not_ours(in_review.pk, by=maryse)
    renewing.say_ours(in_review.pk, by=maryse)
    between = verdict(fresh(badge).document)
    renewing.say_ours(in_review.pk, by=tonio)
    assert (between, verdict(fresh(badge).document)) == ("invalid", "valid")
    with pytest.raises(Conflict):
        renewing.say_not_ours(in_review.pk, by=maryse)


def test_a_badge_changed_between_the_two_persons_stays_refused(in_review, badge, solange, maryse):
    renewing.say_ours(in_review.pk, by=solange)
    Credential.objects.filter(pk=badge.pk).update(document=bytes(badge.document).replace(b"doucement", b"vivement!"))
    with pytest.raises(Conflict):
        renewing.say_ours(in_review.pk, by=maryse)


def test_a_changed_row_is_not_signed_and_is_listed(badge, awarding):
    """The digest no longer fits: somebody wrote in the database."""
    whole = actions.issue(awarding())
    changed = bytes(badge.document).replace(b"Rester calme", b"Rester sage")
    Credential.objects.filter(pk=badge.pk).update(document=changed)
    theft = steal(badge.key)
    assert bytes(fresh(badge).document) == changed
    assert verdict(fresh(whole).document) == "valid"
    assert [one.credential_id for one in theft_queries.listed(theft, Renewal.Outcome.UNKNOWN)] == [badge.pk]


def test_the_bytes_and_the_secret_of_another_row_are_not_its_own(badge, awarding):
    """Both digests are in the log: only the row's own address and place tell."""
    other = actions.issue(awarding())
    for one, two in ((badge, other), (other, badge)):
        Credential.objects.filter(pk=one.pk).update(document=two.document, issuance_secret=two.issuance_secret)
    theft = steal(badge.key)
    assert theft_queries.progress(theft).unknown == 2
    assert [bytes(fresh(one).document) for one in (badge, other)] == [other.document, badge.document]


def test_what_the_log_never_held_stays_refused(badge, solange, maryse):
    IssuanceLine.objects.all().delete()
    steal(badge.key)
    with pytest.raises(Conflict):
        renewing.say_ours(Renewal.objects.get().pk, by=maryse)
    assert verdict(fresh(badge).document) == "invalid"


def test_the_log_of_another_organisation_proves_nothing(badge, other_group):
    IssuanceLine.objects.update(organisation=other_group.organisation)
    assert theft_queries.progress(steal(badge.key)).unknown == 1


def bit(credential: Credential) -> int:
    entry = json.loads(bytes(credential.document))["credentialStatus"]
    return lists.value_in(json.loads(bytes(StatusList.objects.get(pk=credential.status_list_id).document)), entry)


@pytest.mark.parametrize("state", ["suspended", "revoked", "replaced"])
def test_what_was_out_of_force_is_signed_again_and_stays_out_of_force(badge, maryse, state):
    """Its holder and who checks it are told the right word, not that it is false."""
    move = {
        "suspended": lambda: actions.suspend(badge.pk, by=maryse),
        "revoked": lambda: actions.revoke(badge.pk, by=maryse, reason="fraud"),
        "replaced": lambda: actions.mark_replaced(badge.pk, by=maryse),
    }
    move[state]()
    steal(badge.key)
    now = fresh(badge)
    failed = {
        check.name for check in actions.verify_bytes(bytes(now.document)).checks if check.outcome.value == "failed"
    }
    assert (now.state, bit(now), failed) == (state, 1, {"status"})
    assert published.find(f"/a/{badge.assertion_id}").status == 410


def test_a_suspension_is_lifted_after_the_theft(badge, maryse):
    actions.suspend(badge.pk, by=maryse)
    steal(badge.key)
    actions.lift_suspension(badge.pk, by=maryse)
    worker.run_pending()
    assert verdict(fresh(badge).document) == "valid"


def test_of_what_was_erased_there_is_nothing_to_sign(badge, awarding):
    other = actions.issue(awarding())
    actions.erase(badge.pk, revoked=False)
    theft = steal(badge.key)
    assert (bytes(fresh(badge).document), fresh(badge).issuance_secret) == (b"", None)
    assert [one.credential_id for one in Renewal.objects.all()] == [other.pk]
    assert theft_queries.progress(theft).all == 1


def test_erased_while_two_persons_look_it_leaves_the_list(in_review, badge, solange):
    actions.erase(badge.pk, revoked=False)
    assert list(theft_queries.listed(in_review.theft, Renewal.Outcome.REVIEW)) == []
    with pytest.raises(Conflict):
        renewing.say_ours(in_review.pk, by=solange)


def test_recommendations_are_signed_again_too(badge, version: BadgeVersion):
    said = [
        endorsing.sign(Endorsing(who="Jeanne Petit", words="Je l’ai vu.", said_at=timezone.now(), **of))
        for of in ({"credential_id": badge.pk}, {"version_id": version.pk}, {"version_id": version.pk})
    ]
    endorsing.take_back(said[2].pk, by=None)
    worker.run_pending()
    former = [bytes(one.document) for one in said[:2]]
    steal(badge.key)
    now = [SignedEndorsement.objects.get(pk=one.pk) for one in said]
    assert [verdict(one) for one in former] == ["invalid", "invalid"]
    assert [verdict(one.document) for one in now[:2]] == ["valid", "valid"]
    assert [published.find(f"/m/{one.pk}").body for one in now[:2]] == [bytes(one.document) for one in now[:2]]
    assert [words_of(one.document) for one in now[:2]] == [words_of(one) for one in former]
    assert (bytes(now[2].document), published.find(f"/m/{now[2].pk}").status) == (b"", 410)


def test_the_badges_of_another_organisation_are_left_alone(badge, awarding, other_group):
    theirs = keys.signer_for(other_group.organisation).key
    steal(badge.key)
    assert IssuingKey.objects.get(pk=theirs.pk).state == KeyState.ACTIVE


def test_a_key_that_waited_goes_with_the_stolen_one(badge, organisation):
    waiting = keys.rotate(organisation)
    steal(badge.key)
    with time_machine.travel(timezone.now() + HOUR, tick=True):
        assert keys.promote(organisation) is None
    assert IssuingKey.objects.get(pk=waiting.pk).state == KeyState.COMPROMISED


def test_a_retired_key_stolen_leaves_the_one_that_serves(badge, organisation, awarding):
    turn_key(organisation)
    later = actions.issue(awarding())
    steal(badge.key)
    assert fresh(badge).key_id == later.key_id
    assert IssuingKey.objects.get(pk=later.key_id).state == KeyState.ACTIVE


def test_asked_twice_for_a_new_key_there_is_one(badge, organisation):
    assert keys.rotate(organisation) == keys.rotate(organisation)


def test_declared_twice_it_is_stolen_once(badge):
    renewing.declare_stolen(badge.key_id, by=None)
    with pytest.raises(Conflict):
        renewing.declare_stolen(badge.key_id, by=None)
    assert OutboxLine.objects.filter(target=tasks.sign_again.name).count() == 1


def test_a_moment_to_come_is_refused_and_nothing_moves(badge):
    with pytest.raises(Refusal):
        renewing.declare_stolen(badge.key_id, since=timezone.now() + HOUR, by=None)
    assert IssuingKey.objects.get().state == KeyState.ACTIVE


def test_without_the_instance_s_key_the_theft_holds_and_the_signing_waits(badge, settings: Settings):
    kept = settings.INSTANCE_KEY_FILE.read_bytes()
    settings.INSTANCE_KEY_FILE.unlink()
    theft = renewing.declare_stolen(badge.key_id, by=None)
    with pytest.raises(Unavailable):
        renewing.sign_batch(theft.pk)
    assert (verdict(badge.document), Renewal.objects.count()) == ("invalid", 0)
    with pytest.raises(Unavailable):
        worker.run_pending()
    shown = json.loads(published.find(f"/o/{badge.organisation_id}/did.json").body)
    assert shown["assertionMethod"] == []
    settings.INSTANCE_KEY_FILE.write_bytes(kept)
    outbox.waiting().update(due_at=timezone.now())
    worker.run_pending()
    assert verdict(fresh(badge).document) == "valid"


def test_a_work_given_up_begins_again_and_never_twice(badge):
    theft = renewing.declare_stolen(badge.key_id, by=None)
    tasks.go_on_signing_again()
    alive = outbox.waiting().filter(target=tasks.sign_again.name)
    assert alive.count() == 1
    alive.update(dead_at=timezone.now())
    tasks.go_on_signing_again()
    worker.run_pending()
    tasks.go_on_signing_again()
    assert (theft_queries.progress(theft).again, alive.count()) == (1, 0)


def test_a_badge_that_was_being_signed_meanwhile_is_found_later(badge, awarding):
    """Its transaction began before the theft and ended after: it is signed after the moment, hence read by two."""
    theft = steal(badge.key)
    late = actions.issue(awarding())
    stolen = keys.IssuingKey.objects.get(pk=badge.key_id)
    Credential.objects.filter(pk=late.pk).update(key=stolen)
    tasks.go_on_signing_again()
    worker.run_pending()
    assert (theft_queries.progress(theft).all, theft_queries.progress(theft).left) == (2, 0)


def test_what_was_done_is_in_the_journal(badge, solange: Person):
    theft = renewing.declare_stolen(badge.key_id, by=solange)
    worker.run_pending()
    lines = list(JournalEntry.objects.filter(what=str(badge.key_id)).order_by("id").values_list("verb", "who"))
    assert lines == [("key.compromised", str(solange.pk)), ("key.signed-again", "")]
    assert JournalEntry.objects.get(verb="key.compromised").details == {"since": theft.since.isoformat()}
    assert journal.verify_chain().is_whole


def test_a_shared_page_stays_valid(badge, odile, settings):
    from besace.passports import actions as passports  # noqa: PLC0415 -- the app above, for what it shows of this one

    page = passports.share([badge.pk], by=odile)
    link = f"{settings.SITE_URL}/p/{page.pk}".encode()
    steal(badge.key)
    assert verdict(link) == "valid"


def test_two_lines_for_one_badge_are_refused_by_the_database(badge):
    from django.db import IntegrityError, transaction  # noqa: PLC0415 -- here alone

    theft = steal(badge.key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.create(theft=theft, credential=badge, outcome="again")
    assert factories.make_person("Ida").pk  # the transaction goes on
    assert fresh(badge).state == CredentialState.VALID
