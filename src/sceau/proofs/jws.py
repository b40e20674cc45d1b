"""Open Badges 2.0 signed badges: the assertion as a compact JWS, RS256 (OB 2.0 §"Signed Verification")."""

from __future__ import annotations

from typing import Any

from sceau.errors import KeyProblem, Unsupported
from sceau.keys import PrivateKey, PublicKey
from sceau.proofs import jwt


def sign_assertion(assertion: dict[str, Any], key: PrivateKey) -> str:
    """The compact JWS of an assertion whose ``verification`` is ``{"type": "signed", "creator": <key's URL>}``.

    Raises ``KeyProblem`` ("wrong-key-kind": 2.0 readers know RS256 only), ``Unsupported`` ("not-a-signed-assertion").
    """
    if key.kind != "RSA":
        raise KeyProblem("wrong-key-kind", f"{key.kind}: signed 2.0 badges use RSA")
    creator_of(assertion)
    return jwt.encode(assertion, key, {"typ": "JWT"})


def creator_of(assertion: dict[str, Any]) -> str | None:
    """The URL of the ``CryptographicKey`` that signed; None when the issuer's own key list must tell.

    Reads ``verify`` (1.x: its ``url``) too. Raises ``Unsupported`` ("not-a-signed-assertion").
    """
    verification = assertion.get("verification", assertion.get("verify"))
    if not isinstance(verification, dict):
        raise Unsupported("not-a-signed-assertion", "no verification")
    kinds = verification.get("type")
    if not {"signed", "SignedBadge"} & {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}:
        raise Unsupported("not-a-signed-assertion", str(kinds)[:40])
    creator = verification.get("creator", verification.get("url"))
    return creator if isinstance(creator, str) else None


def key_of(document: dict[str, Any]) -> PublicKey:
    """The public key of a ``CryptographicKey`` (``publicKeyPem``). Raises ``KeyProblem`` ("bad-key", "weak-key")."""
    pem = document.get("publicKeyPem")
    if not isinstance(pem, str) or len(pem) > 16 * 1024:
        raise KeyProblem("bad-key", "no publicKeyPem")
    return PublicKey.from_pem(pem)


def cryptographic_key(key_id: str, *, owner: str, key: PublicKey) -> dict[str, Any]:
    """The hosted ``CryptographicKey`` object; the issuer's profile must list its ``id`` in ``publicKey``."""
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "CryptographicKey",
        "id": key_id,
        "owner": owner,
        "publicKeyPem": key.to_pem(),
    }
