"""Endorsements of badges before 3.0: hosted or signed documents of their own, followed to where they live (OB 2.0).

OB 2.0 lets a badge stand whatever is said of it: an endorsement that is not right is told, never held against it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from sceau.errors import FetchFailed, SceauError, Unreadable
from sceau.fetch import JSON_TYPES
from sceau.formats import ELDER, as_list, says_revoked, text_id, types_of
from sceau.proofs import hosted
from sceau.read import Document, from_json, read
from sceau.report import Check, failed, passed, unknown, verdict_of
from sceau.verify.case import Case, of_error
from sceau.verify.dates import judge
from sceau.verify.elder import Told, check_host, resolve
from sceau.verify.elder_signature import check_signature, check_signed_status

_MOST: Final = 20
_ENDED: Final = frozenset({"revoked", "not-yet-valid"})


def is_endorsement(document: dict[str, Any] | None) -> bool:
    """Whether an elder document is a recommendation and not a badge."""
    types = types_of(document)
    return "Endorsement" in types and "Assertion" not in types


def check_elder_endorsements(told: Told) -> Iterator[Check]:
    """One check for each endorsement of assertion, class and issuer, passed or unknown.

    Codes: "endorsement-invalid", "endorsement-not-confirmed", "endorsement-ended", "endorses-another", "too-many".
    """
    places = list(_places(told))
    if len(places) > _MOST:
        yield unknown("endorsements", "too-many", str(len(places)))
        return
    for target, value in places:
        yield _check_one(told.case, target, value)


def _places(told: Told) -> Iterator[tuple[str, Any]]:
    """Every endorsement, with the address of what it should speak of."""
    holders = ((told.assertion, told.home), (told.badge, ""), (told.issuer, told.issuer_url))
    for holder, address in holders:
        for value in as_list((holder or {}).get("endorsement")):
            yield address or text_id(holder), value


def _check_one(case: Case, target: str, value: Any) -> Check:
    about = text_id(value)[:200]
    if not case.bounds.take_badge():
        return unknown("endorsements", "too-many", about)
    try:
        document = _document(case, value)
    except SceauError:
        return unknown("endorsements", "endorsement-invalid", about)
    told = verify_elder_endorsement(case.inside(document))
    subjects = [text_id(claim) for claim in as_list(told.assertion.get("claim"))]
    if told.assertion and target and not any(one == target or hosted.same_place(one, target) for one in subjects):
        return unknown("endorsements", "endorses-another", about)
    codes = {check.code for check in told.checks if check.outcome.value == "failed"}
    if codes and codes <= _ENDED:
        return unknown("endorsements", "endorsement-ended", about)
    verdict = verdict_of(told.checks)
    if verdict == "valid":
        return passed("endorsements", about=about)
    code = "endorsement-invalid" if verdict == "invalid" else "endorsement-not-confirmed"
    return unknown("endorsements", code, f"{about} {sorted(codes)[0] if codes else ''}".strip())


def _document(case: Case, value: Any) -> Document:
    if isinstance(value, str):
        return read(value, within=case.nest)
    return from_json(value if isinstance(value, dict) else {}, case.nest)


def verify_elder_endorsement(case: Case) -> Told:
    """Every step for a 2.0 Endorsement, or for an address where one is said to live."""
    told = Told(case, "ob-2.0", case.credential, home=case.document.url or "")
    try:
        if case.document.token is None and not _at_home(told):
            return told
        if says_revoked(told.assertion):
            told.say(failed("status", "revoked", str(told.assertion.get("revocationReason", told.home))[:200]))
            return told
        told.say(*_shape(told.assertion))
        told.issuer, told.issuer_url = resolve(told, told.assertion.get("issuer"), "issuer", trusted=False)
        if told.issuer is not None:
            check_host(told)
        _conclude(told)
    except SceauError as failure:
        told.say(of_error("shape", failure))
    return told


def _at_home(told: Told) -> bool:
    """Read it where it lives, and hold what is carried against that; False when there is nothing more to look at."""
    case = told.case
    if not told.home:
        told.say(unknown("proof", "no-address", "the endorsement does not say where it lives"))
        return False
    answer = case.fetch(told.home, accept=JSON_TYPES)
    if answer.status == 410:
        told.say(failed("status", "revoked", told.home))
        return False
    if answer.status != 200:
        raise FetchFailed("http-status", f"{answer.status} {told.home}")
    document = read(answer.body, within=case.nest)
    if document.token:
        # An address may show a signed one: its signature is its proof, wherever it stands.
        told.case = replace(case, document=document, credential=document.credential or {})
        told.assertion = told.case.credential
        return True
    return _compare(told, document, at=answer.url)


def _compare(told: Told, document: Document, *, at: str) -> bool:
    if document.credential is None or document.format not in ELDER or document.carrier != "json":
        raise Unreadable("not-hosted", f"{told.home} is {document.format}")
    carried, told.assertion = told.assertion, document.credential
    elsewhere = hosted.host_of(at) != hosted.host_of(told.home)
    if elsewhere or not any(hosted.same_place(text_id(told.assertion), place) for place in (told.home, at)):
        told.say(failed("proof", "id-is-elsewhere", f"{text_id(told.assertion)[:200]} at {told.home}"))
        return True
    changed = hosted.differences(carried, told.assertion)
    differs = failed("proof", "differs-from-hosted", ", ".join(changed)[:200])
    told.say(differs if changed else passed("proof", "hosted", told.home))
    return True


def _shape(endorsement: dict[str, Any]) -> Iterator[Check]:
    """OB 2.0 "Endorsement": it says of what, by whom."""
    flaws = []
    if not is_endorsement(endorsement):
        flaws.append("/type")
    claims = as_list(endorsement.get("claim"))
    if not claims or not all(text_id(claim) for claim in claims):
        flaws.append("/claim")
    for place in flaws:
        yield failed("shape", "bad-endorsement", place)
    if not flaws:
        yield passed("shape", about="Endorsement")


def _conclude(told: Told) -> None:
    case, endorsement = told.case, told.assertion
    if case.document.token is not None:
        told.say(*check_signature(case, endorsement, told.issuer, issuer_url=told.issuer_url))
        told.say(*check_signed_status(case, endorsement, told.issuer, issuer_url=told.issuer_url))
    starts = [endorsement["issuedOn"]] if endorsement.get("issuedOn") is not None else []
    ends = [endorsement["expires"]] if endorsement.get("expires") is not None else []
    told.say(*judge(starts, ends, now=case.now, elder=True))
