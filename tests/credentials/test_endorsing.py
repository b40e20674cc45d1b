"""Words signed beside a badge: valid as published, seen where the badge is, out of force once taken back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from besace.core import outbox, published
from besace.credentials import actions, endorsing, keys, publication, recommending, sources
from besace.credentials.awarding import Endorsing
from besace.credentials.models import IssuanceLine, SignedEndorsement, StatusList

WORDS = "J’ai vu cette personne mener l’âne."
WHO = "Jeanne Petit, gérante, La Ferme des Deux Ormes"


def work() -> None:
    while outbox.do_one("test", raises=True):
        pass


@pytest.fixture
def badge(awarding):
    return actions.issue(awarding())


@pytest.fixture
def said(badge):
    made = endorsing.sign(Endorsing(who=WHO, words=WORDS, said_at=timezone.now(), credential_id=badge.pk))
    work()
    return made


@pytest.fixture
def said_of_version(version):
    made = endorsing.sign(Endorsing(who=WHO, words=WORDS, said_at=timezone.now(), version_id=version.pk))
    work()
    return made


def verdict_of(document: bytes) -> str:
    return actions.verify_bytes(document, fetch=sources.OwnOrFetched()).verdict


def test_it_is_an_endorsement_credential_of_the_badge_s_own_address(said, badge):
    document = json.loads(bytes(said.document))
    assert document["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert document["issuer"]["id"] == f"did:web:badges.exemple.org:o:{badge.organisation_id}"
    assert document["credentialSubject"] == {
        "id": f"https://badges.exemple.org/c/{badge.pk}",
        "type": ["EndorsementSubject"],
        "endorsementComment": f"{WORDS}\n\n— {WHO} (nom donné par cette personne, non vérifié)",
    }
    assert document["proof"]["cryptosuite"] == "eddsa-rdfc-2022"


def test_it_verifies_and_the_badge_is_as_it_was(said, badge):
    actions.publish(badge.pk)
    assert (verdict_of(bytes(said.document)), verdict_of(bytes(badge.document))) == ("valid", "valid")


def test_one_letter_changed_is_seen(said):
    assert verdict_of(bytes(said.document).replace(b"mener", b"menez")) == "invalid"


def test_a_known_person_is_said_to_be_known(badge):
    made = endorsing.sign(
        Endorsing(who="Fatou", words=WORDS, said_at=timezone.now(), credential_id=badge.pk, is_known=True)
    )
    comment = json.loads(bytes(made.document))["credentialSubject"]["endorsementComment"]
    assert comment.endswith("— Fatou (une personne que Les Savoirs du mardi connaît)")


def test_it_has_a_place_in_a_list_of_its_own_and_a_line_in_the_log(said, badge):
    assert (said.status_list.holds, badge.status_list.holds) == ("endorsements", "badges")
    assert IssuanceLine.objects.count() == 2
    assert StatusList.objects.filter(is_open=True).count() == 2


def test_it_is_published_with_the_badge_and_goes_with_it(said, badge):
    address = f"/m/{said.pk}"
    assert (published.find(address), Client().get(address).status_code) == (None, 404)
    actions.publish(badge.pk)
    work()
    assert published.find(address).body == bytes(said.document)
    assert Client().get(address, HTTP_ACCEPT="application/json").content == bytes(said.document)
    actions.hide(badge.pk)
    work()
    assert (published.find(address), Client().get(address).status_code) == (None, 404)


def test_of_a_version_it_is_public_at_once(said_of_version):
    assert published.find(f"/m/{said_of_version.pk}").body == bytes(said_of_version.document)


def test_taken_back_it_answers_410_forgets_its_words_and_a_kept_copy_is_out_of_force(said_of_version, maryse):
    kept = bytes(said_of_version.document)
    endorsing.take_back(said_of_version.pk, by=maryse)
    work()
    said_of_version.refresh_from_db()
    page = Client().get(f"/m/{said_of_version.pk}", HTTP_ACCEPT="text/html")
    assert (page.status_code, published.find(f"/m/{said_of_version.pk}").status) == (410, 410)
    assert (bytes(said_of_version.document), WORDS in page.content.decode()) == (b"", False)
    report = actions.verify_bytes(kept, fetch=sources.OwnOrFetched())
    assert (report.verdict, "revoked" in report.states) == ("invalid", True)


def test_taken_back_twice_is_taken_back_once(said_of_version, maryse):
    endorsing.take_back(said_of_version.pk, by=maryse)
    before = SignedEndorsement.objects.get().state_changed_at
    endorsing.take_back(said_of_version.pk, by=maryse)
    assert SignedEndorsement.objects.get().state_changed_at == before


def test_a_badge_revoked_and_a_recommendation_taken_back_do_not_touch_each_other(said, badge, maryse):
    actions.publish(badge.pk)
    endorsing.take_back(said.pk, by=maryse)
    assert verdict_of(bytes(badge.document)) == "valid"


def test_the_page_of_the_badge_shows_who_recommends_and_that_the_signature_holds(said_of_version, version):
    page = Client().get(f"/b/{version.pk}", HTTP_ACCEPT="text/html").content.decode()
    assert [text in page for text in (WORDS, "Jeanne Petit", "non vérifié", "La signature est bonne")] == [True] * 4


def test_a_key_that_was_stolen_shows_on_the_page(said_of_version, version):
    keys.withdraw(said_of_version.key, by=None)
    cache.clear()
    assert [one.verdict for one in recommending.of_version(version.pk)] == ["invalid"]


def test_the_shared_badge_shows_those_of_the_badge_and_of_its_version(said, said_of_version, badge):
    actions.publish(badge.pk)
    page = Client().get(f"/c/{badge.pk}", HTTP_ACCEPT="text/html").content.decode()
    assert page.count("La signature est bonne") == 2


def test_verifier_shows_who_recommends_our_badge_only_while_it_is_shared(said, badge):
    text = bytes(badge.document).decode()
    before = Client().post("/verifier", {"text": text}).content.decode()
    actions.publish(badge.pk)
    after = Client().post("/verifier", {"text": text}).content.decode()
    by_address = Client().post("/verifier", {"text": f"https://badges.exemple.org/c/{badge.pk}"}).content.decode()
    assert [WORDS in page for page in (before, after, by_address)] == [False, True, True]


def test_verifier_shows_nobody_beside_a_badge_that_was_changed(said, badge):
    actions.publish(badge.pk)
    changed = bytes(badge.document).decode().replace("Approcher", "Approchez")
    assert (WORDS in Client().post("/verifier", {"text": changed}).content.decode()) is False


def test_verifier_says_what_a_recommendation_says(said_of_version):
    page = Client().post("/verifier", {"text": f"https://badges.exemple.org/m/{said_of_version.pk}"}).content.decode()
    assert [text in page for text in ("Cette recommandation est bien signée", WORDS, "Jeanne Petit")] == [True] * 3


def test_an_endorsement_speaks_of_one_thing(said, version):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedEndorsement.objects.filter(pk=said.pk).update(version=version)


def test_everything_is_published_again_after_a_lost_folder(said_of_version, settings, tmp_path):
    settings.PUBLISHED_ROOT = tmp_path / "elsewhere"
    publication.publish_all()
    assert published.find(f"/m/{said_of_version.pk}").body == bytes(said_of_version.document)


def test_lists_are_signed_again_each_day(said, badge):
    StatusList.objects.update(signed_at=timezone.now() - timedelta(days=6))
    actions.sign_status_lists(badge.organisation)
    assert StatusList.objects.filter(signed_at__gt=timezone.now() - timedelta(minutes=1)).count() == 2
