"""What happens to signed badges: issued with the award, suspended, revoked, replaced; shown, hidden, forgotten."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.badges.models import BadgeVersion
from besace.core import journal
from besace.core.errors import Conflict, Refusal
from besace.core.events import announce
from besace.people.models import Organisation
from sceau.fetch import Fetcher
from sceau.report import Report
from sceau.verify import verify

from . import keys, rules, status, translation
from .awarding import Awarding
from .events import (
    CredentialHidden,
    CredentialIssued,
    CredentialPublished,
    CredentialReplaced,
    CredentialStateChanged,
)
from .models import Credential, CredentialState, IssuanceLine, SignedEndorsement
from .sources import OwnOrFetched


@transaction.atomic
def issue(awarding: Awarding) -> Credential:
    """Sign the award in both forms and keep the bytes, for ever as they are. Called in the award's own transaction.

    No network, no file: the picture is baked and the documents are published when somebody asks for them.
    """
    version = BadgeVersion.objects.select_related("badge__organisation").get(pk=awarding.version_id)
    organisation = version.badge.organisation
    signer = keys.signer_for(organisation)
    place = status.take_place(organisation)
    names = translation.Names(credential=uuid4(), assertion=uuid4(), subject=uuid4())
    # A corrected badge keeps the people's date (`awarded_at`), and begins itself now: the newer document wins.
    starts = timezone.now() if awarding.replaces else min(awarding.awarded_at, timezone.now())
    validity = translation.Validity(starts=starts, ends=awarding.valid_until)
    document = translation.signed_credential(
        awarding, version, signer=signer, place=place, names=names, validity=validity
    )
    credential = Credential.objects.create(
        pk=names.credential,
        assertion_id=names.assertion,
        award_id=awarding.award_id,
        organisation=organisation,
        version=version,
        holder_id=awarding.holder_id,
        key=signer.key,
        document=document,
        assertion=translation.hosted_assertion(awarding, version, names=names, validity=validity),
        issued_at=validity.starts,
        valid_until=awarding.valid_until,
        replaces_id=awarding.replaces,
        status_list=place.list,
        status_index=place.index,
        issuance_secret=secrets.token_bytes(16),
    )
    log_issuance(credential)
    journal.write(None, "credential.issued", credential, organisation=organisation)
    announce(CredentialIssued(credential.pk))
    return credential


def revoke(credential_id: UUID, *, by: object, reason: str) -> Credential:
    """Take a badge out of force for good, in both forms. `reason` is of the short list and is never published."""
    if reason not in rules.REVOCATION_REASONS:
        raise Refusal("unknown-reason", _("Choisissez une raison dans la liste."))
    return _move(credential_id, to=CredentialState.REVOKED, by=by, reason=reason)


def suspend(credential_id: UUID, *, by: object) -> Credential:
    """Put a badge aside while the question is looked into."""
    return _move(credential_id, to=CredentialState.SUSPENDED, by=by)


def lift_suspension(credential_id: UUID, *, by: object) -> Credential:
    """Back in force; that it was suspended stays in the journal alone (K05)."""
    return _move(credential_id, to=CredentialState.VALID, by=by)


def mark_replaced(credential_id: UUID, *, by: object) -> Credential:
    """A corrected badge was issued in its place; this one leaves the stage with a visible trace."""
    return _move(credential_id, to=CredentialState.REPLACED, by=by)


@transaction.atomic
def correct(credential_id: UUID, awarding: Awarding, *, by: object) -> Credential:
    """Sign the corrected badge, take the former out of force, and keep the link between them."""
    former = Credential.objects.select_for_update(of=("self",)).get(pk=credential_id)
    if not rules.may_become(former.state, CredentialState.REPLACED):
        raise Conflict("credential-state", _("Ce badge n’est plus en vigueur. Cela ne change plus."))
    made = issue(replace(awarding, replaces=former.pk))
    mark_replaced(former.pk, by=by)
    announce(CredentialReplaced(former.pk, made.pk))
    return made


@transaction.atomic
def _move(credential_id: UUID, *, to: CredentialState, by: object, **details: str) -> Credential:
    credential = Credential.objects.select_for_update().get(pk=credential_id)
    if credential.state == to:
        return credential
    if not rules.may_become(credential.state, to):
        raise Conflict("credential-state", _("Ce badge n’est plus en vigueur. Cela ne change plus."))
    credential.state, credential.state_changed_at = to, timezone.now()
    credential.save(update_fields=["state", "state_changed_at"])
    status.sign_list(credential.status_list)
    journal.write(by, f"credential.{to}", credential, organisation=credential.organisation_id, **details)
    announce(CredentialStateChanged(credential.pk))
    return credential


@transaction.atomic
def publish(credential_id: UUID) -> None:
    """She shares it: its addresses answer from now on."""
    if Credential.objects.filter(pk=credential_id, is_published=False).update(is_published=True):
        announce(CredentialPublished(credential_id))


@transaction.atomic
def hide(credential_id: UUID) -> None:
    """She takes it back: its addresses answer 404 again (P06)."""
    if Credential.objects.filter(pk=credential_id, is_published=True).update(is_published=False):
        announce(CredentialHidden(credential_id))


@transaction.atomic
def erase(credential_id: UUID, *, revoked: bool) -> None:
    """Forget everything of a badge but its place in the list, which says nothing by itself (SECURITY.md E.6)."""
    credential = Credential.objects.select_for_update().get(pk=credential_id)
    if revoked and rules.may_become(credential.state, CredentialState.REVOKED):
        _move(credential_id, to=CredentialState.REVOKED, by=credential.holder_id, reason="holder")
    announce(CredentialHidden(credential_id))
    credential.endorsements.update(document=b"", issuance_secret=None)
    Credential.objects.filter(pk=credential_id).update(
        holder=None, document=b"", assertion=b"", issuance_secret=None, is_published=False
    )


def log_issuance(signed: Credential | SignedEndorsement) -> None:
    """One more line of what was really issued (E.2)."""
    IssuanceLine.objects.create(
        organisation_id=signed.organisation_id, digest=digest_of(signed), issued_at=signed.issued_at
    )


def digest_of(signed: Credential | SignedEndorsement) -> str:
    """SHA-256(secret | bytes): what the log holds of it. Without the secret it means nothing."""
    return hashlib.sha256(bytes(signed.issuance_secret or b"") + bytes(signed.document)).hexdigest()


def verify_bytes(source: bytes, *, fetch: Fetcher | None = None) -> Report:
    """Judge whatever somebody brings: ours or anybody's, any carrier, any format. Nothing of it is kept."""
    return verify(source, fetch=fetch or OwnOrFetched(), now=timezone.now())


def sign_status_lists(organisation: Organisation) -> None:
    """The daily signature of an organisation's lists, whether or not they changed (E.4)."""
    for one in organisation.status_lists.all():
        with transaction.atomic():
            status.sign_list(one)
