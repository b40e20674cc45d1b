"""Open Badges 3.0 as typed objects: achievement credentials, endorsements, and what is in them (OB 3.0 Appendix B)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from sceau import schemas
from sceau.shape import Shaped

VC2_CONTEXT = "https://www.w3.org/ns/credentials/v2"
"""The base context of Verifiable Credentials 2.0."""

OB3_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
"""The context of Open Badges 3.0, at its version 3.0.3."""

CONTEXTS = (VC2_CONTEXT, OB3_CONTEXT)
"""The contexts of a 3.0 credential, in the order the standard wants (OB 3.0 §B.1.1)."""

EXTENSIONS_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
"""Defines the type of ``credentialSchema``: without it that member would not be signed (PERFORMANCE trap 5)."""

JsonObject = Mapping[str, Any]
"""A JSON object, left as it is."""


@dataclass(frozen=True, kw_only=True)
class Image(Shaped):
    """A picture: ``id`` is an https or data: address, ``caption`` says what it shows (OB 3.0 §B.1.12)."""

    TYPE: ClassVar[str] = "Image"
    id: str
    caption: str | None = None


@dataclass(frozen=True, kw_only=True)
class Criteria(Shaped):
    """What had to be done: a text in Markdown, or the address of a page (OB 3.0 §B.1.6)."""

    narrative: str | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Alignment(Shaped):
    """A link to a framework, ESCO for instance (OB 3.0 §B.1.4). ``target_type`` is "CTDL", "ESCO"…, or "ext:…"."""

    TYPE: ClassVar[tuple[str, ...]] = ("Alignment",)
    target_name: str
    target_url: str
    target_description: str | None = None
    target_framework: str | None = None
    target_code: str | None = None
    target_type: str | None = None


@dataclass(frozen=True, kw_only=True)
class Evidence(Shaped):
    """What was seen or made (OB 3.0 §B.1.9). ``id`` is an address or None, ``narrative`` may be Markdown."""

    TYPE: ClassVar[tuple[str, ...]] = ("Evidence",)
    id: str | None = None
    name: str | None = None
    description: str | None = None
    narrative: str | None = None
    genre: str | None = None
    audience: str | None = None


@dataclass(frozen=True, kw_only=True)
class IdentityObject(Shaped):
    """Who received it, other than by ``id`` (OB 3.0 §B.1.11)."""

    TYPE: ClassVar[str] = "IdentityObject"
    identity_hash: str
    identity_type: str = "emailAddress"
    hashed: bool = False
    salt: str | None = None

    @classmethod
    def of_email(cls, address: str, *, salt: str | None = None) -> IdentityObject:
        """A salted SHA-256 of the lower-case address; a fresh salt unless one is given (STANDARDS 1.1).

        A hash can be guessed: it hides an address from a glance, not from a search (STANDARDS trap 16).
        """
        salt = salt if salt is not None else secrets.token_urlsafe(12)
        digest = hashlib.sha256((address.strip().lower() + salt).encode()).hexdigest()
        return cls(identity_hash=f"sha256${digest}", hashed=True, salt=salt)


@dataclass(frozen=True, kw_only=True)
class Profile(Shaped):
    """An issuer, a creator, an endorser (OB 3.0 §B.1.15). ``id`` is a DID or an https address."""

    TYPE: ClassVar[tuple[str, ...]] = ("Profile",)
    id: str
    name: str | None = None
    url: str | None = None
    description: str | None = None
    email: str | None = None
    phone: str | None = None
    image: Image | None = None
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Achievement(Shaped):
    """What was achieved: the badge everybody shares (OB 3.0 §B.1.2).

    ``achievement_type`` is one of the 31 words of the vocabulary or begins with "ext:". ``extra`` holds further
    members as they are (results, credits, …): what no context defines is refused when signing.
    """

    TYPE: ClassVar[tuple[str, ...]] = ("Achievement",)
    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str | None = None
    image: Image | None = None
    creator: Profile | None = None
    in_language: str | None = None
    tag: tuple[str, ...] = ()
    alignment: tuple[Alignment, ...] = ()
    version: str | None = None
    human_code: str | None = None
    field_of_study: str | None = None
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AchievementSubject(Shaped):
    """Who achieved what (OB 3.0 §B.1.3): ``id`` (DID, urn:uuid:, mailto:, https:) or ``identifier``, or both."""

    TYPE: ClassVar[tuple[str, ...]] = ("AchievementSubject",)
    achievement: Achievement
    id: str | None = None
    identifier: tuple[IdentityObject, ...] = ()
    narrative: str | None = None
    role: str | None = None
    activity_start_date: datetime | None = None
    activity_end_date: datetime | None = None
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Credential(Shaped):
    id: str
    issuer: Profile | str
    valid_from: datetime
    name: str
    description: str | None = None
    image: Image | None = None
    valid_until: datetime | None = None
    credential_status: JsonObject | None = None
    credential_schema: tuple[JsonObject, ...] = ()
    extra: JsonObject = field(default_factory=dict)

    CONTEXTS: ClassVar[tuple[str, ...]] = CONTEXTS

    def to_dict(self) -> dict[str, Any]:
        """The unsigned credential, contexts first. Times must be aware: ``Unsupported`` ("no-time-zone")."""
        extensions = (EXTENSIONS_CONTEXT,) if self.credential_schema else ()
        return {"@context": [*self.CONTEXTS, *extensions], **super().to_dict()}


@dataclass(frozen=True, kw_only=True)
class AchievementCredential(_Credential):
    """A badge given to somebody (OB 3.0 §B.1.1). ``awarded_date`` is the people's date, ``valid_from`` the document's.

    ``credential_status``: one entry of `status.entry`. ``evidence``: of the achievement by this person.
    """

    TYPE: ClassVar[tuple[str, ...]] = ("VerifiableCredential", "OpenBadgeCredential")
    credential_subject: AchievementSubject
    awarded_date: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EndorsementSubject(Shaped):
    """The thing endorsed: its ``id``, and what is said of it (OB 3.0 §B.1.8)."""

    TYPE: ClassVar[tuple[str, ...]] = ("EndorsementSubject",)
    id: str
    endorsement_comment: str | None = None


@dataclass(frozen=True, kw_only=True)
class EndorsementCredential(_Credential):
    """Somebody recommends a badge, an issuer or a credential (OB 3.0 §B.1.7)."""

    TYPE: ClassVar[tuple[str, ...]] = ("VerifiableCredential", "EndorsementCredential")
    credential_subject: EndorsementSubject
    awarded_date: datetime | None = None


def credential_schema(url: str = schemas.ACHIEVEMENT_CREDENTIAL) -> dict[str, str]:
    """The ``credentialSchema`` member that names 1EdTech's schema (OB 3.0 §B.1.5)."""
    return {"id": url, "type": "1EdTechJsonSchemaValidator2019"}
