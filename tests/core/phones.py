"""Phones that hold a stream, without a network: they speak ASGI to the door itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote, urlencode

from besace.core import live
from besace.core.hub import Hub
from besace.core.streams import StreamDoor


class Phone:
    """It keeps the parts it was sent and, like live.js, the last number it applied."""

    def __init__(self, hub: Hub, channel: str, *, audience: str = "phone", language: str = "fr", person: object = None):
        self.door = StreamDoor(hub)
        self.channel = channel
        self.ticket = live.ticket(channel, audience, language, person)
        self.n = 0
        self.parts: dict[str, str] = {}
        self.numbers: list[int] = []
        self.frames: list[bytes] = []
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.closed_because = ""
        self._gone = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def open(self, *, ticket: str | None = None, header: bool = False) -> None:
        self._gone = asyncio.Event()
        self._task = asyncio.create_task(self._run(f"/flux/{quote(self.channel)}", ticket, header=header))

    async def cut(self) -> None:
        self._gone.set()
        if self._task:
            await asyncio.wait_for(self._task, 5)

    async def ended(self) -> None:
        assert self._task is not None
        await asyncio.wait_for(self._task, 10)

    async def ask(self) -> dict[str, Any]:
        body = b""

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal body
            self.status = message.get("status", self.status)
            body += message.get("body", b"")

        scope = self._scope(f"/flux/{quote(self.channel)}/etat", self.ticket, header=False)
        await self.door(scope, self._receive, send)
        answer: dict[str, Any] = json.loads(body)
        return answer

    async def until(self, seen: Callable[[Phone], bool], *, seconds: float = 5) -> None:
        for _turn in range(int(seconds / 0.01)):
            if seen(self):
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"The phone never saw it: n={self.n} parts={self.parts} status={self.status}")

    def _scope(self, path: str, ticket: str, *, header: bool) -> dict[str, Any]:
        query = {"ticket": ticket} | ({} if header else {"since": str(self.n)})
        return {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": urlencode(query).encode(),
            "headers": [(b"last-event-id", str(self.n).encode())] if header else [],
        }

    async def _run(self, path: str, ticket: str | None, *, header: bool) -> None:
        await self.door(self._scope(path, ticket or self.ticket, header=header), self._receive, self._send)

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    def _send(self, message: MutableMapping[str, Any]) -> Awaitable[None]:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = dict(message["headers"])
        elif body := message["body"]:
            self.frames.append(body)
            self._apply(body.decode())
        return asyncio.sleep(0)

    def _apply(self, frame: str) -> None:
        fields = dict(line.split(": ", 1) for line in frame.strip().split("\n") if ": " in line)
        if fields.get("event") == "parts":
            self.parts.update(json.loads(fields["data"]))
            self.n = int(fields["id"])
            self.numbers.append(self.n)
        elif fields.get("event") == "close":
            self.closed_because = fields["data"]
