"""The step of shape: what every credential must say, whatever its signature (VC Data Model 1.1 and 2.0; OB 3.0)."""

import re
from collections.abc import Iterator
from typing import Any, Final

from sceau import related
from sceau.formats import BADGE_TYPES, VC1, VC2, as_list, text_id, types_of
from sceau.report import Check, failed, passed
from sceau.verify.case import Case
from sceau.verify.dates import when

URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
"""An absolute address of any scheme, roughly (RFC 3986); non-ASCII letters are let through, as honest issuers do."""

_TYPED: Final = ("credentialSchema", "credentialStatus", "refreshService", "termsOfUse", "evidence", "proof")
_DATES: Final = ("validFrom", "validUntil", "issuanceDate", "expirationDate", "awardedDate")
_WITH_ID: Final = ("credentialSchema",)
_MOST_TOLD: Final = 20


def check_shape(case: Case) -> Iterator[Check]:
    """One failed check for each thing missing or of the wrong kind, 20 at most; one passed when there is none."""
    found = list(dict.fromkeys(problems(case.credential)))[:_MOST_TOLD]
    for code, about in found:
        yield failed("shape", code, about)
    if not found:
        yield passed("shape", about=case.document.format)


def problems(credential: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with the shape of a credential: pairs of a stable code and a place; empty when right.

    Codes: "bad-context", "bad-type", "bad-id", "bad-issuer", "bad-subject", "bad-date", "no-date", "untyped",
    "no-name", "bad-achievement", and those of `sceau.related`.
    """
    found = [*_frame(credential), *_dates(credential), *_typed(credential), *related.problems(credential)]
    types, contexts = set(types_of(credential)), as_list(credential.get("@context"))
    if types & BADGE_TYPES:
        found += [*_badge(credential), *_open_badges_context(credential)]
    if types & {"EndorsementCredential", "ClrCredential"} and VC2 in contexts and not _text(credential.get("name")):
        found.append(("no-name", "/name"))
    if "ClrCredential" in types:
        found += _record(credential)
    return found


def _frame(credential: dict[str, Any]) -> Iterator[tuple[str, str]]:
    contexts = credential.get("@context")
    first = contexts[0] if isinstance(contexts, list) and contexts else contexts
    if first not in (VC1, VC2) or not all(isinstance(one, str | dict) for one in as_list(contexts)):
        yield "bad-context", "/@context"
    types = credential.get("type")
    if "VerifiableCredential" not in types_of(credential) or not all(isinstance(one, str) for one in as_list(types)):
        yield "bad-type", "/type"
    if credential.get("id") is not None and not is_uri(credential["id"]):
        yield "bad-id", "/id"
    issuer = credential.get("issuer")
    if not is_uri(text_id(issuer)) or not isinstance(issuer, str | dict):
        yield "bad-issuer", "/issuer"
    subjects = as_list(credential.get("credentialSubject"))
    if not subjects or not all(isinstance(subject, dict) and subject for subject in subjects):
        yield "bad-subject", "/credentialSubject"
    for subject in subjects:
        if isinstance(subject, dict) and "id" in subject and not is_uri(subject["id"]):
            yield "bad-subject", "/credentialSubject/id"


def _dates(credential: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _DATES:
        # The day of the award is the people's: a day alone is met, and harms nobody.
        if credential.get(name) is not None and when(credential[name], elder=name == "awardedDate") is None:
            yield "bad-date", f"/{name}"
    elder = VC1 in as_list(credential.get("@context"))
    if elder and "issuanceDate" not in credential and "validFrom" not in credential:
        yield "no-date", "/issuanceDate"
    if not elder and set(types_of(credential)) & BADGE_TYPES and "validFrom" not in credential:
        yield "no-date", "/validFrom"


def _typed(credential: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """VC Data Model 2.0 §4.10-4.13: each of these says its type, so that a reader knows whether it understands."""
    for name in _TYPED:
        for one in as_list(credential.get(name)):
            if not isinstance(one, dict) or not types_of(one):
                yield "untyped", f"/{name}"
            elif name in _WITH_ID and not is_uri(one.get("id")) or "id" in one and not is_uri(one["id"]):
                yield "bad-id", f"/{name}/id"


def _open_badges_context(credential: dict[str, Any]) -> Iterator[tuple[str, str]]:
    contexts = [one for one in as_list(credential.get("@context")) if isinstance(one, str)]
    if not any("/spec/ob/v3p0/" in one or "openbadges-specification" in one for one in contexts):
        yield "bad-context", "/@context"


def _badge(credential: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """OB 3.0 §B.1: an achievement with its id, type, name, description and criteria. A subject that names nobody does
    not conform, yet honest platforms issue such badges: the step of the recipient says so."""
    for subject in as_list(credential.get("credentialSubject")):
        if not isinstance(subject, dict):
            continue
        if "AchievementSubject" not in types_of(subject):
            yield "bad-subject", "/credentialSubject/type"
        if not _identified(subject.get("identifier")):
            yield "bad-subject", "/credentialSubject/identifier"
        achievements = as_list(subject.get("achievement"))
        if not achievements:
            yield "bad-achievement", "/credentialSubject/achievement"
        for achievement in achievements:
            yield from _achievement(achievement)


def _identified(identifiers: Any) -> bool:
    return all(isinstance(one, dict) and _text(one.get("identityHash")) for one in as_list(identifiers))


def _achievement(achievement: Any) -> Iterator[tuple[str, str]]:
    place = "/credentialSubject/achievement"
    if not isinstance(achievement, dict):
        yield "bad-achievement", place
        return
    if "Achievement" not in types_of(achievement):
        yield "bad-achievement", f"{place}/type"
    if not is_uri(achievement.get("id")):
        yield "bad-achievement", f"{place}/id"
    for name in ("name", "description"):
        if not _text(achievement.get(name)):
            yield "bad-achievement", f"{place}/{name}"
    if not isinstance(achievement.get("criteria"), dict):
        yield "bad-achievement", f"{place}/criteria"


def _record(credential: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """CLR 2.0 §B.1: a record holds at least one credential."""
    for subject in as_list(credential.get("credentialSubject")):
        if isinstance(subject, dict) and not as_list(subject.get("verifiableCredential")):
            yield "bad-subject", "/credentialSubject/verifiableCredential"


def is_uri(value: Any) -> bool:
    """Whether a value is a text that reads as an absolute address."""
    return isinstance(value, str) and URI.fullmatch(value) is not None


def _text(value: Any) -> bool:
    return (isinstance(value, str) and bool(value.strip())) or (isinstance(value, dict) and bool(value))
