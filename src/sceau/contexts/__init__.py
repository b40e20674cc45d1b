"""The JSON-LD contexts this package knows, pinned byte for byte: what a term means never comes from the network."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from sceau.errors import Unsupported


def load(url: str) -> dict[str, Any]:
    """The context document published at ``url``, from the pinned copy (shared: do not change it).

    Raises ``Unsupported`` with code "unknown-context" for any other address (VC-DATA-INTEGRITY §4.6.2), and
    "altered-context" when the file is no longer the one whose SHA-256 is in the manifest.
    """
    if url not in _manifest():
        raise Unsupported("unknown-context", url)
    return _load(url)


def raw(url: str) -> bytes:
    """The pinned bytes of the context at ``url``; same errors as :func:`load`. For digests of related resources."""
    if url not in _manifest():
        raise Unsupported("unknown-context", url)
    entry = _manifest()[url]
    content = files(__package__).joinpath(entry["file"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise Unsupported("altered-context", url)
    return content


def known() -> tuple[str, ...]:
    """The addresses of every pinned context, in the order of the manifest."""
    return tuple(_manifest())


@cache
def _load(url: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(raw(url))
    return document


@cache
def _manifest() -> dict[str, dict[str, str]]:
    entries = json.loads(files(__package__).joinpath("manifest.json").read_text("utf-8"))
    return {entry["url"]: entry for entry in entries}
