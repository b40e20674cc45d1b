"""JSON as a signature needs it: one meaning for each text, and a bound on everything (RFC 8259, I-JSON RFC 7493)."""

import json
import math
import re
from typing import Any

from sceau.errors import Unreadable

MAX_BYTES = 8 * 1024 * 1024
"""Longest JSON text read, in bytes: a badge with its picture inside is far below."""

MAX_DEPTH = 64
"""Deepest nesting read: a record of badges with endorsements stays under 20."""

MAX_VALUES = 250_000
"""How many objects, lists, members and items a text may hold together: each costs time and memory to make."""

_MAX_DIGITS = 40
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def loads(text: bytes | str, *, about: str = "json", max_bytes: int = MAX_BYTES) -> Any:
    """The value of a JSON text in UTF-8 (a byte order mark is accepted).

    `about` names the text in the error; `max_bytes` bounds its length. Raises `Unreadable` with one of the codes
    "too-long", "not-utf-8", "too-many", "too-deep", "duplicate-key", "not-a-number", "lone-surrogate", "not-json".
    """
    decoded = _decoded(text, about=about, max_bytes=max_bytes)
    if crowd(decoded) > MAX_VALUES:
        raise Unreadable("too-many", about)
    _refuse_depth(decoded, about=about)
    try:
        value = _DECODER.decode(decoded)
    except Unreadable as refusal:
        raise Unreadable(refusal.code, about) from None
    except (ValueError, RecursionError):
        raise Unreadable("not-json", about) from None
    if _SURROGATE.search(decoded):
        _refuse_surrogates(value, about=about)
    return value


def loads_object(text: bytes | str, *, about: str = "json", max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Like `loads`, for a text that must be an object: `Unreadable("not-an-object")` otherwise."""
    value = loads(text, about=about, max_bytes=max_bytes)
    if not isinstance(value, dict):
        raise Unreadable("not-an-object", about)
    return value


def _decoded(text: bytes | str, *, about: str, max_bytes: int) -> str:
    if len(text) > max_bytes:
        raise Unreadable("too-long", about)
    if isinstance(text, bytes):
        try:
            return text.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise Unreadable("not-utf-8", about) from None
    return text.removeprefix("\ufeff")


def crowd(text: bytes | str) -> int:
    """How many values a JSON text may hold at most. Signs inside its strings are counted too: it is a bound on work."""
    if isinstance(text, bytes):
        return text.count(b",") + text.count(b"{") + text.count(b"[")
    return text.count(",") + text.count("{") + text.count("[")


def _refuse_depth(text: str, *, about: str) -> None:
    """Count before parsing: the parser of Python recurses."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return
    depth = 0
    for token in _STRUCTURE.finditer(text):
        first = text[token.start()]
        if first in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable("too-deep", about)
        elif first in "]}":
            depth -= 1


def _refuse_surrogates(value: Any, *, about: str) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Unreadable("lone-surrogate", about) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Unreadable("duplicate-key", "json")
    return members


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise Unreadable("not-a-number", "json")
    return value


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise Unreadable("not-a-number", "json")
    return int(digits)


def _constant(name: str) -> float:
    raise Unreadable("not-a-number", name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_number, parse_int=_integer, parse_constant=_constant
)
