"""Recommendations: signed beside what they speak of, taken back, forgotten (docs/decisions/0020)."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from besace.badges.models import BadgeVersion
from besace.core import journal
from besace.core.events import announce

from . import addresses, keys, status, translation
from .actions import log_issuance
from .awarding import Endorsing
from .events import EndorsementChanged
from .models import Credential, CredentialState, SignedEndorsement, StatusList


@transaction.atomic
def sign(said: Endorsing) -> SignedEndorsement:
    """Sign these words and keep the bytes. Called in the transaction of the yes of who the badge belongs to."""
    of = _endorsed(said)
    signer = keys.signer_for(of.organisation)
    place = status.take_place(of.organisation, holds=StatusList.Holds.ENDORSEMENTS)
    name, now = uuid4(), timezone.now()
    made = SignedEndorsement.objects.create(
        pk=name,
        organisation=of.organisation,
        credential_id=said.credential_id,
        version_id=said.version_id,
        key=signer.key,
        document=translation.signed_endorsement(
            said, endorsement_id=name, of=of, signer=signer, place=place, signed_at=now
        ),
        issued_at=now,
        status_list=place.list,
        status_index=place.index,
        issuance_secret=secrets.token_bytes(16),
    )
    log_issuance(made)
    journal.write(None, "endorsement.issued", made, organisation=of.organisation)
    announce(EndorsementChanged(made.pk))
    return made


@transaction.atomic
def take_back(endorsement_id: UUID, *, by: object) -> None:
    """Out of force for whoever kept a copy; here nothing is kept of the words nor of the name."""
    made = (
        SignedEndorsement.objects.select_for_update(of=("self",)).select_related("status_list").get(pk=endorsement_id)
    )
    if not made.is_in_force:
        return
    made.state, made.state_changed_at = CredentialState.REVOKED, timezone.now()
    made.document, made.issuance_secret = b"", None
    made.save(update_fields=["state", "state_changed_at", "document", "issuance_secret"])
    status.sign_list(made.status_list)
    journal.write(by, "endorsement.revoked", made, organisation=made.organisation_id)
    announce(EndorsementChanged(made.pk))


def _endorsed(said: Endorsing) -> translation.Endorsed:
    if said.credential_id is not None:
        badge = Credential.objects.select_related("organisation", "version").get(pk=said.credential_id)
        return translation.Endorsed(addresses.credential(badge.pk), badge.organisation, badge.version.language)
    assert said.version_id is not None, "an endorsement speaks of one thing"
    version = BadgeVersion.objects.select_related("badge__organisation").get(pk=said.version_id)
    return translation.Endorsed(addresses.badge(version.pk), version.badge.organisation, version.language)
