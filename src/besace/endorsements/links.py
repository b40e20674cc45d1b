"""The secret of a link: its id under the site's key. Nothing to steal from the database, and it can be shown again."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Invitation

SEAL = 16
LENGTH = 43


def secret(invitation_id: UUID) -> str:
    sealed = invitation_id.bytes + _seal(invitation_id)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def invitation_of(text: str) -> UUID | None:
    """Whose secret it is; one letter changed, and it is nobody's."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "=")
    except (binascii.Error, ValueError):
        return None
    found = UUID(bytes=raw[:16])
    return found if constant_time_compare(secret(found), text) else None


def address(invitation: Invitation) -> str:
    return settings.SITE_URL + reverse("endorsements:arrive", args=[secret(invitation.pk)])


def home_of(invitation: Invitation) -> str:
    """The page of who gave the link, where what is said is read."""
    if invitation.credential_id:
        return reverse("endorsements:of_mine", args=[invitation.credential_id])
    return reverse("endorsements:of_badge", args=[invitation.badge_version.badge_id])


def _seal(invitation_id: UUID) -> bytes:
    return salted_hmac("besace.endorsement.link", str(invitation_id), algorithm="sha256").digest()[:SEAL]
