"""Writes what is public as files served before Django is asked: at each event the whole truth about one thing."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import transaction

from besace.badges.models import BadgeVersion
from besace.core import published
from besace.people.models import Organisation

from . import keys, translation
from .models import Credential, SignedEndorsement, StatusList

CREDENTIAL_TYPE = "application/vc+ld+json"
JSON_LD = "application/ld+json"
JSON = "application/json"
GONE = 410


@transaction.atomic
def publish_credential(credential_id: UUID) -> None:
    """Both forms of one badge as they stand now; nothing for strangers unless she shares it (DECISIONS.md 4)."""
    found = Credential.objects.select_related("version", "replaced_by").select_for_update(of=("self",))
    credential = found.filter(pk=credential_id).first()
    if credential is None:
        return
    own, hosted = f"/c/{credential.pk}", f"/a/{credential.assertion_id}"
    for endorsement in credential.endorsements.all():
        _write_endorsement(endorsement, is_shown=credential.is_published)
    if not credential.is_published:
        published.remove(own)
        published.remove(hosted)
        return
    published.write(own, bytes(credential.document), media_type=CREDENTIAL_TYPE)
    if credential.is_in_force:
        published.write(hosted, bytes(credential.assertion), media_type=JSON_LD)
    else:
        gone = translation.revoked_assertion(credential)
        published.write(hosted, gone, media_type=JSON_LD, status=GONE)


@transaction.atomic
def publish_endorsement(endorsement_id: UUID) -> None:
    """A recommendation as it stands now: that of a badge given is seen where the badge is, and no sooner."""
    found = SignedEndorsement.objects.select_for_update(of=("self",)).select_related("credential", "status_list")
    endorsement = found.get(pk=endorsement_id)
    _write_endorsement(endorsement, is_shown=endorsement.credential is None or endorsement.credential.is_published)
    publish_status_list(endorsement.status_list)


def _write_endorsement(endorsement: SignedEndorsement, *, is_shown: bool) -> None:
    address = f"/m/{endorsement.pk}"
    if is_shown and endorsement.is_in_force and endorsement.document:
        published.write(address, bytes(endorsement.document), media_type=CREDENTIAL_TYPE)
    elif endorsement.is_in_force:
        published.remove(address)
    else:
        published.write(address, b"", media_type=CREDENTIAL_TYPE, status=GONE)


def publish_version(version: BadgeVersion) -> None:
    published.write(f"/b/{version.pk}", translation.badge_class(version), media_type=JSON_LD)


def publish_organisation(organisation: Organisation) -> None:
    """Its 2.0 profile and its DID document; the latter must name a key before a badge signed with it is shown."""
    published.write(f"/o/{organisation.pk}", translation.issuer_profile(organisation), media_type=JSON_LD)
    document = json.dumps(keys.did_document(organisation), ensure_ascii=False, indent=2).encode()
    published.write(f"/o/{organisation.pk}/did.json", document, media_type=JSON)


def publish_status_list(one: StatusList) -> None:
    published.write(f"/s/{one.pk}", bytes(one.document), media_type=CREDENTIAL_TYPE)


def publish_all() -> int:
    """Everything again, for a new machine or a lost folder; how many badges were looked at."""
    for organisation in Organisation.objects.filter(issuing_keys__isnull=False).distinct():
        publish_organisation(organisation)
    for version in BadgeVersion.objects.select_related("badge__organisation"):
        publish_version(version)
    for one in StatusList.objects.exclude(signed_at=None):
        publish_status_list(one)
    ids = list(Credential.objects.values_list("pk", flat=True))
    for credential_id in ids:
        publish_credential(credential_id)
    for endorsement_id in SignedEndorsement.objects.values_list("pk", flat=True):
        publish_endorsement(endorsement_id)
    return len(ids)
