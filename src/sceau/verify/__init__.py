"""Verification: the steps in order, each passed, failed or unknown; then one verdict. A bad badge is a `Report`."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sceau.callable_module import make_callable
from sceau.errors import SceauError, Unreadable
from sceau.fetch import JSON_TYPES, Fetcher, offline
from sceau.formats import ELDER, VC1, VC2, as_list
from sceau.read import Document, read, token_payload
from sceau.report import Check, Report, failed, passed, unknown, verdict_of
from sceau.verify.carrier import check_carrier
from sceau.verify.case import DEEPEST, Case, Once, guarded
from sceau.verify.dates import check_dates
from sceau.verify.elder import verify_elder
from sceau.verify.elder_endorsements import check_elder_endorsements, is_endorsement, verify_elder_endorsement
from sceau.verify.endorsements import check_endorsements
from sceau.verify.image import check_image
from sceau.verify.inside import of_inside, verify_inside
from sceau.verify.presentation import check_presentation
from sceau.verify.proof import check_proofs
from sceau.verify.recipient import check_recipient
from sceau.verify.schema import check_schema
from sceau.verify.shape import check_shape, is_uri
from sceau.verify.states import states_of
from sceau.verify.status import check_status
from sceau.verify.summary import summarise
from sceau.verify.token import check_token, complete

Source = Document | bytes | str | dict[str, Any]
"""What may be verified: something already read, bytes or text as received, or a JSON object."""


def verify(
    source: Source,
    *,
    fetch: Fetcher = offline,
    now: datetime | None = None,
    recipient: str | None = None,
    challenge: str | None = None,
    domain: str | None = None,
    lenient: bool = False,
) -> Report:
    """Verify one badge, of any format and in any carrier, into a report. Whatever the badge, no exception.

    `fetch` gets documents (issuers, keys, status lists); without one everything outside is unknown. `now` is the
    present by default (UTC when it names no zone).
    `recipient` is "type:value" ("email:fatou@example.org"), what the caller knows of the
    person; `challenge` and `domain` what a presentation must answer.
    `lenient` is for the test suites of W3C: never for a badge of a stranger.
    Steps: carrier, shape, schema, issuer, key, proof, dates, status, recipient, image, endorsements.
    """
    try:
        document = _document(source)
    except SceauError as refusal:
        check = failed("carrier", refusal.code, refusal.about)
        return Report("unknown", ("unreadable",), "", (check,))
    when = now or datetime.now(UTC)
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    case = Case(document, document.credential or {}, Once(fetch), when, recipient, lenient=lenient)
    return _verify(case, challenge=challenge, domain=domain)


def _document(source: Source) -> Document:
    if isinstance(source, Document):
        return source
    if not isinstance(source, dict):
        return read(source)
    try:
        return read(json.dumps(source, ensure_ascii=False))  # within the bounds of what is read
    except (TypeError, RecursionError) as failure:
        raise Unreadable("not-json", str(failure)[:80]) from None


def _verify(case: Case, *, challenge: str | None = None, domain: str | None = None) -> Report:
    """The report of a badge, and of those that came with it in one list or file: the worst is the verdict."""
    report = _verify_alone(case, challenge=challenge, domain=domain)
    if case.document.format == "presentation" or not _beside(case):
        return report
    beside = tuple(_verify(replace(case.inside(one), recipient=case.recipient)) for one in _beside(case))
    checks = report.checks + tuple(of_inside(beside))
    return replace(report, verdict=verdict_of(checks), checks=checks, others=report.others + beside)


def _verify_alone(case: Case, *, challenge: str | None, domain: str | None) -> Report:
    document = case.document
    if not case.bounds.take_badge():
        return Report("unknown", (), document.format, (unknown("carrier", "too-many-badges", document.carrier),))
    if document.format == "presentation":
        return _verify_presentation(case, challenge=challenge, domain=domain)
    if document.format in ELDER or document.format == "hosted":
        return _verify_elder(case)
    if document.token:
        case = replace(case, credential=complete(case.credential, token_payload(document.token, case.nest)))
    checks = [check for name, step in _STEPS for check in guarded(name, step, case)]
    others, said = verify_inside(case, verify=_verify_one)
    checks += said
    return _report(case, checks, summarise(case.credential, format_name=document.format), tuple(others))


def _report(case: Case, checks: list[Check], summary: Any, others: tuple[Report, ...] = (), found: str = "") -> Report:
    return Report(verdict_of(checks), states_of(checks), found or case.document.format, tuple(checks), summary, others)


def check_issuer(case: Case) -> Iterator[Check]:
    """Whether the credential names its issuer by an address that can be held to account."""
    issuer = case.credential.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not is_uri(name):
        yield failed("issuer", "bad-issuer", str(name)[:200])
    else:
        yield passed("issuer", about=str(name)[:200])


def _check_signature(case: Case) -> Iterator[Check]:
    """A token is the proof of all it holds, of a proof left over in it too."""
    yield from check_token(case) if case.document.token else check_proofs(case)


def _verify_one(case: Case) -> Report:
    return _verify(case)


_STEPS: tuple[tuple[str, Callable[[Case], Any]], ...] = (
    ("carrier", check_carrier),
    ("shape", check_shape),
    ("schema", check_schema),
    ("issuer", check_issuer),
    ("proof", _check_signature),
    ("dates", check_dates),
    ("status", partial(check_status, verify=_verify_one)),
    ("recipient", check_recipient),
    ("image", check_image),
    ("endorsements", partial(check_endorsements, verify=_verify_one)),
)


def _followed(case: Case) -> Document | None:
    """What stands at an address, when it is not an elder assertion (whose address is its proof)."""
    if case.document.format != "hosted" or case.level >= DEEPEST:
        return None
    try:
        answer = case.fetch(case.document.url or "", accept=JSON_TYPES)
        document = read(answer.body, within=case.nest) if answer.status == 200 else None
    except SceauError:
        return None
    if document and (document.format not in ELDER or document.token or document.carrier != "json"):
        return document
    return None


def _verify_elder(case: Case) -> Report:
    found = _followed(case)
    if found:
        return _verify(replace(case.inside(found), recipient=case.recipient))
    checks = list(check_carrier(case))
    if is_endorsement(case.credential) or is_endorsement(_live(case)):
        told = verify_elder_endorsement(case)
    else:
        told = verify_elder(case)
        told.say(*check_elder_endorsements(told))
    checks += told.checks
    summary = summarise(told.assertion, format_name="ob-2.0", badge=told.badge, issuer=told.issuer)
    return _report(case, checks, summary, found=told.format)


def _live(case: Case) -> dict[str, Any] | None:
    """The document at an address; each address is asked once, so that this costs nothing."""
    if case.document.format != "hosted":
        return None
    try:
        answer = case.fetch(case.document.url or "", accept=JSON_TYPES)
        return read(answer.body, within=case.nest).credential if answer.status == 200 else None
    except SceauError:
        return None


def _verify_presentation(case: Case, *, challenge: str | None, domain: str | None) -> Report:
    """The worst of the badges inside and of the envelope."""
    step = partial(check_presentation, challenge=challenge, domain=domain)
    checks = list(check_carrier(case)) + guarded("proof", step, case)
    others = tuple(_verify(replace(case.inside(one), recipient=case.recipient)) for one in case.document.others)
    first = (as_list(case.credential.get("@context")) or [None])[0]
    if first not in (VC1, VC2):
        checks.append(failed("shape", "bad-context", "/@context"))
    if not others:
        checks.append(failed("shape", "no-badge-inside"))
    checks += of_inside(others)
    return _report(case, checks, others[0].summary if others else summarise({}, format_name="vc-2.0"), others)


def _beside(case: Case) -> tuple[Document, ...]:
    return case.document.others if case.level < DEEPEST else ()


make_callable(__name__, verify)
