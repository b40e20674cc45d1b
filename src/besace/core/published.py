"""Public documents, rendered once and served before Django is asked (PERFORMANCE.md part 3: six times cheaper).

A document is one file under `settings.PUBLISHED_ROOT`, named after its address: a line of JSON (status, type), then
the body as it goes out. Whoever knows the truth writes and removes the files; nothing here decides what is public.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from . import negotiation

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SUFFIX = ".document"
KEPT_IN_MEMORY = 2_000
LARGEST_PATH = 200


@dataclass(frozen=True)
class Published:
    """A document ready to go out; `etag` is of its bytes."""

    status: int
    media_type: str
    body: bytes
    etag: bytes


def write(address: str, body: bytes, *, media_type: str, status: int = 200) -> None:
    """Publish `body` at `address` ("/c/…"), in one step: a reader sees the former document or this one."""
    file = _file(address)
    file.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({"status": status, "type": media_type}).encode()
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    draft.write_bytes(head + b"\n" + body)
    draft.replace(file)


def remove(address: str) -> None:
    """Take a document back; nothing happens if it was not there."""
    _file(address).unlink(missing_ok=True)


def find(address: str) -> Published | None:
    """The document at `address`, or None."""
    file = _file(address)
    try:
        state = os.stat(file)  # noqa: PTH116 -- twice as quick as Path.stat, and on the path of every public request
    except (OSError, ValueError):
        return None
    return _load(str(file), state.st_mtime_ns, state.st_ino)


def headers_of(document: Published) -> Headers:
    """Everything a public document needs to be read from anywhere (STANDARDS.md 1.6, trap 12)."""
    always = [
        (b"content-type", document.media_type.encode()),
        (b"etag", document.etag),
        (b"cache-control", b"public, max-age=60" if document.status == 200 else b"no-cache"),
        (b"vary", b"Accept"),
        (b"access-control-allow-origin", b"*"),
        (b"cross-origin-resource-policy", b"cross-origin"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"content-security-policy", b"default-src 'none'; sandbox"),
    ]
    return [*always, (b"strict-transport-security", b"max-age=31536000")] if settings.IS_HTTPS else always


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _load(file: str, _changed_at: int, _inode: int) -> Published | None:
    try:
        head, body = Path(file).read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return None
    said = json.loads(head)
    etag = base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:18])
    return Published(said["status"], said["type"], body, b'"' + etag + b'"')


def _file(address: str) -> Path:
    """Where an address is kept. Only letters, digits, dots inside names and dashes: no way out of the folder."""
    names = address.strip("/").split("/")
    if len(address) > LARGEST_PATH or not all(_is_plain(name) for name in names):
        raise ValueError("not an address of ours")
    return Path(settings.PUBLISHED_ROOT, *names[:-1], names[-1] + SUFFIX)


def _is_plain(name: str) -> bool:
    return name.isascii() and name.replace("-", "").replace(".", "").isalnum() and not name.startswith(".")


class PublishedDoor:
    """Answers what is published and asked for as a document; True when it did, False when Django should."""

    def __init__(self, prefixes: tuple[str, ...]) -> None:
        self.prefixes = prefixes

    async def __call__(self, scope: Scope, send: Send) -> bool:
        if scope["type"] != "http" or not scope["path"].startswith(self.prefixes):
            return False
        if scope["method"] == "OPTIONS":
            await _allow_everyone(send)
            return True
        if scope["method"] not in {"GET", "HEAD"} or not _asks_for_document(scope):
            return False
        document = _quiet_find(scope["path"])
        if document is None:
            return False
        await _answer(document, scope, send)
        return True


def _quiet_find(address: str) -> Published | None:
    try:
        return find(address)
    except ValueError:
        return None


def _asks_for_document(scope: Scope) -> bool:
    if scope["path"].rsplit("/", 1)[-1].count("."):
        return True
    return negotiation.wanted(_header(scope, b"accept").decode("latin-1")) == negotiation.JSON


async def _allow_everyone(send: Send) -> None:
    """A page of another site may read what is public (a CORS preflight asks first)."""
    headers = [
        (b"access-control-allow-origin", b"*"),
        (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
        (b"access-control-allow-headers", b"Accept"),
        (b"access-control-max-age", b"86400"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _answer(document: Published, scope: Scope, send: Send) -> None:
    known = [tag.strip().removeprefix(b"W/") for tag in _header(scope, b"if-none-match").split(b",")]
    is_known = document.status == 200 and (document.etag in known or known == [b"*"])
    headers = headers_of(document)
    if not is_known:
        headers.append((b"content-length", str(len(document.body)).encode()))
    body = b"" if is_known or scope["method"] == "HEAD" else document.body
    await send({"type": "http.response.start", "status": 304 if is_known else document.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _header(scope: Scope, name: bytes) -> bytes:
    return b",".join(value for key, value in scope["headers"] if key == name)
