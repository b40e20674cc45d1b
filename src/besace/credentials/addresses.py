"""The public addresses: short, without language, for ever (ARCHITECTURE.md part 4)."""

from __future__ import annotations

from urllib.parse import quote, urlsplit
from uuid import UUID

from django.conf import settings


def badge(version_id: UUID) -> str:
    return f"{settings.SITE_URL}/b/{version_id}"


def credential(credential_id: UUID) -> str:
    return f"{settings.SITE_URL}/c/{credential_id}"


def assertion(assertion_id: UUID) -> str:
    return f"{settings.SITE_URL}/a/{assertion_id}"


def endorsement(endorsement_id: UUID) -> str:
    return f"{settings.SITE_URL}/m/{endorsement_id}"


def organisation(organisation_id: UUID) -> str:
    return f"{settings.SITE_URL}/o/{organisation_id}"


def status_list(list_id: UUID) -> str:
    return f"{settings.SITE_URL}/s/{list_id}"


def did(organisation_id: UUID) -> str:
    """did:web of an organisation: a port's colon is percent-encoded (did:web §3.2)."""
    return f"did:web:{quote(urlsplit(settings.SITE_URL).netloc, safe='')}:o:{organisation_id}"
