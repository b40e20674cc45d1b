"""Badges before 3.0, hosted or signed: from the assertion to its class, to its issuer, and whether they agree.

The host is the proof of a hosted badge: everything is read again from where it lives, and what a person carries is
only compared with it.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from sceau.addresses import same_host
from sceau.errors import FetchFailed, SceauError, Unreadable
from sceau.fetch import JSON_TYPES, Fetched
from sceau.formats import ELDER, Format, as_list, says_revoked, text_id
from sceau.proofs import hosted
from sceau.read import Document, read
from sceau.report import Check, Outcome, failed, passed, unknown
from sceau.verify import elder_shape, extensions
from sceau.verify.case import Case, fetch_object, of_error
from sceau.verify.dates import judge
from sceau.verify.elder_signature import check_signature, check_signed_status
from sceau.verify.image import compared
from sceau.verify.recipient import check_recipient

_PAGES: Final = ("http://", "https://")


@dataclass
class Told:
    """What was gathered of an elder badge: its documents, where they live, and the checks made on the way."""

    case: Case
    format: Format
    assertion: dict[str, Any]
    home: str = ""
    badge: dict[str, Any] | None = None
    issuer: dict[str, Any] | None = None
    issuer_url: str = ""
    moved: bool = False
    checks: list[Check] = field(default_factory=list)

    def say(self, *checks: Check) -> None:
        """Add checks to the list."""
        self.checks.extend(checks)


def verify_elder(case: Case) -> Told:
    """Every step for a badge of 0.5 to 2.1, or for an address where one is said to live."""
    document = case.document
    told = Told(case, document.format, case.credential, home=document.url or "")
    if says_revoked(case.credential):
        told.say(failed("status", "revoked", str(case.credential.get("revocationReason", told.home))[:200]))
        return told
    try:
        if document.token is None and not _at_home(told):
            return told
        if told.format not in ELDER:
            told.say(failed("shape", "not-a-badge", told.format))
            return told
        _follow(told)
    except SceauError as failure:
        told.say(of_error("shape", failure))
        return told
    _conclude(told)
    return told


def _at_home(told: Told) -> bool:
    """Read the assertion where it lives; False when there is nothing more to look at."""
    case = told.case
    foreign = elder_shape.foreign_verification(case.credential)
    if foreign:
        told.say(unknown("proof", "unknown-cryptosuite", foreign))
        return _carried_only(told)
    if not told.home:
        told.say(unknown("proof", "no-address", "the badge does not say where it lives"))
        return False
    try:
        answer = case.fetch(told.home, accept=JSON_TYPES)
    except FetchFailed as failure:
        told.say(unknown("proof", failure.code, failure.about))
        return _carried_only(told)
    if answer.status != 200:
        told.say(_no_answer(answer, told.home))
        return False
    try:
        document = read(answer.body, within=case.nest)
    except Unreadable as failure:
        told.say(failed("proof", "not-hosted", f"{told.home}: {failure.code}"))
        return False
    return _compare(told, document, answer)


def _carried_only(told: Told) -> bool:
    """The host is out of reach: what is carried can still be told wrong, never right."""
    return bool(told.case.credential)


def _no_answer(answer: Fetched, home: str) -> Check:
    if answer.status == 410:
        return failed("status", "revoked", home)
    if answer.status == 404:
        return failed("proof", "not-hosted", home)
    return unknown("proof", "http-status", f"{answer.status} {home}")


def _compare(told: Told, document: Document, answer: Fetched) -> bool:
    if document.token or document.format not in ELDER or document.credential is None:
        told.say(failed("proof", "not-hosted", f"{told.home} is {document.format}, {document.carrier}"))
        return False
    live, carried = document.credential, told.case.credential
    told.format, told.assertion = document.format, live
    if says_revoked(live):
        told.say(failed("status", "revoked", str(live.get("revocationReason", told.home))[:200]))
        return False
    copied = told.moved
    if not _agree_on_place(told, answer):
        return False
    if told.moved and not copied:
        return True
    changed = hosted.differences(carried, live) if carried else []
    if carried and text_id(carried.get("badge")) != text_id(live.get("badge")):
        changed.append("badge")
    changed += _changed_inside(told, carried)
    if changed:
        told.say(failed("proof", "differs-from-hosted", ", ".join(changed)[:200]))
    else:
        told.say(_hosted(told, live))
    return True


def _hosted(told: Told, live: dict[str, Any]) -> Check:
    """What the host shows is right, if it is to be verified by its host."""
    foreign = elder_shape.foreign_verification(live)
    if foreign:
        return unknown("proof", "unknown-cryptosuite", foreign)
    if elder_shape.must_be_signed(live):
        return failed("proof", "unsigned", told.home)  # its issuer's list of revoked badges speaks of the token
    return passed("proof", "hosted", told.home)


def _changed_inside(told: Told, carried: dict[str, Any]) -> list[str]:
    """A class written inside the copy that a person carries is not read; yet it may not bear another name."""
    inside, address = carried.get("badge"), text_id(told.assertion.get("badge"))
    if not isinstance(inside, dict) or "name" not in inside or not address.startswith(_PAGES):
        return []
    if isinstance(told.assertion["badge"], dict):
        live = told.assertion["badge"]
    else:
        try:
            live, _answer = fetch_object(told.case, address)
        except SceauError:
            return []  # said when the class itself is read
    return ["badge/name"] if live.get("name", inside["name"]) != inside["name"] else []


def _agree_on_place(told: Told, answer: Fetched) -> bool:
    """OB 2.0 "Hosted": the id is the address; the host may move the page inside its own walls only."""
    named = text_id(told.assertion)
    verification = told.assertion.get("verify")
    if told.format == "ob-1.0" and isinstance(verification, dict):
        named = str(verification.get("url", ""))
    if hosted.host_of(answer.url) != hosted.host_of(told.home):
        told.say(failed("proof", "redirected-elsewhere", answer.url))
        return False
    if told.format == "ob-0.5" or any(hosted.same_place(named, place) for place in (told.home, answer.url)):
        return True
    if told.moved or not named.startswith(_PAGES):
        told.say(failed("proof", "id-is-elsewhere", f"{named[:200]} at {told.home}"))
        return False
    # A copy: only what stands at the address it gives counts.
    told.moved, told.home = True, named
    return _at_home(told)


def _follow(told: Told) -> None:
    """Assertion, class, issuer: each read, each held against its shape."""
    _shape(told, elder_shape.assertion_problems(told.assertion, told.format), "shape")
    told.badge, _url = resolve(told, told.assertion.get("badge"), "badge", trusted=True)
    if told.badge is None:
        return
    _shape(told, elder_shape.badge_problems(told.badge, told.format), "badge")
    if told.format == "ob-0.5":
        _first_issuer(told)
        return
    told.issuer, told.issuer_url = resolve(told, told.badge.get("issuer"), "issuer", trusted=False)
    if told.issuer is not None:
        _shape(told, elder_shape.issuer_problems(told.issuer, told.format), "issuer")
        check_host(told)


def _first_issuer(told: Told) -> None:
    issuer = (told.badge or {}).get("issuer")
    told.issuer = issuer if isinstance(issuer, dict) else {}
    origin = told.issuer.get("origin")
    told.issuer_url = origin if isinstance(origin, str) else ""
    same = bool(told.home) and hosted.host_of(told.home) == hosted.host_of(told.issuer_url)
    told.say(passed("issuer", about=told.issuer_url) if same else failed("issuer", "wrong-host", told.issuer_url[:200]))


def _shape(told: Told, problems: list[tuple[str, str]], name: str) -> None:
    document = {"badge": told.badge, "issuer": told.issuer}.get(name, told.assertion)
    if told.format in ("ob-1.1", "ob-2.0", "ob-2.1"):
        problems = problems + extensions.problems(
            {**(document or {}), "badge": None} if name == "shape" else document or {}
        )
    told.say(*(failed(name, code, about) for code, about in problems))
    if not problems and name == "shape":
        told.say(passed("shape", about=told.format))


def resolve(told: Told, value: Any, name: str, *, trusted: bool) -> tuple[dict[str, Any] | None, str]:
    """The class or issuer a badge points to. Written inside, it counts where its writer may say it: a class that has
    no address, or one at its own issuer's (who will be asked); and what lives on the host of the assertion itself."""
    address = text_id(value)
    if isinstance(value, dict) and _may_be_inside(told, value, trusted=trusted):
        return value, address
    if not address.startswith(_PAGES):
        told.say(unknown(name, "issuer-not-confirmed" if name == "issuer" else "no-address", str(address)[:200]))
        return (value if isinstance(value, dict) else None), address
    try:
        document, answer = fetch_object(told.case, address)
    except FetchFailed as failure:
        told.say(unknown(name, failure.code, failure.about))
        return None, address
    except Unreadable as failure:
        told.say(failed(name, failure.code, failure.about))
        return None, address
    if name == "issuer" and not same_host(answer.url, address):
        told.say(unknown(name, "redirected-elsewhere", answer.url))
        return document, address
    own = text_id(document)
    if not own or any(hosted.same_place(own, place) for place in (address, answer.url)):
        return document, address
    return _at_its_id(told, document, own, name=name, address=address)


