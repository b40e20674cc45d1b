"""A stolen key: withdrawn at once, and what it had signed is signed again by a fresh one (SECURITY.md K03).

What the log holds from before the theft: by itself, a few at a time. What came after: once two persons have looked.
What the log does not hold stays refused (docs/decisions/0038).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict, Refusal
from besace.core.events import announce
from besace.people.models import Organisation, Person
from sceau.errors import SceauError

from . import addresses, keys, rules, translation
from .actions import digest_of, log_issuance
from .events import CredentialSignedAgain, EndorsementChanged
from .models import Credential, IssuanceLine, IssuingKey, Renewal, SignedEndorsement, Theft

BATCH = 20
LATE_BADGES = timedelta(days=1)
Outcome = Renewal.Outcome
Signed = Credential | SignedEndorsement


@transaction.atomic
def declare_stolen(key_id: UUID, *, since: datetime | None = None, by: Person | None) -> Theft:
    """The key serves no more, from this moment; one person is enough, since each minute helps the thief.

    `since`: when it is believed stolen, now by default. What was signed before is then signed again by the worker.
    """
    from .tasks import sign_again  # noqa: PLC0415 -- the task calls this file

    now = timezone.now()
    if since is not None and since > now:
        raise Refusal("not-yet", _("Ce moment n’est pas encore venu. Choisissez une date passée."))
    key = IssuingKey.objects.get(pk=key_id)
    Organisation.objects.select_for_update().get(pk=key.organisation_id)  # declared twice at once, it is told once
    if Theft.objects.filter(key=key).exists():
        raise Conflict("already-stolen", _("Cette clé est déjà retirée. Regardez où cela en est."))
    theft = Theft.objects.create(key=key, since=since or now, declared_at=now, declared_by=by)
    keys.withdraw(key, by=by, since=theft.since.isoformat())
    sign_again.later(theft.pk)
    return theft


@transaction.atomic
def sign_batch(theft_id: UUID) -> bool:
    """Settle a few more of what the stolen key signed; True while there is more.

    A badge leaves the stolen key in the transaction that signs it again: killed at any moment, it is signed once.
    """
    theft = Theft.objects.select_for_update(of=("self",)).select_related("key__organisation").get(pk=theft_id)
    found = _next(theft)
    known = logged(theft, found)
    signer = keys.signer_for(theft.key.organisation) if found else None
    for signed in found:
        _settle(signed, theft, logged_at=known.get(digest_of(signed)), signer=signer)
    if has_more(theft):
        return True
    if theft.finished_at is None:
        Theft.objects.filter(pk=theft.pk).update(finished_at=timezone.now())
        journal.write(None, "key.signed-again", theft.key, organisation=theft.key.organisation_id)
    return False


def left(theft: Theft) -> int:
    """How many badges and recommendations of the stolen key nobody has looked at yet."""
    return sum(found.count() for found in _unsettled(theft))


def has_more(theft: Theft) -> bool:
    return any(found.exists() for found in _unsettled(theft))


def logged(theft: Theft, found: Iterable[Signed]) -> dict[str, datetime]:
    """When each was written in this organisation's log, by its digest."""
    lines = IssuanceLine.objects.filter(organisation=theft.key.organisation_id)
    return dict(lines.filter(digest__in=[digest_of(one) for one in found]).values_list("digest", "logged_at"))


def unfinished() -> list[Theft]:
    """Thefts whose work is not done: it was given up, or a badge was being signed while the key was withdrawn."""
    recent = Q(finished_at=None) | Q(declared_at__gt=timezone.now() - LATE_BADGES)
    return [theft for theft in Theft.objects.filter(recent).select_related("key") if has_more(theft)]


@transaction.atomic
def say_ours(renewal_id: UUID, *, by: Person) -> Renewal:
    """What was signed after the theft is ours: the first person says so, a second one has it signed again."""
    renewal = _in_review(renewal_id)
    if isinstance(renewal.signed, Credential) and renewal.signed.holder_id == by.pk:
        raise Refusal("own-badge", _("C’est votre badge. Demandez à deux autres personnes."))
    if renewal.first_by_id in {None, by.pk}:
        renewal.first_by, renewal.outcome = by, Outcome.REVIEW
        renewal.save(update_fields=["first_by", "outcome"])
        journal.write(by, "key.said-ours", renewal.signed, organisation=renewal.theft.key.organisation_id)
        return renewal
    organisation = renewal.theft.key.organisation
    if not _is_in_log(renewal.signed, renewal.theft):
        raise Conflict("changed-since", _("Ce badge a changé depuis. Il reste refusé."))
    try:
        _sign(renewal.signed, renewal.theft, signer=keys.signer_for(organisation))
    except SceauError:
        raise Conflict("cannot-sign", _("Ce badge ne peut plus être signé. Corrigez-le.")) from None
    renewal.second_by, renewal.outcome, renewal.at = by, Outcome.AGAIN, timezone.now()
    renewal.save(update_fields=["second_by", "outcome", "at"])
    journal.write(by, "key.confirmed-ours", renewal.signed, organisation=organisation)
    return renewal


