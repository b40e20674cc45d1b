"""The door of the streams, beside Django: `/flux/<channel>` holds open, `/flux/<channel>/etat` answers at once.

Whoever shows a signed ticket may enter; no session, no cookie, no Django request.
"""

from __future__ import annotations

import asyncio
import json
from urllib.parse import parse_qs, unquote

from django.core import signing

from . import live
from .door import Headers, Receive, Scope, Send, answer, header, safety
from .hub import Hub
from .rooms import Stream

STATE = "/etat"
STREAM_HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
]
JSON_HEADERS: Headers = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
]


class StreamDoor:
    """An ASGI application for the paths under /flux/."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = unquote(scope["path"]).removeprefix(live.PATH)
        wants_state = path.endswith(STATE)
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        shown = _ticket(query, path.removesuffix(STATE))
        if scope["method"] != "GET":
            await answer(send, 405, b"", [(b"allow", b"GET"), *JSON_HEADERS, *safety()])
        elif shown is None:
            await answer(send, 403, b'{"code":"no-ticket"}', [*JSON_HEADERS, *safety()])
        elif not self.hub.is_open:
            await answer(send, 503, b'{"code":"closing"}', [(b"retry-after", b"2"), *JSON_HEADERS, *safety()])
        elif wants_state:
            await self._tell(shown, _since(scope, query), send)
        else:
            await self._hold(shown, _since(scope, query), receive, send)

    async def _tell(self, shown: live.Ticket, since: int, send: Send) -> None:
        state = await self.hub.state(shown, since)
        if state is None:
            await answer(send, 403, b'{"code":"cut"}', [*JSON_HEADERS, *safety()])
            return
        body = json.dumps({"n": state[0], "parts": state[1]}, ensure_ascii=False).encode()
        await answer(send, 200, body, [*JSON_HEADERS, *safety()])

    async def _hold(self, shown: live.Ticket, since: int, receive: Receive, send: Send) -> None:
        stream = await self.hub.join(shown, since)
        if stream is None:
            await answer(send, 403, b'{"code":"cut"}', [*JSON_HEADERS, *safety()])
            return
        gone = asyncio.create_task(_end_when_gone(receive, stream))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": [*STREAM_HEADERS, *safety()]})
            await _pour(stream, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self.hub.leave(stream)


async def _pour(stream: Stream, send: Send) -> None:
    while (frame := await stream.outgoing.get()) is not None:
        await send({"type": "http.response.body", "body": frame, "more_body": True})


async def _end_when_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def _ticket(query: dict[str, list[str]], channel: str) -> live.Ticket | None:
    try:
        shown = live.read_ticket(query.get("ticket", [""])[0])
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return shown if shown.channel == channel else None


def _since(scope: Scope, query: dict[str, list[str]]) -> int:
    """The last number applied: the browser's own header when it reconnects, the page's otherwise."""
    text = header(scope, b"last-event-id") or query.get("since", ["0"])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
