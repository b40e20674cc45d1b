"""A meeting of many phones that all vote at once: how long until the wall shows it, and is any voice lost or doubled?

    make load-meeting                                      40 phones, all voting within 3 s
    make load-meeting SEATS=400 ARGS="--within 10"         400 phones, one process
    make load-meeting ARGS="--cut --kill"                  phones cut at random, the server killed (-9) twice
    make load-meeting DATABASE_URL=postgresql://… ARGS="--servers 2"

The site runs in processes of its own, on a database of its own; the phones run here, on the same machine: the figures
are pessimistic. 30 % of the answers are sent twice. Measured: from the tap until the wall's stream says it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PORT = 8411
DOUBLED = 0.3
AGREE_WITHIN = 3.0
COUNT = re.compile(r"<b>(\d+)</b>|(\d+) réponses sur")


def set_up_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # plain static files: what is measured is the rest
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 -- the environment first

    django.setup()


def serve(port: int) -> None:
    set_up_django()
    import uvicorn  # noqa: PLC0415 -- in the site's process alone

    from besace.config.asgi import application  # noqa: PLC0415 -- once Django is set up
    from besace.config.server import Server  # noqa: PLC0415 -- the same

    Server(uvicorn.Config(application, port=port, log_level="error", lifespan="on")).run()


# --- the meeting: made once, by the product's own actions ------------------------------------------------------------


@dataclass
class World:
    """What the phones need to know."""

    meeting: str
    criterion: str
    projector: str
    cookies: list[str]


def make_world(seats: int) -> World:
    set_up_django()
    from django.core import signing  # noqa: PLC0415 -- once Django is set up
    from django.core.management import call_command  # noqa: PLC0415 -- the same
    from django.test import Client  # noqa: PLC0415 -- the same
    from tests import factories  # noqa: PLC0415 -- the same

    from besace.building import actions as building  # noqa: PLC0415 -- the same
    from besace.meetings import opening_actions, phase_actions  # noqa: PLC0415 -- the same
    from besace.meetings.rules import Phase  # noqa: PLC0415 -- the same

    call_command("migrate", verbosity=0)
    group = factories.make_group(organisation=factories.make_organisation())
    lead = factories.make_member("Maryse", group=group, role="facilitator")  # type: ignore[arg-type]
    meeting = opening_actions.open_meeting(group, by=lead, device=uuid.uuid4())
    cookies = []
    for number in range(seats):
        person, device = factories.make_member(f"Place {number}", group=group), uuid.uuid4()
        seat = opening_actions.take_seat(meeting, person=person, device=device)
        client = Client()
        session = client.session
        session["seat"] = str(seat.pk)
        session.save()
        known = signing.dumps({"id": str(device), "shared": False}, salt="besace-device")
        cookies.append(f"besace={session.session_key}; besace-device={known}")
    web = opening_actions.choose_theme(meeting.pk, theme="Itérasinier", purpose="Montrer un savoir.", by=lead)
    phase_actions.move_to(meeting.pk, Phase.WEB, by=lead)
    criterion = building.add_idea(web.pk, by=lead, text="Curer les pieds de l’âne")
    phase_actions.move_to(meeting.pk, Phase.DEBATE, by=lead)
    return World(str(meeting.pk), str(criterion.pk), meeting.proceedings.projector_key, cookies)


def voices_kept(criterion: str) -> tuple[int, int]:
    """Voices about this criterion, and persons who have one; the database may hold those of another run."""
    from besace.votes.models import Voice  # noqa: PLC0415 -- once Django is set up

    people = Voice.objects.filter(ballot__round__criterion_id=criterion).values_list("person_id", flat=True)
    return len(people), len(set(people))


# --- the phones ------------------------------------------------------------------------------------------------------


async def ask(
    port: int, method: str, path: str, *, cookie: str = "", body: str = "", more: str = ""
) -> tuple[int, str]:
    """One request on a connection of its own, as a phone on a bad network makes them."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        data = body.encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\nConnection: close\r\nCookie: {cookie}\r\n{more}"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n" if data else ""
        writer.write(f"{head}{kind}Content-Length: {len(data)}\r\n\r\n".encode() + data)
        answer = await asyncio.wait_for(reader.read(), 60)
    finally:
        writer.close()
    head_bytes, _blank, content = answer.partition(b"\r\n\r\n")
    if not head_bytes:
        raise ConnectionError("no answer")
    return int(head_bytes.split()[1]), head_bytes.decode() + "\n\n" + content.decode(errors="replace")


