"""From a short JSON description (achievement, recipient, issuer) to the unsigned badge of each format.

    {"issuer": {"name": "Les Mardis", "url": "https://mardis.example", "email": "bonjour@mardis.example"},
     "achievement": {"id": "https://mardis.example/b/1", "name": "Mener les ânes", "description": "…", "criteria": "…"},
     "recipient": {"email": "fatou@example.org"}, "validUntil": "2030-01-01T00:00:00Z"}

A whole unsigned credential (with `@context`) is taken as it is.
"""

import uuid
from datetime import UTC, datetime
from typing import Any, Final

from sceau import v2, v3
from sceau.errors import Unreadable
from sceau.formats import as_list
from sceau.proofs.data_integrity import timestamp
from sceau.verify.dates import when

Members = dict[str, Any]
_MISSING: Final = {
    "issuer": "no-issuer",
    "achievement": "no-achievement",
    "recipient": "no-recipient",
    "evidence": "no-evidence",
}
_KEPT: Final = ("evidence", "credentialStatus", "description", "image", "awardedDate", "endorsement", "endorsementJwt")


def credential_of(description: Members, *, issuer: str) -> Members:
    """The unsigned OB 3.0 credential; `issuer` is the issuer's id when the description gives none.

    Raises `Unreadable` ("no-achievement", "no-recipient", "bad-date").
    """
    if "@context" in description:
        return description
    maker = _object(description.get("issuer"), "issuer")
    achievement = _achievement(description)
    kept: Members = {str(name): description[name] for name in _KEPT if name in description}
    if "evidence" in kept:
        kept["evidence"] = [_typed(_evidence(one), "Evidence") for one in as_list(kept["evidence"])]
    credential: Members = {
        "@context": list(v3.CONTEXTS),
        "id": description.get("id") or f"urn:uuid:{uuid.uuid4()}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {**_typed(maker, "Profile"), "id": maker.get("id") or issuer},
        "validFrom": _time(description, "validFrom") or timestamp(None),
        "name": description.get("name") or achievement["name"],
        "credentialSubject": {**_subject(description.get("recipient")), "achievement": achievement},
        **kept,
    }
    until = _time(description, "validUntil")
    return {**credential, "validUntil": until} if until else credential


def _achievement(description: Members) -> Members:
    given = _object(description.get("achievement"), "achievement")
    if not given.get("name"):
        raise Unreadable("no-achievement", "achievement.name")
    achievement = {**_typed(given, "Achievement"), "id": given.get("id") or f"urn:uuid:{uuid.uuid4()}"}
    achievement["description"] = given.get("description") or given["name"]
    criteria = given.get("criteria") or given["name"]
    achievement["criteria"] = {"narrative": criteria} if isinstance(criteria, str) else criteria
    if isinstance(given.get("image"), str):
        achievement["image"] = {"id": given["image"], "type": "Image"}
    return achievement


def one_achievement(description: Members) -> Members:
    """The description with an address for its achievement: the people of one table receive one and the same."""
    given = description.get("achievement")
    if not isinstance(given, dict) or given.get("id"):
        return description
    return {**description, "achievement": {**given, "id": f"urn:uuid:{uuid.uuid4()}"}}


def _subject(recipient: Any) -> Members:
    """`{"id": …}`, `{"email": …}` (hashed with a fresh salt), `{"name": …}`, or a text "email:x@y" or an id."""
    if isinstance(recipient, str):
        kind, _colon, rest = recipient.partition(":")
        recipient = {"email": rest} if kind == "email" else {"email": recipient} if "@" in kind else {"id": recipient}
    given = _object(recipient, "recipient")
    identities = [one for one in as_list(given.get("identifier")) if isinstance(one, dict)]
    if given.get("email"):
        identities.append(v3.IdentityObject.of_email(str(given["email"])).to_dict())
    if given.get("name"):
        identities.append(v3.IdentityObject(identity_hash=str(given["name"]), identity_type="name").to_dict())
    subject: Members = {"type": ["AchievementSubject"]}
    # A person is never left without a name in the badge: an opaque one says nothing of her (SECURITY E.3).
    subject["id"] = given.get("id") or f"urn:uuid:{uuid.uuid4()}"
    return {**subject, "identifier": identities} if identities else subject


