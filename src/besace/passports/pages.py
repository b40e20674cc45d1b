"""What a shared page says to machines: the signed documents themselves, also when its link is put into /verifier."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from besace.credentials.models import Credential
from besace.credentials.publication import CREDENTIAL_TYPE

from . import queries

TOGETHER = (
    b'{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":['
)


def documents(badges: list[Credential]) -> bytes:
    """One signed document as it is, or several inside a presentation, each byte for byte."""
    signed = [bytes(badge.document) for badge in badges]
    return signed[0] if len(signed) == 1 else TOGETHER + b",".join(signed) + b"]}"


def found(share_id: UUID) -> tuple[int, str, bytes]:
    """The page's documents, for a check; `ObjectDoesNotExist` once it has ended, or if it never was."""
    try:
        share = queries.open_share(share_id)
    except Http404:
        raise ObjectDoesNotExist from None
    badges = queries.on_page(share) if share else []
    if not badges:
        raise ObjectDoesNotExist
    return 200, CREDENTIAL_TYPE, documents(badges)
