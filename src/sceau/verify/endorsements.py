"""The step of endorsements: each is a credential of its own, about the badge, its achievement or its issuer."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sceau.errors import SceauError
from sceau.formats import as_list, text_id
from sceau.read import Document, from_json, from_token, token_payload
from sceau.report import Check, Report, failed, passed, unknown
from sceau.verify.case import DEEPEST, Case
from sceau.verify.token import complete

_MOST: Final = 20
_PASSING: Final = frozenset({"expired", "not-yet-valid", "revoked", "suspended"})

Verify = Callable[[Case], Report]
"""The whole verification of one case; handed in, for an endorsement is verified as a badge is."""


def check_endorsements(case: Case, *, verify: Verify) -> Iterator[Check]:
    """One check for each endorsement: a forged one fails the badge, one that ended or cannot be checked is only said.

    Codes: "endorsement-invalid", "endorsement-not-confirmed", "endorsement-ended", "endorses-another", "too-many".
    """
    places = list(endorsements_in(case.credential))
    if len(places) > _MOST or (places and case.level >= DEEPEST):
        yield unknown("endorsements", "too-many", str(len(places)))
        return
    for target, value in places:
        yield _check_one(case, target, value, verify=verify)


def endorsements_in(credential: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every endorsement of a badge, its achievement or its issuer, with the id of what it should speak of."""
    subjects = [one for one in as_list(credential.get("credentialSubject")) if isinstance(one, dict)]
    holders = [credential, credential.get("issuer")]
    for subject in subjects[:5]:
        holders += as_list(subject.get("achievement"))[:5]
    for holder in holders:
        if isinstance(holder, dict):
            for value in as_list(holder.get("endorsement")) + as_list(holder.get("endorsementJwt")):
                yield text_id(holder), value


def _check_one(case: Case, target: str, value: Any, *, verify: Verify) -> Check:
    try:
        document = _document(case, value)
    except SceauError as refusal:
        return failed("endorsements", "endorsement-invalid", str(refusal)[:200])
    said = document.credential or {}
    if document.token:
        said = complete(said, token_payload(document.token, case.nest))
    about = str(said.get("id", ""))[:200]
    subjects = [text_id(one) for one in as_list(said.get("credentialSubject"))]
    if target and any(subjects) and target not in subjects:
        return unknown("endorsements", "endorses-another", about)
    report = verify(case.inside(document))
    if report.verdict == "valid":
        return passed("endorsements", about=about)
    codes = {check.code for check in report.checks if check.outcome.value == "failed"}
    if codes and codes <= _PASSING:
        return unknown("endorsements", "endorsement-ended", about)
    if report.verdict == "invalid":
        return failed("endorsements", "endorsement-invalid", f"{about} {sorted(codes)[0] if codes else ''}".strip())
    return unknown("endorsements", "endorsement-not-confirmed", about)


def _document(case: Case, value: Any) -> Document:
    if isinstance(value, str):
        return from_token(value, case.nest)
    return from_json(value if isinstance(value, dict) else {}, case.nest)
