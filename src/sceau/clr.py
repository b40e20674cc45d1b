"""Comprehensive Learner Record 2.0: several signed badges of one person in one signed record (CLR 2.0 Appendix B)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from sceau.shape import Shaped
from sceau.v3 import OB3_CONTEXT, VC2_CONTEXT, Achievement, IdentityObject, JsonObject, _Credential

CLR2_CONTEXT = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
"""The context of CLR 2.0."""

CONTEXTS = (VC2_CONTEXT, CLR2_CONTEXT, OB3_CONTEXT)
"""The contexts of a record, in the order the standard wants."""

AssociationType = Literal[
    "exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy"
]
"""How one achievement stands to another (CLR 2.0 vocabulary)."""


@dataclass(frozen=True, kw_only=True)
class Association(Shaped):
    """How two achievements of the record are related, by their ids (CLR 2.0 §B.1.2)."""

    TYPE: ClassVar[str] = "Association"
    association_type: AssociationType
    source_id: str
    target_id: str


@dataclass(frozen=True, kw_only=True)
class ClrSubject(Shaped):
    """Whose record it is, and the badges, each with its own proof (CLR 2.0 §B.1.5)."""

    TYPE: ClassVar[tuple[str, ...]] = ("ClrSubject",)
    verifiable_credential: tuple[JsonObject, ...]
    id: str | None = None
    identifier: tuple[IdentityObject, ...] = ()
    achievement: tuple[Achievement, ...] = ()
    association: tuple[Association, ...] = ()
    extra: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ClrCredential(_Credential):
    """The record (CLR 2.0 §B.1.4); ``partial``: whether other badges of the person were left out."""

    TYPE: ClassVar[tuple[str, ...]] = ("VerifiableCredential", "ClrCredential")
    CONTEXTS: ClassVar[tuple[str, ...]] = CONTEXTS
    credential_subject: ClrSubject
    awarded_date: datetime | None = None
    partial: bool | None = None
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
