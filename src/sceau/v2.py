"""Open Badges 2.0 and 2.1 as typed objects: three hosted documents and their companions (OB 2.0 "Data Classes")."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from sceau.shape import Shaped

CONTEXT = "https://w3id.org/openbadges/v2"
"""The one context of a 2.0 document."""

JsonObject = Mapping[str, Any]
"""A JSON object, left as it is."""


class _Hosted(Shaped):
    def to_dict(self) -> dict[str, Any]:
        """The document to serve at its ``id``, context first."""
        return {"@context": CONTEXT, **super().to_dict()}


@dataclass(frozen=True, kw_only=True)
class Recipient(Shaped):
    """Who received it (OB 2.0 IdentityObject). ``kind`` is "email", "id", "url" or "telephone"."""

    kind: str = field(metadata={"name": "type"})
    identity: str
    hashed: bool
    salt: str | None = None

    @classmethod
    def of_email(cls, address: str, *, salt: str | None = None) -> Recipient:
        """A salted SHA-256 of the lower-case address; a fresh salt unless one is given."""
        salt = salt if salt is not None else secrets.token_urlsafe(12)
        digest = hashlib.sha256((address.strip().lower() + salt).encode()).hexdigest()
        return cls(kind="email", identity=f"sha256${digest}", hashed=True, salt=salt)

    @classmethod
    def of_id(cls, iri: str) -> Recipient:
        """Somebody without e-mail: an opaque identifier, "urn:uuid:…" for instance."""
        return cls(kind="id", identity=iri, hashed=False)


@dataclass(frozen=True, kw_only=True)
class Verification(Shaped):
    """How an assertion is verified: "hosted", or "signed" with the URL of the key in ``creator``."""

    kind: str = field(default="hosted", metadata={"name": "type"})
    creator: str | None = None


@dataclass(frozen=True, kw_only=True)
class Evidence(Shaped):
    """What was seen or made: an address or a narrative."""

    TYPE: ClassVar[str] = "Evidence"
    id: str | None = None
    narrative: str | None = None
    name: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None


@dataclass(frozen=True, kw_only=True)
class Criteria(Shaped):
    """What had to be done: a page, a text in Markdown, or both."""

    TYPE: ClassVar[str] = "Criteria"
    id: str | None = None
    narrative: str | None = None


@dataclass(frozen=True, kw_only=True)
class Alignment(Shaped):
    """A link to a framework (OB 2.0 AlignmentObject)."""

    TYPE: ClassVar[str] = "AlignmentObject"
    target_name: str
    target_url: str
    target_description: str | None = None
    target_framework: str | None = None
    target_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Assertion(_Hosted):
    """A badge given to somebody. ``badge`` is the URL of its BadgeClass (or the object, in a signed badge)."""

    TYPE: ClassVar[str] = "Assertion"
    id: str
    recipient: Recipient
    badge: str | JsonObject
    issued_on: datetime
    verification: Verification = Verification()
    image: str | None = None
    evidence: tuple[Evidence, ...] = ()
    narrative: str | None = None
    expires: datetime | None = None
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BadgeClass(_Hosted):
    """What everybody who has the badge shares. It is hosted, hence may change: give a new version a new ``id``."""

    TYPE: ClassVar[str] = "BadgeClass"
    id: str
    name: str
    description: str
    image: str | JsonObject
    criteria: Criteria | str
    issuer: str
    tags: tuple[str, ...] = ()
    alignment: tuple[Alignment, ...] = ()
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Issuer(_Hosted):
    """Who gives badges. ``verification`` may hold ``allowedOrigins`` or ``startsWith``."""

    TYPE: ClassVar[str] = "Issuer"
    id: str
    name: str
    url: str
    email: str
    description: str | None = None
    image: str | None = None
    telephone: str | None = None
    public_key: tuple[str, ...] = ()
    revocation_list: str | None = None
    verification: JsonObject | None = None
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Endorsement(_Hosted):
    """A recommendation: ``claim`` holds the ``id`` of the thing and an ``endorsementComment``."""

    TYPE: ClassVar[str] = "Endorsement"
    id: str
    claim: JsonObject
    issuer: str
    issued_on: datetime
    verification: Verification = Verification()


def revoked_assertion(assertion_id: str, *, reason: str | None = None) -> dict[str, Any]:
    """What a revoked hosted assertion answers, with HTTP 410 (OB 2.0 "Revoked Assertion", STANDARDS trap 11)."""
    said = {"revocationReason": reason} if reason else {}
    return {"@context": CONTEXT, "id": assertion_id, "type": "Assertion", "revoked": True, **said}
