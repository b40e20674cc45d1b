"""What happened to a signed badge. Ids only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class CredentialIssued:
    credential_id: UUID


@dataclass(frozen=True)
class CredentialStateChanged:
    """Revoked, suspended, back in force, or replaced."""

    credential_id: UUID


@dataclass(frozen=True)
class CredentialReplaced:
    """A corrected badge was signed in its place."""

    former_id: UUID
    credential_id: UUID


@dataclass(frozen=True)
class CredentialPublished:
    credential_id: UUID


@dataclass(frozen=True)
class CredentialHidden:
    credential_id: UUID


@dataclass(frozen=True)
class EndorsementChanged:
    """Signed, or taken back."""

    endorsement_id: UUID


@dataclass(frozen=True)
class KeysChanged:
    organisation_id: UUID


@dataclass(frozen=True)
class CredentialSignedAgain:
    """Its key was stolen: same badge, same id, a new signature."""

    credential_id: UUID
    theft_id: UUID
