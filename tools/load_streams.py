"""Many open streams in one process: how long until a change is on the last screen, and does anybody miss one?

    make load-streams                                 200 streams, 100 changes, a fifth of the phones cut at random
    make load-streams ARGS="--streams 400 --changes 50"

The site runs in a process of its own (its own database, one more address, /change, that raises a revision); the
phones run here, on the same machine: the figures are pessimistic. What is measured: from before the change is asked
for until the frame is read by the last phone that was not cut.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

ROOT = Path(__file__).resolve().parent.parent
CHANNEL = "load:streams"
PARTS = ["web", "tally", "phase"]
PORT = 8399


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 -- the environment first

    django.setup()


# --- the site, with a channel for the load ---------------------------------------------------------------------------


def serve() -> None:
    set_up_django()
    import uvicorn  # noqa: PLC0415 -- in the site's process alone
    from asgiref.sync import sync_to_async  # noqa: PLC0415 -- the same

    from besace.config.asgi import application  # noqa: PLC0415 -- once Django is set up
    from besace.config.server import Server  # noqa: PLC0415 -- the same
    from besace.core import live, revisions  # noqa: PLC0415 -- the same

    state = dict.fromkeys(PARTS, "")

    @live.renderer("load")
    def render(_channel: str, parts: Collection[str] | None, audience: str, language: str) -> dict[str, str]:
        return {part: f"<p>{state[part]}</p>" + "<li>Porter la gourde</li>" * 40 for part in parts or PARTS}

    def change(part: str, text: str) -> None:
        state[part] = text
        revisions.bump(CHANNEL, part)

    async def with_changes(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != "/change":
            return await application(scope, receive, send)
        query = parse_qs(scope["query_string"].decode())
        await sync_to_async(change)(query["part"][0], query["text"][0])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        return await send({"type": "http.response.body", "body": b""})

    Server(uvicorn.Config(with_changes, port=PORT, log_level="warning", lifespan="on")).run()


# --- the phones ------------------------------------------------------------------------------------------------------


class Phone:
    """Reads a stream from a bare socket; keeps, like live.js, the last number it applied."""

    def __init__(self, ticket: str) -> None:
        self.ticket = ticket
        self.n = 0
        self.parts: dict[str, str] = {}
        self.faults: list[str] = []
        self.read_at: dict[str, float] = {}
        self.is_ready = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self.cuts = 0

    def open(self) -> None:
        self.is_ready.clear()
        self.task = asyncio.create_task(self._follow())

    async def cut(self, *, seconds: float) -> None:
        self.cuts += 1
        if self.task:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        await asyncio.sleep(seconds)
        self.open()

    async def _follow(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT, limit=1 << 20)
        try:
            address = f"/flux/{quote(CHANNEL)}?ticket={quote(self.ticket)}"
            writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {self.n}\r\n\r\n".encode())
            event, n = "", 0
            while line := await reader.readline():
                name, _colon, value = line.decode().rstrip("\r\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "id":
                    n = int(value)
                elif name == "data" and event == "hello":
                    self.is_ready.set()
                elif name == "data" and event == "parts":
                    self._apply(n, json.loads(value))
        finally:
            writer.close()

    def _apply(self, n: int, parts: dict[str, str]) -> None:
        if n <= self.n:
            self.faults.append(f"number {n} after {self.n}")
        now = time.perf_counter()
        for part, html in parts.items():
            self.parts[part] = html
            self.read_at[html.partition("</p>")[0]] = now
        self.n = n


async def change(part: str, text: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(f"POST /change?part={part}&text={text} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode())
    await reader.readline()
    writer.close()


async def play(streams: int, changes: int) -> int:
    from besace.core import live  # noqa: PLC0415 -- once Django is set up

    dice = random.Random(24)  # noqa: S311 -- the same load each time
    phones = [Phone(live.ticket(CHANNEL, "phone", "fr")) for _phone in range(streams)]
    started = time.perf_counter()
    for phone in phones:
        phone.open()
    await asyncio.gather(*(phone.is_ready.wait() for phone in phones))
    print(f"{streams} streams open in {time.perf_counter() - started:.1f} s")
    steady, shaken = phones[: streams * 4 // 5], phones[streams * 4 // 5 :]
    waits, cuts = [], []
    for i in range(changes):
        part = dice.choice(PARTS)
        asked_at = time.perf_counter()
        await change(part, f"state-{i}")
        while not all(f"<p>state-{i}" in phone.read_at for phone in steady):
            await asyncio.sleep(0.002)
            if time.perf_counter() - asked_at > 20:
                print(f"change {i} never reached everybody")
                return 1
        waits.append((max(phone.read_at[f"<p>state-{i}"] for phone in steady) - asked_at) * 1000)
        if shaken:
            cuts.append(asyncio.create_task(dice.choice(shaken).cut(seconds=dice.uniform(0, 0.4))))
        await asyncio.sleep(dice.uniform(0.1, 0.3))
    await asyncio.gather(*cuts)
    await asyncio.sleep(1.5)
    return report(phones, steady, waits)


def report(phones: list[Phone], steady: list[Phone], waits: list[float]) -> int:
    waits.sort()
    p95 = waits[int(len(waits) * 0.95) - 1]
    print(f"change -> last screen: p50 {statistics.median(waits):.0f} ms, p95 {p95:.0f} ms, worst {waits[-1]:.0f} ms")
    astray = sum(phone.parts != steady[0].parts or phone.n != steady[0].n for phone in phones)
    faults = sum(len(phone.faults) for phone in phones)
    cuts = sum(phone.cuts for phone in phones)
    print(f"{cuts} cuts; {astray} phones in another state; {faults} numbers applied twice or backwards")
    return 1 if astray or faults else 0


def main(streams: int, changes: int) -> int:
    os.environ.setdefault("BESACE_VAR", tempfile.mkdtemp(prefix="besace-streams-"))
    set_up_django()
    from django.core.management import call_command  # noqa: PLC0415 -- once Django is set up

    call_command("migrate", verbosity=0)
    site = subprocess.Popen([sys.executable, __file__, "--serve"])
    try:
        _wait_for_the_site()
        code = asyncio.run(play(streams, changes))
        print(f"memory of the site: {_memory(site.pid)} MB")
        return code
    finally:
        started = time.monotonic()
        site.terminate()
        site.wait(20)
        print(f"stopped in {time.monotonic() - started:.1f} s")


def _wait_for_the_site() -> None:
    for _try in range(300):
        with socket.socket() as wire:
            if wire.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The site did not start.")


def _memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    return next(int(line.split()[1]) // 1024 for line in status.read_text().split("\n") if line.startswith("VmRSS"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
    else:
        sys.exit(main(options.streams, options.changes))