def _at_its_id(
    told: Told, document: dict[str, Any], own: str, *, name: str, address: str
) -> tuple[dict[str, Any] | None, str]:
    """A copy says where the original is: only the original counts, and it must call itself by that address."""
    if not own.startswith(_PAGES):
        told.say(unknown(name, "issuer-not-confirmed", f"{own[:200]} at {address}"))
        return document, address
    try:
        original, answer = fetch_object(told.case, own)
    except SceauError as failure:
        if isinstance(failure, FetchFailed) and hosted.host_of(own) == hosted.host_of(address):
            return document, address  # the same host says so, at another of its addresses
        told.say(of_error(name, failure))
        return None, own
    if not hosted.same_place(text_id(original), own) or hosted.host_of(answer.url) != hosted.host_of(own):
        told.say(failed(name, "id-is-elsewhere", f"{own[:200]} at {address}"))
    return original, own


def _may_be_inside(told: Told, value: dict[str, Any], *, trusted: bool) -> bool:
    address = text_id(value)
    if trusted and (not address.startswith(_PAGES) or _is_at(address, text_id(value.get("issuer")))):
        return True
    return bool(told.home) and told.case.document.token is None and _is_at(address, told.home)


def _is_at(address: str, home: str) -> bool:
    return bool(address) and hosted.host_of(address) == hosted.host_of(home)


