"""The badges inside a record of badges (CLR 2.0 §4): each keeps its own proof, and all are about one person."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from sceau.errors import SceauError
from sceau.formats import as_list
from sceau.read import Document, from_json, read, token_payload
from sceau.report import Check, Outcome, Report, failed, passed, unknown
from sceau.verify.case import DEEPEST, Case
from sceau.verify.recipient import Said, said
from sceau.verify.token import complete

MOST_INSIDE: Final = 50
"""How many badges of one record are verified; the others make it unknown."""

_PERSONAL: Final = frozenset({"ob-3.0", "clr-2.0"})
_OPAQUE: Final = "urn:"

# A credential of no particular type may have a record for subject: the badges in it are badges all the same.
_RECORDS: Final = frozenset({"clr-2.0", "vc-1.1", "vc-2.0"})

Verify = Callable[[Case], Report]


def verify_inside(case: Case, *, verify: Verify) -> tuple[list[Report], list[Check]]:
    """The reports of the badges in a record, and what is to be said of the record for them."""
    if case.document.format not in _RECORDS:
        return [], []
    values = [
        value
        for subject in as_list(case.credential.get("credentialSubject"))
        if isinstance(subject, dict)
        for value in as_list(subject.get("verifiableCredential"))
    ]
    if case.level >= DEEPEST or len(values) > MOST_INSIDE:
        return [], [unknown("inside", "too-many-badges", f"{len(values)} at level {case.level}")]
    documents = [_document(case, value) for value in values]
    reports = [verify(case.inside(one)) if isinstance(one, Document) else one for one in documents]
    inside = [one for one in documents if isinstance(one, Document)]
    return reports, [*_of_inside(reports), *_one_person(case, inside)]


def of_inside(reports: Iterable[Report]) -> list[Check]:
    """What badges inside say of the whole: all of them good, or the code of the worst."""
    return list(_of_inside(list(reports)))


def _of_inside(reports: list[Report]) -> Iterator[Check]:
    for report in reports:
        if report.verdict == "valid":
            continue
        codes = [check.code for check in report.checks if check.outcome is not Outcome.PASSED]
        about = f"{report.summary.name} {codes[0] if codes else ''}".strip()
        bad = report.verdict == "invalid"
        yield failed("inside", "inside-invalid", about) if bad else unknown("inside", "inside-unknown", about)
    if reports and all(report.verdict == "valid" for report in reports):
        yield passed("inside", about=str(len(reports)))


def _document(case: Case, value: Any) -> Document | Report:
    try:
        if isinstance(value, dict):
            return from_json(value, case.nest)
        return read(value if isinstance(value, str) else b"", within=case.nest)
    except SceauError as refusal:
        return Report("invalid", ("unreadable",), "", (failed("carrier", refusal.code, refusal.about),))


def _one_person(case: Case, inside: list[Document]) -> Iterator[Check]:
    """A record of one person does not carry the badges of another (CLR 2.0 §4)."""
    known = set(said(case.credential))
    for document in inside:
        if document.format not in _PERSONAL:
            continue
        credential = document.credential or {}
        if document.token:
            credential = complete(credential, token_payload(document.token, case.nest))
        named = set(said(credential))
        if known and named and not known & named:
            make = failed if _contradict(known, named) else unknown
            yield make("inside", "another-person", ", ".join(sorted(one[1] for one in named))[:200])
        known = known or named


def _contradict(some: set[Said], others: set[Said]) -> bool:
    """Whether two people are certainly two: two names of one kind, both in clear and both lasting.

    An opaque "urn:" may be drawn anew for each badge of one person, and two digests with two salts say nothing.
    """
    lasting = [{one[0] for one in side if not one[3] and not one[1].startswith(_OPAQUE)} for side in (some, others)]
    return bool((lasting[0] & lasting[1]) - {"name"}) or _same_salt(some, others)


def _same_salt(some: set[Said], others: set[Said]) -> bool:
    digests = [{(one[0], one[2], one[1].partition("$")[0]) for one in side if one[3]} for side in (some, others)]
    return bool(digests[0] & digests[1])
