"""Compact JSON Web Signatures: VC-JWT of 1EdTech (OB 3.0 §8.2) and of W3C (VC-JOSE-COSE), read strictly."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sceau import multibase, strict_json
from sceau.errors import KeyProblem, SceauError, Unreadable, Unsupported
from sceau.keys import Kind, PrivateKey, PublicKey

MOST_BYTES = 8 * 1024 * 1024
"""Longest token read."""

_MOST_HEADER = 16 * 1024
# RFC 7518 §3.1, RFC 8037, RFC 9864: an allow-list, and each algorithm is tied to one kind of key (SECURITY A02).
_KINDS: dict[str, Kind] = {"RS256": "RSA", "ES256": "P-256", "ES384": "P-384", "EdDSA": "Ed25519", "Ed25519": "Ed25519"}
_ALGORITHMS: dict[Kind, str] = {"RSA": "RS256", "P-256": "ES256", "P-384": "ES384", "Ed25519": "EdDSA"}


@dataclass(frozen=True)
class Token:
    """A decoded compact JWS: nothing in it is proved until :func:`verify` says so."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signing_input: bytes
    signature: bytes


def decode(token: str) -> Token:
    """The parts of a compact JWS whose payload is a JSON object (RFC 7515 §5.2).

    Raises ``Unreadable`` ("bad-token", "bad-base64url", codes of `strict_json`) and ``Unsupported``
    ("unsigned-token" for ``alg: none`` in any spelling, "unknown-algorithm", "unknown-crit", "detached-payload").
    """
    if len(token) > MOST_BYTES:
        raise Unreadable("bad-token", "too long")
    parts = token.strip().split(".")
    if len(parts) != 3 or not parts[0] or not parts[1]:
        raise Unreadable("bad-token", "not three parts")
    header = strict_json.loads_object(
        multibase.base64url_decode(parts[0]), about="token header", max_bytes=_MOST_HEADER
    )
    _check_header(header)
    payload = strict_json.loads_object(multibase.base64url_decode(parts[1]), about="token payload")
    return Token(header, payload, f"{parts[0]}.{parts[1]}".encode("ascii"), multibase.base64url_decode(parts[2]))


def verify(token: Token, key: PublicKey) -> bool:
    """Whether the token was signed by ``key``. The algorithm must be the one of the key's kind."""
    return _KINDS.get(str(token.header.get("alg"))) == key.kind and key.verify(token.signature, token.signing_input)


def encode(payload: dict[str, Any], key: PrivateKey, header: dict[str, Any] | None = None) -> str:
    """A compact JWS of ``payload``; ``alg`` comes from the key. ``header``: ``kid``, ``typ``, ``cty``, ``jwk``…

    Raises ``KeyProblem`` ("wrong-key-kind") for a kind without algorithm here, or when ``alg`` says another one.
    """
    if key.kind not in _ALGORITHMS:
        raise KeyProblem("wrong-key-kind", key.kind)
    full = {"alg": _ALGORITHMS[key.kind], **(header or {})}
    if _KINDS.get(full["alg"]) != key.kind:
        raise KeyProblem("wrong-key-kind", f"{full['alg']} with {key.kind}")
    signing_input = f"{_part(full)}.{_part(payload)}"
    return f"{signing_input}.{multibase.base64url_encode(key.sign(signing_input.encode('ascii')))}"


def payload_of(credential: dict[str, Any], *, form: str = "1edtech") -> dict[str, Any]:
    """The claims of a VC-JWT. ``form``: "1edtech" adds ``iss, sub, jti, nbf[, exp]`` equal to the credential's
    issuer, subject, id, validFrom and validUntil (OB 3.0 §8.2.4.1); "w3c" is the credential itself (VC-JOSE-COSE §3.1).

    Raises ``Unsupported`` ("no-subject-id", "no-credential-id", "bad-date").
    """
    if form == "w3c":
        return dict(credential)
    subject, issuer = credential.get("credentialSubject"), credential.get("issuer")
    if not isinstance(subject, dict) or not isinstance(subject.get("id"), str):
        raise Unsupported("no-subject-id", "a VC-JWT of 1EdTech needs one subject with an id")
    if not isinstance(credential.get("id"), str):
        raise Unsupported("no-credential-id", "a VC-JWT of 1EdTech needs an id")
    claims: dict[str, Any] = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "sub": subject["id"],
        "jti": credential["id"],
        "nbf": seconds(credential.get("validFrom")),
    }
    if "validUntil" in credential:
        claims["exp"] = seconds(credential["validUntil"])
    return {**credential, **claims}


def seconds(date: Any) -> int:
    """A date of a credential as seconds since 1970. Raises ``Unsupported`` ("bad-date")."""
    try:
        when = datetime.fromisoformat(str(date).replace("Z", "+00:00"))
    except ValueError as error:
        raise Unsupported("bad-date", str(date)[:40]) from error
    if when.tzinfo is None or when.microsecond:
        raise Unsupported("bad-date", f"{date}: a time zone, and no fraction of a second")
    return int(when.astimezone(UTC).timestamp())


def public_jwk_of(token: Token) -> PublicKey | None:
    """The key in the header's ``jwk``, if any: it proves nothing about the issuer. Raises ``KeyProblem``."""
    jwk = token.header.get("jwk")
    if jwk is None:
        return None
    if not isinstance(jwk, dict):
        raise KeyProblem("bad-key", "jwk is not an object")
    return PublicKey.from_jwk(jwk)


def _check_header(header: dict[str, Any]) -> None:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm.lower() in ("none", ""):
        raise Unsupported("unsigned-token", str(algorithm)[:40])
    if algorithm not in _KINDS:
        raise Unsupported("unknown-algorithm", algorithm[:40])
    if "crit" in header or "b64" in header:  # RFC 7515 §4.1.11, RFC 7797: no extension is understood here
        raise Unsupported("unknown-crit", str(header.get("crit", "b64"))[:80])


def _part(value: dict[str, Any]) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return multibase.base64url_encode(text.encode("utf-8"))
    except (ValueError, SceauError) as error:
        raise Unsupported("bad-claims", str(error)[:200]) from error