def check_host(told: Told) -> None:
    """Whether the issuer lets this address speak for it (a token needs no host)."""
    if told.case.document.token is not None:
        told.say(passed("issuer", about=told.issuer_url))
    elif not told.issuer_url.startswith(_PAGES):
        return
    elif hosted.may_host(told.home, told.issuer or {}, issuer_url=told.issuer_url):
        told.say(passed("issuer", about=told.issuer_url))
    else:
        told.say(failed("issuer", "wrong-host", f"{told.home} for {told.issuer_url}"))


def _hosted_status(told: Told) -> Check:
    """The host that still shows a badge stands by it; a host that could not be had says nothing."""
    unread = next((check for check in told.checks if check.name == "proof" and check.outcome is Outcome.UNKNOWN), None)
    return unknown("status", unread.code, unread.about) if unread else passed("status", "hosted")


def _conclude(told: Told) -> None:
    """Signature, dates, status, recipient, image: what does not need the way there."""
    case, assertion = told.case, told.assertion
    if case.document.token is not None:
        told.say(*check_signature(case, assertion, told.issuer, issuer_url=told.issuer_url))
        told.say(*check_signed_status(case, assertion, told.issuer, issuer_url=told.issuer_url))
    else:
        told.say(_hosted_status(told))
    starts = [assertion[name] for name in ("issuedOn", "issued_on") if assertion.get(name) is not None]
    ends = [assertion["expires"]] if assertion.get("expires") is not None else []
    told.say(*judge(starts, ends, now=case.now, elder=True))
    seen = replace(case, document=replace(case.document, format=told.format), credential=assertion)
    told.say(*check_recipient(seen))
    if case.document.carrier in ("png", "svg"):
        places = [text_id(assertion.get("image")), *(text_id(one) for one in as_list((told.badge or {}).get("image")))]
        told.say(compared(case, [place for place in places if place]))
