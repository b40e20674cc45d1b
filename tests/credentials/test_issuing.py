"""From the group's award to the signed document, in one transaction."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from besace.badges.models import BadgeVersion
from besace.core.errors import Conflict, Unavailable
from besace.core.models import OutboxLine
from besace.credentials import actions, addresses, keys, renewing, status
from besace.credentials.models import Credential, CredentialState, IssuanceLine, IssuingKey, KeyState, StatusList
from besace.people.models import Organisation, Person
from sceau import did as dids
from sceau import status as lists
from sceau.proofs import data_integrity
from sceau.signing import check

if TYPE_CHECKING:
    from .conftest import MakeAwarding

pytestmark = pytest.mark.django_db


def bit(credential: Credential) -> int:
    """What the organisation's signed list says of this badge."""
    entry = json.loads(bytes(credential.document))["credentialStatus"]
    document = json.loads(bytes(StatusList.objects.get(pk=credential.status_list_id).document))
    return lists.value_in(document, entry)


def test_the_signature_is_by_the_key_that_the_organisation_publishes(awarding: MakeAwarding) -> None:
    credential = actions.issue(awarding())
    document = json.loads(bytes(credential.document))
    (proof,) = data_integrity.proofs_of(document)
    method = dids.find_method(keys.did_document(credential.organisation), proof["verificationMethod"])

    assert proof["cryptosuite"] == "eddsa-rdfc-2022"
    assert method.controller == document["issuer"]["id"] == addresses.did(credential.organisation_id)
    assert data_integrity.verify_proof(document, proof, method.key)


def test_one_changed_word_breaks_the_signature(awarding: MakeAwarding) -> None:
    credential = actions.issue(awarding())
    document = json.loads(bytes(credential.document).replace(b"doucement", b"vivement!"))
    (proof,) = data_integrity.proofs_of(document)
    method = dids.find_method(keys.did_document(credential.organisation), proof["verificationMethod"])
    assert not data_integrity.verify_proof(document, proof, method.key)


def test_nobody_is_named_in_either_form(awarding: MakeAwarding, odile: Person) -> None:
    credential = actions.issue(awarding())
    both = bytes(credential.document) + bytes(credential.assertion)
    assert [mark for mark in ("Odile", str(odile.pk), "@") if mark.encode() in both.replace(b'"@context"', b"")] == []


def test_both_forms_speak_of_the_same_holder_and_the_next_badge_of_another(awarding: MakeAwarding) -> None:
    first, second = actions.issue(awarding()), actions.issue(awarding())
    holders = [json.loads(bytes(c.document))["credentialSubject"]["id"] for c in (first, second)]
    recipients = [json.loads(bytes(c.assertion))["recipient"]["identity"] for c in (first, second)]
    assert holders == recipients
    assert holders[0] != holders[1]


def test_what_the_peers_saw_is_in_the_document(awarding: MakeAwarding) -> None:
    document = json.loads(bytes(actions.issue(awarding()).document))
    assert [item["narrative"] for item in document["evidence"]] == [
        "Reconnu par 12 pairs, groupe : Atelier du mardi. Une personne, une voix.",
        "Une balade avec 14 visiteurs\n\n- Approcher l’âne doucement\n- Rester calme (vu avec aide)",
    ]


def test_the_document_never_begins_in_the_future(awarding: MakeAwarding) -> None:
    credential = actions.issue(awarding(awarded_at=timezone.now() + timedelta(days=2)))
    assert credential.issued_at <= timezone.now()


def test_the_log_keeps_a_digest_that_only_the_secret_explains(awarding: MakeAwarding) -> None:
    credential = actions.issue(awarding())
    line = IssuanceLine.objects.get(organisation=credential.organisation)
    assert line.digest == hashlib.sha256(bytes(credential.issuance_secret) + bytes(credential.document)).hexdigest()
    assert line.digest != hashlib.sha256(bytes(credential.document)).hexdigest()


def test_the_same_award_is_not_signed_twice(awarding: MakeAwarding) -> None:
    once = awarding()
    actions.issue(once)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.issue(once)
    assert Credential.objects.count() == 1


def test_a_failed_award_leaves_nothing_behind(awarding: MakeAwarding) -> None:
    def award_and_fail() -> None:
        with transaction.atomic():
            actions.issue(awarding())
            raise Conflict("later", "something above refused")

    with pytest.raises(Conflict):
        award_and_fail()
    assert (Credential.objects.count(), IssuanceLine.objects.count(), OutboxLine.objects.count()) == (0, 0, 0)


