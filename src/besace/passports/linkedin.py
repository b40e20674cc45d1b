"""The address that adds a badge to a LinkedIn profile: a link that she follows or not; nothing is sent by us."""

from __future__ import annotations

from django.utils import timezone
from django.utils.http import urlencode

from besace.credentials.models import Credential


def address(credential: Credential, *, page: str) -> str:
    given = timezone.localtime(credential.issued_at)
    fields: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": credential.version.name,
        "organizationName": credential.organisation.name,
        "issueYear": given.year,
        "issueMonth": given.month,
        "certUrl": page,
        "certId": str(credential.pk),
    }
    return f"https://www.linkedin.com/profile/add?{urlencode(fields)}"
