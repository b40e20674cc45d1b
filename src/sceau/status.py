"""Whether a badge still holds: bit strings, the lists of 1EdTech and of 2.0; built, encoded, read, all bounded."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from sceau import multibase
from sceau.errors import SceauError, Unreadable, Unsupported
from sceau.formats import as_list, says_revoked, text_id
from sceau.proofs.data_integrity import timestamp
from sceau.proofs.hosted import same_place
from sceau.v2 import CONTEXT as OB2_CONTEXT
from sceau.v3 import VC2_CONTEXT

LEAST_ENTRIES = 131_072
"""Shorter lists tell who is in them (BITSTRING-STATUS-LIST §2.2, step 9)."""

MOST_BYTES = 16 * 1024 * 1024
"""Where inflating stops: a gzip bomb costs no more."""

_REVOKED_NAMES = ("revokedCredential", "revokedCredentials", "revokedAssertions")

Purpose = Literal["revocation", "suspension", "refresh", "message"]
"""What a status list is for (BITSTRING-STATUS-LIST §2.2)."""


class Bitstring:
    """Bits by index, the first one on the left (BITSTRING-STATUS-LIST §3.1). ``size`` bits make one entry."""

    def __init__(self, entries: int = LEAST_ENTRIES, *, size: int = 1) -> None:
        """All zero. Raises ``Unsupported`` ("list-too-short", "list-too-large", "bad-status-size")."""
        if not 1 <= size <= 8:
            raise Unsupported("bad-status-size", str(size))
        if entries < LEAST_ENTRIES:
            raise Unsupported("list-too-short", f"{entries} entries")
        if entries * size > MOST_BYTES * 8:
            raise Unsupported("list-too-large", f"{entries} entries")
        self.size = size
        self._bits = bytearray((entries * size + 7) // 8)

    def __len__(self) -> int:
        return len(self._bits) * 8 // self.size

    def get(self, index: int) -> int:
        """The value of an entry, 0 when nothing was said. Raises ``Unsupported`` ("index-out-of-range")."""
        self._check(index)
        value = 0
        for bit in range(index * self.size, (index + 1) * self.size):
            value = value << 1 | (self._bits[bit >> 3] >> (7 - (bit & 7)) & 1)
        return value

    def set(self, index: int, value: int = 1) -> None:
        """Write an entry. Raises ``Unsupported`` ("index-out-of-range", "bad-status-value")."""
        self._check(index)
        if not 0 <= value < 1 << self.size:
            raise Unsupported("bad-status-value", str(value))
        for offset in range(self.size):
            bit, mask = index * self.size + offset, 0
            mask = 1 << (7 - (bit & 7))
            on = value >> (self.size - 1 - offset) & 1
            self._bits[bit >> 3] = self._bits[bit >> 3] | mask if on else self._bits[bit >> 3] & ~mask

    def encode(self) -> str:
        """As ``encodedList``: "u", then gzip in base64url (§3.3); the same bits always give the same text."""
        return "u" + multibase.base64url_encode(gzip.compress(bytes(self._bits), mtime=0))

    @classmethod
    def decode(cls, text: str, *, size: int = 1, with_prefix: bool = True, least: int = LEAST_ENTRIES) -> Bitstring:
        """From ``encodedList``, of ``least`` entries at least; ``with_prefix=False`` for StatusList2021, without "u".

        Raises ``Unreadable`` ("not-base64url", "not-gzip") and ``Unsupported`` ("list-too-large", "list-too-short").
        """
        if with_prefix and not text.startswith("u"):
            raise Unreadable("not-base64url", "no multibase u")
        try:
            packed = multibase.base64url_decode(text[with_prefix:].rstrip("="))
        except SceauError as error:
            raise Unreadable("not-base64url", str(error)) from error
        content = _inflate(packed)
        if len(content) * 8 // size < least:
            raise Unsupported("list-too-short", f"{len(content) * 8 // size} entries")
        found = cls(LEAST_ENTRIES, size=size)
        found._bits = bytearray(content)
        return found

    def _check(self, index: int) -> None:
        if not 0 <= index < len(self):
            raise Unsupported("index-out-of-range", str(index))


def entry(list_url: str, index: int, *, purpose: Purpose = "revocation") -> dict[str, str]:
    """The ``credentialStatus`` of a badge: its place in a list (BITSTRING-STATUS-LIST §2.1); the index is a text."""
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def bitstring_credential(
    list_url: str,
    issuer: str,
    set_indexes: Iterable[int],
    valid_from: datetime,
    valid_until: datetime | None = None,
    *,
    purpose: Purpose = "revocation",
    entries: int = LEAST_ENTRIES,
    ttl: int = 300_000,
) -> dict[str, Any]:
    """The unsigned BitstringStatusListCredential (§2.2). ``ttl``: milliseconds a copy may be kept.

    Raises ``Unsupported`` ("list-too-short", "index-out-of-range", "no-time-zone").
    """
    bits = Bitstring(entries)
    for index in set_indexes:
        bits.set(index)
    dates = {"validFrom": timestamp(valid_from)}
    if valid_until:
        dates["validUntil"] = timestamp(valid_until)
    return {
        "@context": [VC2_CONTEXT],
        "id": list_url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        **dates,
        "credentialSubject": {
            "id": f"{list_url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits.encode(),
            "ttl": ttl,
        },
    }


def value_in(list_credential: dict[str, Any], status_entry: dict[str, Any], *, least: int = LEAST_ENTRIES) -> int:
    """What a list (BitstringStatusList or StatusList2021) says of an entry: 0 nothing, 1 revoked or suspended.

    The list's proof, dates and issuer are the caller's to check. A list for one purpose says nothing for another.
    Raises ``Unsupported`` ("not-a-status-list", "wrong-purpose", "wrong-list", "bad-index", "index-out-of-range",
    "list-too-short", "list-too-large", "bad-status-size") and ``Unreadable`` ("not-base64url", "not-gzip").
    """
    subject = list_credential.get("credentialSubject")
    if not isinstance(subject, dict) or not isinstance(subject.get("encodedList"), str):
        raise Unsupported("not-a-status-list", "no encodedList")
    kind = _one_of(subject.get("type"), ("BitstringStatusList", "StatusList2021", "RevocationList2021"))
    if list_credential.get("id") is not None and list_credential["id"] != status_entry.get("statusListCredential"):
        raise Unsupported("wrong-list", str(list_credential["id"])[:200])
    _check_purpose(subject.get("statusPurpose", "revocation"), status_entry.get("statusPurpose", "revocation"))
    size = status_entry.get("statusSize", 1)
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= 8:
        raise Unsupported("bad-status-size", str(size)[:40])
    prefixed = kind == "BitstringStatusList" or subject["encodedList"].startswith("u")
    bits = Bitstring.decode(subject["encodedList"], size=size, with_prefix=prefixed, least=least)
    return bits.get(index_of(status_entry))


def index_of(status_entry: dict[str, Any]) -> int:
    """The index of an entry; a number is read too, as some honest issuers write it (STANDARDS trap 5).

    Raises ``Unsupported`` ("bad-index").
    """
    index = status_entry.get("statusListIndex")
    if isinstance(index, int) and not isinstance(index, bool) and index >= 0:
        return index
    if isinstance(index, str) and index.isascii() and index.isdigit() and len(index) < 16:
        return int(index)
    raise Unsupported("bad-index", str(index)[:40])


def one_edtech_revocation_list(list_url: str, issuer: str, revoked: Mapping[str, str | None]) -> dict[str, Any]:
    """The deprecated list of 1EdTech (OB 3.0 §9.2): ``revoked`` maps credential ids to public reasons or None."""
    return {
        "id": list_url,
        "issuer": issuer,
        "revokedCredential": [{"id": one, "revoked": True, **_reason(reason)} for one, reason in revoked.items()],
    }


def revocation_list(list_url: str, issuer: str, revoked: Mapping[str, str | None]) -> dict[str, Any]:
    """The RevocationList of a 2.0 issuer's signed badges; ``revoked`` maps assertion ids to reasons or None."""
    return {
        "@context": OB2_CONTEXT,
        "id": list_url,
        "type": "RevocationList",
        "issuer": issuer,
        "revokedAssertions": [{"id": one, **_reason(reason)} for one, reason in revoked.items()],
    }