@dataclass
class Screen:
    """A page and its stream: a phone with a cookie, or the wall with none."""

    path: str
    port: int
    cookie: str = ""
    token: str = ""
    live: str = ""
    ticket: str = ""
    since: int = 0
    count: int = 0
    seen: list[tuple[float, int]] = field(default_factory=list)
    acknowledged_at: float = 0.0
    tapped_at: float = 0.0

    async def load(self) -> None:
        status, page = await ask(self.port, "GET", self.path, cookie=self.cookie)
        if status != 200:
            raise RuntimeError(f"{self.path}: {status}")
        self.live, self.ticket, since = re.search(
            r'data-live="([^"]+)" data-ticket="([^"]+)" data-since="(\d+)"', page
        ).groups()  # type: ignore[union-attr]
        self.since = int(since)
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page):
            self.token = found.group(1)
        if found := re.search(r"[Ss]et-[Cc]ookie: (csrf=[^;]+)", page):
            self.cookie += "; " + found.group(1)

    async def follow(self) -> None:
        """Like live.js: come back after a random wait, with the last number."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._stream()
            await asyncio.sleep(0.2 + random.random())  # noqa: S311 -- no secret

    async def _stream(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        try:
            path = f"{self.live}?ticket={self.ticket}&since={self.since}"
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            event, number = "", self.since
            while line := await reader.readline():
                name, _colon, value = line.decode().rstrip("\r\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "id":
                    number = int(value)
                elif name == "data" and event == "parts":
                    self._apply(number, json.loads(value))
        finally:
            writer.close()

    def _apply(self, number: int, parts: dict[str, str]) -> None:
        self.since = max(self.since, number)
        for name, html in parts.items():
            if name.startswith("criterion:") and (found := COUNT.search(html)):
                self.count = int(found.group(1) or found.group(2))
                self.seen.append((time.perf_counter(), self.count))

    async def vote(self, world: World) -> None:
        """The outbox: the same key until the server has said yes; now and then sent twice on purpose."""
        key = str(uuid.uuid4())
        self.tapped_at = time.perf_counter()
        while True:
            try:
                if random.random() < DOUBLED:  # noqa: S311 -- no secret
                    answers = await asyncio.gather(self._send(world, key), self._send(world, key))
                else:
                    answers = [await self._send(world, key)]
                if all(status == 200 for status, _page in answers):
                    self.acknowledged_at = time.perf_counter()
                    return
            except (OSError, TimeoutError, IndexError):
                pass
            await asyncio.sleep(0.3 + random.random())  # noqa: S311 -- no secret

    async def _send(self, world: World, key: str) -> tuple[int, str]:
        path = f"/seance/{world.meeting}/critere/{world.criterion}/reponse"
        body = f"choice=keep&once={key}&csrfmiddlewaretoken={self.token}"
        return await ask(self.port, "POST", path, cookie=self.cookie, body=body, more="HX-Request: true\r\n")


# --- the play --------------------------------------------------------------------------------------------------------


@dataclass
class Site:
    """The servers, which may be killed and started again."""

    ports: list[int]
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, port: int) -> None:
        self.processes[port] = subprocess.Popen([sys.executable, __file__, "--serve", str(port)], cwd=ROOT)

    async def ready(self) -> None:
        for port in self.ports:
            for _turn in range(300):
                try:
                    await ask(port, "GET", "/affichage")
                    break
                except OSError:
                    await asyncio.sleep(0.1)

    async def kill_twice(self) -> None:
        for _turn in range(2):
            await asyncio.sleep(0.8)
            port = random.choice(self.ports)  # noqa: S311 -- no secret
            self.processes[port].send_signal(signal.SIGKILL)
            self.processes[port].wait()
            self.start(port)
            await self.ready()

    def memory(self) -> int:
        """The largest, in MB."""
        sizes = [Path(f"/proc/{p.pid}/status").read_text() for p in self.processes.values()]
        return max(int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) for text in sizes) // 1024  # type: ignore[union-attr]

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()


async def cut_now_and_then(following: dict[int, asyncio.Task[None]], phones: list[Screen]) -> None:
    """Each phone loses its network once, for half a second to three."""

    async def cut(index: int) -> None:
        await asyncio.sleep(random.random() * 3)  # noqa: S311 -- no secret
        following[index].cancel()
        await asyncio.sleep(0.5 + random.random() * 2.5)  # noqa: S311 -- no secret
        following[index] = asyncio.create_task(phones[index].follow())

    await asyncio.gather(*(cut(index) for index in range(len(phones))))


async def play(world: World, site: Site, options: argparse.Namespace) -> dict[str, Any]:
    await site.ready()
    wall = Screen(f"/ecran/{world.projector}", site.ports[0])
    ports = [site.ports[i % len(site.ports)] for i in range(len(world.cookies))]
    phones = [Screen(f"/seance/{world.meeting}", p, c) for p, c in zip(ports, world.cookies, strict=True)]
    await wall.load()
    for start in range(0, len(phones), 8):
        await asyncio.gather(*(phone.load() for phone in phones[start : start + 8]))
    wall_task = asyncio.create_task(wall.follow())
    following = {i: asyncio.create_task(phone.follow()) for i, phone in enumerate(phones)}
    await asyncio.sleep(3)

    async def tap(phone: Screen) -> None:
        await asyncio.sleep(random.random() * options.within)  # noqa: S311 -- no secret
        await phone.vote(world)

    troubles = [cut_now_and_then(following, phones)] if options.cut else []
    troubles += [site.kill_twice()] if options.kill else []
    await asyncio.gather(*(tap(phone) for phone in phones), *troubles)
    agreed_in = await agreement([wall, *phones], len(phones))
    for task in [wall_task, *following.values()]:
        task.cancel()
    return {"agreed": agreed_in, "memory": site.memory(), **latencies(wall, phones)}


async def agreement(screens: list[Screen], expected: int) -> float | None:
    """How long after the last answer until every screen says the same number."""
    start = time.perf_counter()
    while time.perf_counter() - start < 30:
        if all(screen.count == expected for screen in screens):
            return time.perf_counter() - start
        await asyncio.sleep(0.02)
    return None


def latencies(wall: Screen, phones: list[Screen]) -> dict[str, float]:
    """From the tap to the first frame of the wall that counts it: the nth acknowledged answer is in the frame of n."""
    ranked = sorted(phones, key=lambda phone: phone.acknowledged_at)
    waits = []
    for rank, phone in enumerate(ranked, start=1):
        shown = next((at for at, count in wall.seen if count >= rank), None)
        if shown is not None:
            waits.append(max(0.0, shown - phone.tapped_at))
    waits.sort()
    return {f"p{q}": 1000 * waits[min(len(waits) - 1, len(waits) * q // 100)] for q in (50, 95, 99)} if waits else {}


def main() -> int:
    options = _options()
    if options.serve:
        serve(options.serve)
        return 0
    os.environ["BESACE_VAR"] = tempfile.mkdtemp(prefix="besace-load-")
    os.environ["PORT"] = str(PORT)
    world = make_world(options.seats)
    site = Site([PORT + i for i in range(options.servers)])
    for port in site.ports:
        site.start(port)
    try:
        told = asyncio.run(play(world, site, options))
    finally:
        site.stop()
    voices, people = voices_kept(world.criterion)
    figures = ", ".join(f"{name} {value:.0f} ms" for name, value in told.items() if name.startswith("p"))
    print(f"{options.seats} phones within {options.within} s, {options.servers} server(s): tap to wall {figures}")
    print(f"voices {voices}, persons {people}, lost {options.seats - people}, double {voices - people}")
    print(f"all screens agree after {told['agreed']} s; largest server {told['memory']} MB")
    agreed = told["agreed"] is not None and told["agreed"] <= AGREE_WITHIN
    return 0 if voices == people == options.seats and agreed else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seats", type=int, default=int(os.environ.get("SEATS") or 40))
    parser.add_argument("--within", type=float, default=3.0)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--cut", action="store_true")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--serve", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
