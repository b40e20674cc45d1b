"""The shape of badges before 3.0: assertion, badge class, issuer, of each generation."""

from collections.abc import Iterator
from typing import Any, Final

from sceau.formats import Format, as_list, text_id, types_of
from sceau.verify.dates import when
from sceau.verify.shape import is_uri

Problem = tuple[str, str]
_WAYS: Final = frozenset({"hosted", "signed", "HostedBadge", "SignedBadge"})
_LINKED: Final = frozenset({"ob-1.1", "ob-2.0", "ob-2.1"})


def assertion_problems(assertion: dict[str, Any], found: Format) -> list[Problem]:
    """What is wrong with an assertion of that generation: pairs of a stable code and a place."""
    if found == "ob-0.5":
        return list(_first(assertion))
    problems = [*_frame(assertion, found), *_recipients(assertion), *_times(assertion)]
    if found in ("ob-2.0", "ob-2.1") and text_id(assertion.get("image")).startswith("data:"):
        problems.append(("bad-image", "/image"))  # OB 2.0 "Assertion": an address; only a class may carry its picture
    return problems


def _first(assertion: dict[str, Any]) -> Iterator[Problem]:
    """0.5: the recipient's address or its digest, the whole badge inside, the issuer by its origin."""
    if not _text(assertion.get("recipient")):
        yield "bad-recipient", "/recipient"
    badge = assertion.get("badge")
    if not isinstance(badge, dict) or not _text(badge.get("name")):
        yield "bad-badge", "/badge"
    elif not isinstance(badge.get("issuer"), dict) or not _text(badge["issuer"].get("origin")):
        yield "bad-issuer", "/badge/issuer"
    for name in ("issued_on", "expires"):
        if assertion.get(name) is not None and when(assertion[name], elder=True) is None:
            yield "bad-date", f"/{name}"


def _frame(assertion: dict[str, Any], found: Format) -> Iterator[Problem]:
    if found in _LINKED:
        if "Assertion" not in types_of(assertion):
            yield "bad-type", "/type"
        if not is_uri(text_id(assertion)):
            yield "bad-id", "/id"
    elif not _text(assertion.get("uid")) and not isinstance(assertion.get("uid"), int):
        yield "bad-id", "/uid"
    badge = assertion.get("badge")
    if not (is_uri(badge) or isinstance(badge, dict)):
        yield "bad-badge", "/badge"
    verification = assertion.get("verification", assertion.get("verify"))
    if not _types(verification.get("type") if isinstance(verification, dict) else None):
        yield "bad-verification", "/verification"


def _recipients(assertion: dict[str, Any]) -> Iterator[Problem]:
    recipients = as_list(assertion.get("recipient"))
    if "_originalRecipient" in assertion and _text(assertion.get("recipient")):
        return  # a copy that Mozilla's backpack baked: the same identity, in the words of 0.5
    if not recipients:
        yield "bad-recipient", "/recipient"
    for one in recipients:
        if not isinstance(one, dict) or not _text(one.get("identity")) or not _types(one.get("type")):
            yield "bad-recipient", "/recipient"
        elif "hashed" in one and not isinstance(one["hashed"], bool):
            yield "bad-recipient", "/recipient/hashed"


def foreign_verification(assertion: dict[str, Any]) -> str:
    """The way of verifying that an assertion names, when it is neither "hosted" nor "signed" (Blockcerts); else ""."""
    names = _ways_of(assertion)
    return "" if not names or _WAYS & set(names) else ", ".join(names)[:80]


def must_be_signed(assertion: dict[str, Any]) -> bool:
    """Whether an assertion wants to be verified by its signature and not by its host."""
    names = set(_ways_of(assertion))
    return bool(names & {"signed", "SignedBadge"}) and not names & {"hosted", "HostedBadge"}


def _ways_of(assertion: dict[str, Any]) -> list[str]:
    verification = assertion.get("verification", assertion.get("verify"))
    kinds = as_list(verification.get("type")) if isinstance(verification, dict) else []
    return [name for name in kinds if isinstance(name, str)]


def _types(value: Any) -> bool:
    return bool(as_list(value)) and all(map(_text, as_list(value)))


def _times(assertion: dict[str, Any]) -> Iterator[Problem]:
    if when(assertion.get("issuedOn"), elder=True) is None:
        yield "bad-date", "/issuedOn"
    if assertion.get("expires") is not None and when(assertion["expires"], elder=True) is None:
        yield "bad-date", "/expires"


def badge_problems(badge: dict[str, Any], found: Format) -> list[Problem]:
    """What is wrong with a badge class: name, description, image, criteria and issuer are wanted from 1.0 on."""
    missing = [name for name in ("name", "description", "image", "issuer") if not badge.get(name)]
    missing += ["criteria"] if badge.get("criteria") in (None, "", []) else []
    if found == "ob-0.5":
        missing = [name for name in missing if name in ("name", "description", "criteria")]
    problems: list[Problem] = [("bad-badge", f"/badge/{name}") for name in missing]
    if found in _LINKED and "BadgeClass" not in types_of(badge) and not _is_older(badge, found):
        problems.append(("bad-badge", "/badge/type"))
    return problems


def issuer_problems(issuer: dict[str, Any], found: Format) -> list[Problem]:
    """What is wrong with an issuer: a name and an address are wanted, and the right type where types are used."""
    if found == "ob-0.5":
        return []
    problems: list[Problem] = [("bad-issuer", f"/issuer/{name}") for name in ("name", "url") if not issuer.get(name)]
    types = types_of(issuer)
    if found in _LINKED and not {"Issuer", "Profile", "IssuerOrg"} & set(types) and not _is_older(issuer, found):
        problems.append(("bad-issuer", "/issuer/type"))
    return problems


def _is_older(document: dict[str, Any], found: Format) -> bool:
    """A badge of 1.1 may point to a class and an issuer written for 1.0, which knew no types."""
    return found == "ob-1.1" and "@context" not in document and not types_of(document)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
