"""Who recommends a badge, and whether her words still hold: read from the signed bytes, checked as a stranger would."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from sceau.errors import SceauError
from sceau.read import Document, read
from sceau.report import Outcome, Report
from sceau.verify import verify
from sceau.verify.endorsements import endorsements_in

from .models import Credential, SignedEndorsement
from .sources import OwnOrFetched, Remembering
from .translation import BY

_OURS = re.compile(r"/(?P<kind>[ac])/(?P<name>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
CHECKED_EVERY = 60
MOST_SHOWN = 20


@dataclass(frozen=True)
class Recommended:
    """What one person says of a badge; `verdict` is "valid", "invalid" or "unknown", as for a badge."""

    words: str
    who: str
    signed_by: str
    address: str
    verdict: str
    id: UUID | None = None


def of_credential(credential: Credential) -> list[Recommended]:
    """What she accepted, oldest first; her badge may be private, so its owner alone sees this before it is shared."""
    return [_ours(one) for one in _in_force().filter(credential=credential)[:MOST_SHOWN]]


def of_version(version_id: UUID) -> list[Recommended]:
    return [_ours(one) for one in _in_force().filter(version_id=version_id)[:MOST_SHOWN]]


def of_page(badge: Credential) -> list[Recommended]:
    """What is shown beside a badge: what was said of her first, then of the badge itself."""
    return [*of_credential(badge), *of_version(badge.version_id)]


def shown_endorsement(endorsement: SignedEndorsement) -> Recommended:
    return _ours(endorsement)


def beside(source: bytes, report: Report, *, fetched: Remembering) -> list[Recommended]:
    """Who recommends the badge that somebody checks: inside it, and beside it when it is one of ours."""
    document = _followed(source, fetched)
    if document is None:
        return []
    return [*_inside(document, report), *(_of_ours(document) if report.verdict == "valid" else [])]


def said_in(source: bytes, report: Report, *, fetched: Remembering) -> Recommended | None:
    """The words, when what is checked is itself a recommendation."""
    document = _followed(source, fetched) if report.format == "endorsement" else None
    return _read(document.credential or {}, verdict=report.verdict) if document else None


def _followed(source: bytes, fetched: Remembering) -> Document | None:
    """What was given to check, or what stood at its address when it was checked: nothing is asked for twice."""
    try:
        document = read(source)
        answer = fetched.answers.get(document.url or "")
        return read(answer.body) if answer else document
    except SceauError:
        return None


def _in_force() -> QuerySet[SignedEndorsement]:
    return SignedEndorsement.objects.filter(state="valid").exclude(document=b"")


def _ours(endorsement: SignedEndorsement) -> Recommended:
    said = _read(json.loads(bytes(endorsement.document)), verdict=_verdict(endorsement))
    return Recommended(said.words, said.who, said.signed_by, said.address, said.verdict, endorsement.pk)


def _verdict(endorsement: SignedEndorsement) -> str:
    """As `/verifier` would say; looked at again each minute, so that a page read often costs little."""
    key = f"endorsement-verdict:{endorsement.pk}"
    known = cache.get(key)
    if known is None:
        known = str(verify(bytes(endorsement.document), fetch=OwnOrFetched(), now=timezone.now()).verdict)
        cache.set(key, known, CHECKED_EVERY)
    return str(known)


def _inside(document: Document, report: Report) -> list[Recommended]:
    """Those that another issuer put inside; sceau checked each, in the same order."""
    found = list(endorsements_in(document.credential or {}))
    checks = [check for check in report.checks if check.name == "endorsements"]
    if len(found) != len(checks):
        return []
    words = {Outcome.PASSED: "valid", Outcome.FAILED: "invalid", Outcome.UNKNOWN: "unknown"}
    return [
        _read(one, verdict=words[check.outcome])
        for (_target, one), check in zip(found, checks, strict=True)
        if isinstance(one, dict)
    ]


def _of_ours(document: Document) -> list[Recommended]:
    found = _OURS.fullmatch(str((document.credential or {}).get("id", "")).removeprefix(settings.SITE_URL))
    if found is None:
        return []
    by = {"assertion_id" if found["kind"] == "a" else "pk": UUID(found["name"])}
    badge = Credential.objects.filter(is_published=True, **by).first()
    return of_page(badge) if badge else []


def _read(document: dict[str, object], *, verdict: str) -> Recommended:
    """The first lines are the person's, the last one says who she is; others write it as they like."""
    subject, issuer = document.get("credentialSubject"), document.get("issuer")
    comment = _text(subject, "endorsementComment")
    words, _by, who = comment.rpartition(BY) if BY in comment else (comment, "", _text(issuer, "name"))
    return Recommended(words[:1000], who[:400], _text(issuer, "name")[:200], str(document.get("id", ""))[:300], verdict)


def _text(thing: object, name: str) -> str:
    found = thing.get(name, "") if isinstance(thing, dict) else ""
    return found if isinstance(found, str) else ""