def revocation_in(document: dict[str, Any], badge_id: str) -> str | None:
    """The reason ("" without one) if a list of 1EdTech or of 2.0 revokes ``badge_id``, None otherwise.

    Entries name a badge by ``id`` or ``uid``, or are the id itself; ``revoked: false`` takes an entry back.
    Raises ``Unsupported`` ("not-a-status-list").
    """
    values = [document[name] for name in _REVOKED_NAMES if document.get(name) is not None]
    if not values:
        raise Unsupported("not-a-status-list", "no list of revoked badges")
    return _found([one for value in values for one in as_list(value)], badge_id)


def _found(entries: list[Any], badge_id: str) -> str | None:
    for one in entries:
        if isinstance(one, str):
            if _same(one, badge_id):
                return ""
        elif not isinstance(one, dict):
            raise Unsupported("not-a-status-list", f"an entry that is {type(one).__name__}")
        elif badge_id == one.get("uid") or _same(text_id(one), badge_id):
            if not says_revoked({"revoked": True, **one}):
                continue
            return str(one.get("revocationReason", ""))
    return None


def _same(name: str, badge_id: str) -> bool:
    """One address under http and https is one badge, here as where it is hosted."""
    return name == badge_id or same_place(name, badge_id)


def _reason(reason: str | None) -> dict[str, str]:
    return {"revocationReason": reason} if reason else {}


def _check_purpose(offered: Any, asked: Any) -> None:
    purposes = offered if isinstance(offered, list) else [offered]
    if asked not in purposes:
        raise Unsupported("wrong-purpose", f"{str(asked)[:40]} in a list for {str(offered)[:40]}")


def _one_of(value: Any, names: tuple[str, ...]) -> str:
    for name in names:
        if name in (value if isinstance(value, list) else [value]):
            return name
    raise Unsupported("not-a-status-list", str(value)[:80])


def _inflate(packed: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    try:
        content = stream.decompress(packed, MOST_BYTES + 1)
    except zlib.error as error:
        raise Unreadable("not-gzip", str(error)) from error
    if len(content) > MOST_BYTES:
        raise Unsupported("list-too-large", f"more than {MOST_BYTES} bytes")
    if not stream.eof:
        raise Unreadable("not-gzip", "cut short")
    return content
