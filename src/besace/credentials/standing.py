"""The right word for a badge of ours that is not in force: put aside, or replaced and by which (SECURITY.md A14).

A status list has one bit for all three (docs/decisions/0015); who asks this site is told which it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from sceau.errors import SceauError
from sceau.read import read
from sceau.report import Report

from .models import Credential, CredentialState

_OURS = re.compile(r"^/(?P<form>[ca])/(?P<name>[0-9a-f-]{36})$")


@dataclass(frozen=True)
class Standing:
    """`replaced_by`: the page of the corrected badge, when it is shown."""

    state: str
    replaced_by: UUID | None = None


def of(source: bytes, report: Report) -> Standing | None:
    """None for what is not ours, and for what fails by anything else than its status."""
    failed = {check.name for check in report.checks if check.outcome.value == "failed"}
    if failed != {"status"}:
        return None
    credential = _ours(_address(source))
    if credential is None or credential.state not in {CredentialState.SUSPENDED, CredentialState.REPLACED}:
        return None
    replacement = getattr(credential, "replaced_by", None)
    is_shown = replacement is not None and replacement.is_published
    return Standing(credential.state, replacement.pk if replacement is not None and is_shown else None)


def _address(source: bytes) -> str:
    """A link as it was pasted, or the id that a document gives itself."""
    text = source[:300].decode("utf-8", "replace").strip()
    if text.startswith(("http://", "https://")):
        return text
    try:
        named = (read(source).credential or {}).get("id", "")
    except SceauError:
        return ""
    return named if isinstance(named, str) else ""


def _ours(address: str) -> Credential | None:
    if not address.startswith(settings.SITE_URL):
        return None
    found = _OURS.match(address.removeprefix(settings.SITE_URL))
    if found is None:
        return None
    field = "pk" if found["form"] == "c" else "assertion_id"
    kept = Credential.objects.select_related("replaced_by").filter(**{field: found["name"]})
    return kept.first()