def test_two_badges_never_share_a_place(awarding: MakeAwarding, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([7, 7, 9])
    monkeypatch.setattr(status.secrets, "randbelow", lambda _length: next(draws))
    assert [actions.issue(awarding()).status_index for _ in range(2)] == [7, 9]


def test_revoking_sets_one_bit_and_no_other(awarding: MakeAwarding, maryse: Person) -> None:
    first, second = actions.issue(awarding()), actions.issue(awarding())
    before = (bit(first), bit(second))
    actions.revoke(first.pk, by=maryse, reason="issued-by-mistake")
    assert (before, bit(first), bit(second)) == ((0, 0), 1, 0)


def test_a_suspension_is_lifted_and_leaves_no_trace_in_the_list(awarding: MakeAwarding, maryse: Person) -> None:
    credential = actions.issue(awarding())
    actions.suspend(credential.pk, by=maryse)
    suspended = bit(credential)
    actions.lift_suspension(credential.pk, by=maryse)
    assert (suspended, bit(credential)) == (1, 0)


def test_a_revoked_badge_stays_revoked(awarding: MakeAwarding, maryse: Person) -> None:
    credential = actions.issue(awarding())
    actions.revoke(credential.pk, by=maryse, reason="fraud")
    with pytest.raises(Conflict):
        actions.lift_suspension(credential.pk, by=maryse)
    assert Credential.objects.get(pk=credential.pk).state == CredentialState.REVOKED


def test_the_status_list_is_itself_signed_for_seven_days(awarding: MakeAwarding) -> None:
    credential = actions.issue(awarding())
    document = json.loads(bytes(StatusList.objects.get(pk=credential.status_list_id).document))
    (proof,) = data_integrity.proofs_of(document)
    method = dids.find_method(keys.did_document(credential.organisation), proof["verificationMethod"])
    life = [document["validFrom"], document["validUntil"]]

    assert data_integrity.verify_proof(document, proof, method.key)
    assert [day[8:10] for day in life] != [life[0][8:10]] * 2
    assert len(lists.Bitstring.decode(document["credentialSubject"]["encodedList"])) == 131_072


def test_a_badge_waits_when_the_instance_key_is_not_the_right_one(awarding: MakeAwarding, settings: Settings) -> None:
    actions.issue(awarding())
    settings.INSTANCE_KEY_FILE.chmod(0o600)
    settings.INSTANCE_KEY_FILE.write_text("another key")
    with pytest.raises(Unavailable):
        actions.issue(awarding())
    assert Credential.objects.count() == 1


def test_nothing_is_signed_under_another_address(awarding: MakeAwarding, settings: Settings) -> None:
    actions.issue(awarding())
    settings.SITE_URL = "https://autre.exemple.org"
    with pytest.raises(Conflict) as refusal:
        actions.issue(awarding())
    assert "https://badges.exemple.org" in refusal.value.sentence


def test_a_site_that_moved_signs_no_list_over_the_former(
    awarding: MakeAwarding, settings: Settings, maryse: Person
) -> None:
    credential = actions.issue(awarding())
    settings.SITE_URL = "https://autre.exemple.org"
    with pytest.raises(Conflict):
        actions.suspend(credential.pk, by=maryse)
    with pytest.raises(Conflict):
        actions.sign_status_lists(credential.organisation)
    settings.SITE_URL = "https://badges.exemple.org"
    credential.refresh_from_db()
    assert (credential.state, bit(credential)) == (CredentialState.VALID, 0)


def test_old_badges_verify_after_five_rotations(awarding: MakeAwarding, organisation: Organisation) -> None:
    credentials = [actions.issue(awarding())]
    for _turn in range(5):
        key = keys.rotate(organisation)
        IssuingKey.objects.filter(pk=key.pk).update(created_at=timezone.now() - timedelta(minutes=6))
        keys.promote(organisation)
        credentials.append(actions.issue(awarding()))
    published = keys.did_document(organisation)
    answers = []
    for credential in credentials:
        document = json.loads(bytes(credential.document))
        (proof,) = data_integrity.proofs_of(document)
        key = dids.find_method(published, proof["verificationMethod"]).key
        answers.append(data_integrity.verify_proof(document, proof, key))

    assert answers == [True] * 6
    assert len({credential.key_id for credential in credentials}) == 6


def test_an_announced_key_waits_for_the_caches(organisation: Organisation, awarding: MakeAwarding) -> None:
    actions.issue(awarding())
    announced = keys.rotate(organisation)
    assert keys.promote(organisation) is None
    assert keys.signer_for(organisation).key.pk != announced.pk
    assert len(keys.did_document(organisation)["assertionMethod"]) == 2


def test_a_stolen_key_loses_its_power_and_its_private_half(
    organisation: Organisation, awarding: MakeAwarding, maryse: Person
) -> None:
    credential = actions.issue(awarding())
    renewing.declare_stolen(credential.key_id, by=maryse)
    document = keys.did_document(organisation)
    stolen = IssuingKey.objects.get(pk=credential.key_id)

    fresh = IssuingKey.objects.get(state=KeyState.ACTIVE)
    assert document["assertionMethod"] == [keys.method_of(fresh)] != [keys.method_of(stolen)]
    assert "revoked" in document["verificationMethod"][0]
    assert (stolen.state, stolen.sealed_private) == (KeyState.COMPROMISED, None)


def test_a_forgotten_badge_keeps_only_its_place(awarding: MakeAwarding) -> None:
    credential = actions.issue(awarding())
    actions.erase(credential.pk, revoked=False)
    left = Credential.objects.get(pk=credential.pk)
    assert (left.holder_id, bytes(left.document), bytes(left.assertion), left.issuance_secret) == (None, b"", b"", None)
    assert bit(credential) == 0


def test_what_is_issued_fits_the_standards_schema(awarding: MakeAwarding, version: BadgeVersion) -> None:
    document = json.loads(bytes(actions.issue(awarding()).document))
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    assert check(unsigned) is None