def documents_of(description: Members, *, creator: str | None = None) -> tuple[Members, Members, Members]:
    """The three documents of OB 2.0: assertion, class, issuer. Each needs an http(s) `id` in the description.

    With `creator` (the address of the key) the assertion is to be signed; without, to be hosted.
    Raises `Unreadable` ("no-address", "no-achievement", "no-recipient").
    """
    given, maker = _object(description.get("achievement"), "achievement"), _object(description.get("issuer"), "issuer")
    issuer = v2.Issuer(
        id=_address(maker, "issuer"),
        name=str(maker.get("name", "")),
        url=str(maker.get("url") or maker["id"]),
        email=str(maker.get("email", "")),
        public_key=(creator,) if creator else (),
    )
    badge = v2.BadgeClass(
        id=_address(given, "achievement"),
        name=str(given.get("name", "")),
        description=str(given.get("description") or given.get("name", "")),
        image=_address({"id": _image(given)}, "achievement.image"),
        criteria=_criteria_2(given.get("criteria") or given.get("name", "")),
        issuer=issuer.id,
        tags=tuple(as_list(given.get("tag"))),
    )
    assertion = v2.Assertion(
        id=str(description.get("id") or f"urn:uuid:{uuid.uuid4()}") if creator else _address(description, "id"),
        recipient=_recipient(description.get("recipient")),
        badge=badge.id,
        issued_on=_instant(description, "validFrom") or datetime.now(UTC),
        expires=_instant(description, "validUntil"),
        verification=v2.Verification(kind="signed", creator=creator) if creator else v2.Verification(),
        evidence=tuple(_evidence_2(one) for one in as_list(description.get("evidence"))),
    )
    return assertion.to_dict(), badge.to_dict(), issuer.to_dict()


def _recipient(recipient: Any) -> v2.Recipient:
    subject = _subject(recipient)
    for one in subject.get("identifier", []):
        if one.get("identityType") == "emailAddress":
            return v2.Recipient(kind="email", identity=one["identityHash"], hashed=True, salt=one.get("salt"))
    return v2.Recipient.of_id(subject["id"])


def _criteria_2(given: Any) -> v2.Criteria:
    if isinstance(given, str):
        return v2.Criteria(narrative=given)
    if not isinstance(given, dict):
        raise Unreadable("bad-shape", "achievement.criteria: a text, or an object with id or narrative")
    return v2.Criteria(**{name: given[name] for name in ("id", "narrative") if name in given})


def _evidence_2(given: Any) -> v2.Evidence:
    one = _evidence(given)
    return v2.Evidence(**{name: one[name] for name in ("id", "narrative", "name", "description") if name in one})


def _evidence(given: Any) -> Members:
    if isinstance(given, str):
        return {"id": given} if given.startswith(("http://", "https://")) else {"narrative": given}
    return _object(given, "evidence")


def _image(given: Members) -> Any:
    image = given.get("image")
    return image.get("id") if isinstance(image, dict) else image


def _address(given: Members, about: str) -> str:
    address = given.get("id")
    if not isinstance(address, str) or not address.startswith(("http://", "https://", "data:image/")):
        raise Unreadable("no-address", f"{about}: OB 2.0 needs an http(s) address")
    return address


def _object(value: Any, about: str) -> Members:
    if value is None and about == "issuer":
        return {}
    if not isinstance(value, dict):
        raise Unreadable(_MISSING[about], about)
    return value


def _typed(given: Members, kind: str) -> Members:
    return {**given, "type": given.get("type") or [kind]}


def _instant(description: Members, name: str) -> datetime | None:
    value = description.get(name)
    if value in (None, ""):
        return None
    found = when(value, elder=True)
    if found is None:
        raise Unreadable("bad-date", f"{name}: {value}"[:80])
    return found


def _time(description: Members, name: str) -> str | None:
    found = _instant(description, name)
    return timestamp(found) if found else None