@transaction.atomic
def say_not_ours(renewal_id: UUID, *, by: Person) -> Renewal:
    """It stays refused, as it is; one person is enough, and two may still say the contrary."""
    renewal = _in_review(renewal_id)
    renewal.first_by, renewal.outcome, renewal.at = None, Outcome.REFUSED, timezone.now()
    renewal.save(update_fields=["first_by", "outcome", "at"])
    journal.write(by, "key.said-not-ours", renewal.signed, organisation=renewal.theft.key.organisation_id)
    return renewal


def taken_again(credential_id: UUID) -> None:
    """Its holder has the new file: nothing more is said to her of it."""
    told = Renewal.objects.filter(credential=credential_id, outcome=Outcome.AGAIN, taken_at=None)
    told.update(taken_at=timezone.now())


def _unsettled(theft: Theft) -> tuple[QuerySet[Credential], QuerySet[SignedEndorsement]]:
    """By the stolen key still, not looked at, and not forgotten: of what was erased there is nothing to sign."""
    badges = Credential.objects.filter(key=theft.key).exclude(document=b"").exclude(renewals__theft=theft)
    words = SignedEndorsement.objects.filter(key=theft.key).exclude(document=b"").exclude(renewals__theft=theft)
    return badges, words


def _next(theft: Theft) -> list[Signed]:
    """One batch, badges first; who is busy with one (her bag is being erased) is not waited for."""
    found: list[Signed] = []
    for kind in _unsettled(theft):
        here = kind.select_for_update(of=("self",), skip_locked=True).order_by("issued_at", "pk")
        found += here[: BATCH - len(found)]
    return found


def _is_in_log(signed: Signed, theft: Theft) -> bool:
    return is_itself(signed) and digest_of(signed) in logged(theft, [signed])


def is_itself(signed: Signed) -> bool:
    """The bytes are those of this row: its own address, its own place in the list, its own organisation and key.

    A digest alone would let the bytes and the secret of another row stand here.
    """
    is_badge = isinstance(signed, Credential)
    address = addresses.credential(signed.pk) if is_badge else addresses.endorsement(signed.pk)
    try:
        said = json.loads(bytes(signed.document))
        place = said["credentialStatus"]
        proof, issuer = said["proof"]["verificationMethod"], said["issuer"]["id"]
        listed, index = place["statusListCredential"], place["statusListIndex"]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(
        said.get("id") == address
        and (listed, index) == (addresses.status_list(signed.status_list_id), str(signed.status_index))
        and issuer == addresses.did(signed.organisation_id)
        and proof == keys.method_of(signed.key)
    )


def _settle(signed: Signed, theft: Theft, *, logged_at: datetime | None, signer: keys.Signer | None) -> None:
    outcome = rules.after_theft(is_itself=is_itself(signed), logged_at=logged_at, since=theft.since)
    if outcome == rules.AGAIN and signer is not None:
        try:
            _sign(signed, theft, signer=signer)
        except SceauError:  # it was ours, but would not be signed today: told, never passed over
            outcome = rules.REVIEW
    of = {"credential": signed} if isinstance(signed, Credential) else {"endorsement": signed}
    Renewal.objects.create(theft=theft, outcome=outcome, **of)


def _sign(signed: Signed, theft: Theft, *, signer: keys.Signer) -> None:
    """Sign, log, and have it published again: all of it in this transaction, or nothing."""
    signed.document, signed.key = translation.signed_again(bytes(signed.document), signer=signer), signer.key
    signed.save(update_fields=["document", "key"])
    log_issuance(signed)
    if isinstance(signed, Credential):
        announce(CredentialSignedAgain(signed.pk, theft.pk))
    else:
        announce(EndorsementChanged(signed.pk))


def _in_review(renewal_id: UUID) -> Renewal:
    related = ("theft__key__organisation", "credential__key", "endorsement__key")
    renewal = Renewal.objects.select_for_update(of=("self",)).select_related(*related).get(pk=renewal_id)
    if renewal.outcome not in {Outcome.REVIEW, Outcome.REFUSED} or not bytes(renewal.signed.document):
        raise Conflict("already-settled", _("C’est déjà réglé. Regardez la liste."))
    return renewal
