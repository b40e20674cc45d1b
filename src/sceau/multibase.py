"""Base58 (Bitcoin alphabet) and multibase: how keys and signatures are written in Data Integrity (CID 1.0 §2.4)."""

from __future__ import annotations

import base64
import binascii

from sceau.errors import Unreadable

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_LONGEST = 4096
_CHUNK = 58**10
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]


def base58_encode(content: bytes) -> str:
    """Bytes to base58btc, leading zero bytes as "1"."""
    number = int.from_bytes(content, "big")
    chunks: list[str] = []
    while number:
        number, chunk = divmod(number, _CHUNK)  # ten letters at a time: small numbers are quicker
        for _ in range(5):
            chunks.append(_PAIRS[chunk % 3364])
            chunk //= 3364
    chunks.reverse()
    return "1" * (len(content) - len(content.lstrip(b"\0"))) + "".join(chunks).lstrip("1")


def base58_decode(text: str) -> bytes:
    """Base58btc to bytes. Raises ``Unreadable`` ("bad-base58") for another letter or more than 4,096 letters."""
    if len(text) > _LONGEST:
        raise Unreadable("bad-base58", "too long")
    number = 0
    for letter in text:
        if letter not in _VALUES:
            raise Unreadable("bad-base58", "a letter outside the alphabet")
        number = number * 58 + _VALUES[letter]
    return b"\0" * (len(text) - len(text.lstrip("1"))) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url_encode(content: bytes) -> str:
    """Bytes to base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def base64url_decode(text: str) -> bytes:
    """Strict base64url without padding: one text for each value. Raises ``Unreadable`` ("bad-base64url")."""
    try:
        content = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError) as error:
        raise Unreadable("bad-base64url", str(error)) from error
    if base64url_encode(content) != text:
        raise Unreadable("bad-base64url", "not the canonical form")
    return content


def encode(content: bytes) -> str:
    """Bytes to multibase base58btc ("z…")."""
    return "z" + base58_encode(content)


def decode(text: str) -> bytes:
    """Multibase "z" (base58btc) or "u" (base64url) to bytes. Raises ``Unreadable`` ("bad-multibase" and others)."""
    if text[:1] == "z":
        return base58_decode(text[1:])
    if text[:1] == "u":
        return base64url_decode(text[1:])
    raise Unreadable("bad-multibase", text[:1])
