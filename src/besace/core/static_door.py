"""The door of /static/: hashed, compressed files answered from memory, before Django is asked.

Only what `collectstatic` put in the folder when the site started is known here; the rest is Django's to answer.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from .door import Headers, Receive, Scope, Send, answer, header, safety

HASHED = re.compile(r"\.[0-9a-f]{8,20}\.[^/]+$")
FOR_EVER = b"public, max-age=31536000, immutable"
ASK_AGAIN = b"public, max-age=0, must-revalidate"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
KEPT_IN_MEMORY = 512 * 1024


@dataclass
class StaticFile:
    """One file and its compressed twins; small ones stay in memory once asked for."""

    path: Path
    twins: dict[str, Path]
    headers: Headers
    is_for_ever: bool
    kept: dict[str, bytes] = field(default_factory=dict)

    def body(self, encoding: str) -> bytes:
        if encoding not in self.kept:
            body = self.twins.get(encoding, self.path).read_bytes()
            if len(body) > KEPT_IN_MEMORY:
                return body
            self.kept[encoding] = body
        return self.kept[encoding]


class StaticDoor:
    def __init__(self, root: Path, prefix: str) -> None:
        self.prefix = prefix
        self.files = {prefix + file.relative_to(root).as_posix(): _described(file) for file in _served(root)}

    def find(self, path: str) -> StaticFile | None:
        return self.files.get(unquote(path)) if path.startswith(self.prefix) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send, file: StaticFile) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(send, 405, b"", [(b"allow", b"GET, HEAD"), *safety()])
            return
        accepted = header(scope, b"accept-encoding")
        encoding = next((name for name in file.twins if name in accepted), "")
        body = file.body(encoding)
        headers = [*file.headers, *([(b"content-encoding", encoding.encode())] if encoding else [])]
        status = 200
        if not file.is_for_ever:
            tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            headers.append((b"etag", tag.encode()))
            status = 304 if tag in header(scope, b"if-none-match") else 200
        await answer(send, status, body, headers, method=scope["method"])


def _served(root: Path) -> list[Path]:
    suffixes = {suffix for _name, suffix in ENCODINGS}
    return [file for file in root.rglob("*") if file.is_file() and file.suffix not in suffixes]


def _described(file: Path) -> StaticFile:
    twins = {name: Path(f"{file}{suffix}") for name, suffix in ENCODINGS}
    twins = {name: twin for name, twin in twins.items() if twin.exists()}
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind in {"application/javascript", "image/svg+xml"}:
        kind += "; charset=utf-8"
    is_for_ever = HASHED.search(file.name) is not None
    headers = [
        (b"content-type", kind.encode()),
        (b"cache-control", FOR_EVER if is_for_ever else ASK_AGAIN),
        (b"cross-origin-resource-policy", b"same-origin"),
        *([(b"vary", b"accept-encoding")] if twins else []),
        *safety(),
    ]
    return StaticFile(file, twins, headers, is_for_ever)
