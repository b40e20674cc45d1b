"""Seals private keys at rest: AES-256-GCM under a key of their own, itself sealed by the instance's (SECURITY.md E.1).

Layout of a sealed key: version (1 byte) · nonce (12) · data key sealed (48) · nonce (12) · private key sealed.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
NONCE = 12
WRAPPED = 32 + 16


class SealBroken(ValueError):
    """The instance key is not the one that sealed this, or the row was moved or changed."""


def instance_key(path: Path) -> bytes:
    """The 32 bytes that the instance's key file stands for."""
    return hashlib.sha256(b"besace instance key\0" + path.read_bytes().strip()).digest()


def seal(private: bytes, *, bound_to: str, instance: bytes) -> bytes:
    """Seal `private` so that it opens only under `instance` and only in the row that `bound_to` names."""
    own, first, second = secrets.token_bytes(32), secrets.token_bytes(NONCE), secrets.token_bytes(NONCE)
    said = _associated(bound_to)
    wrapped = AESGCM(instance).encrypt(first, own, said)
    return bytes([VERSION]) + first + wrapped + second + AESGCM(own).encrypt(second, private, said)


def open_sealed(sealed: bytes, *, bound_to: str, instance: bytes) -> bytes:
    """The private bytes; `SealBroken` if anything differs."""
    if not sealed or sealed[0] != VERSION:
        raise SealBroken("unknown version")
    body = sealed[1:]
    first, wrapped = body[:NONCE], body[NONCE : NONCE + WRAPPED]
    second, rest = body[NONCE + WRAPPED : 2 * NONCE + WRAPPED], body[2 * NONCE + WRAPPED :]
    said = _associated(bound_to)
    try:
        own = AESGCM(instance).decrypt(first, wrapped, said)
        return AESGCM(own).decrypt(second, rest, said)
    except (InvalidTag, ValueError):
        raise SealBroken("the seal does not open") from None


def _associated(bound_to: str) -> bytes:
    return f"{bound_to}|{VERSION}".encode()
