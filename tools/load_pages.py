"""Public badges under load: the page, the document beside a Django view, and pages while 500 badges are given.

    make load-pages                        the three, one after the other, on a demonstration of its own
    make load-pages ARGS="--only page"     page | document | awards

page       a shared badge's page, asked for 10 and then 50 times a second, at even moments, each on a new connection
document   the server's processor time for one answer: a bare ASGI answer, the document before Django, and the same
           address answered by a Django view that reads the row; in turn, several rounds, ratios inside each round
awards     500 badges given by another process, while the page is asked for 10 times a second
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PORT = 8431
HTML, JSON = "text/html", "application/json"
BARE = "/bare"
BY_DJANGO = "/by-django"
TICK = os.sysconf("SC_CLK_TCK")


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 -- the environment first

    django.setup()


def make_site() -> str:
    """A demonstration of its own with one badge that anybody may read; its address."""
    os.environ["BESACE_VAR"] = tempfile.mkdtemp(prefix="besace-pages-")
    os.environ["PORT"] = str(PORT)
    set_up_django()
    from besace.config import demonstration, preparation  # noqa: PLC0415 -- once Django is set up
    from besace.core import worker  # noqa: PLC0415 -- the same
    from besace.credentials.models import Credential, CredentialState  # noqa: PLC0415 -- the same
    from besace.passports import actions as passports  # noqa: PLC0415 -- the same

    preparation.prepare()
    demonstration.make_if_empty(lambda sentence: None)
    badge = Credential.objects.filter(holder__isnull=False, state=CredentialState.VALID).order_by("issued_at").first()
    assert badge is not None
    assert badge.holder is not None
    passports.show(badge.pk, by=badge.holder)
    worker.run_pending()
    return f"/c/{badge.pk}"


# --- the site, with two doors more: nothing at all, and Django alone ----------------------------------------------


def serve() -> None:
    set_up_django()
    import uvicorn  # noqa: PLC0415 -- in the site's process alone

    from besace.config import asgi  # noqa: PLC0415 -- once Django is set up
    from besace.config.server import Server  # noqa: PLC0415 -- the same
    from besace.core.door import answer  # noqa: PLC0415 -- the same

    async def application(
        scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Awaitable[Any]]
    ) -> None:
        path = scope.get("path", "")
        if path == BARE:
            await answer(send, 200, b"x" * 4_000, [(b"content-type", b"application/json")])
        elif path.startswith(BY_DJANGO):
            await asgi.pages({**scope, "path": path.removeprefix(BY_DJANGO)}, receive, send)
        else:
            await asgi.application(scope, receive, send)

    Server(uvicorn.Config(application, port=PORT, log_level="error", lifespan="on", timeout_keep_alive=60)).run()


@contextmanager
def serving() -> Iterator[int]:
    """The number of the site's process, once it answers."""
    process = subprocess.Popen([sys.executable, __file__, "--serve"], cwd=ROOT)
    try:
        for _turn in range(300):
            try:
                status_of("/", HTML)
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.kill()
        process.wait()


def status_of(path: str, accept: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("GET", path, headers={"Accept": accept, "Host": f"localhost:{PORT}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


# --- the page ------------------------------------------------------------------------------------------------------


async def ask(path: str, accept: str) -> float:
    """How long one answer took, in seconds, on a connection of its own."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    head = f"GET {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    said = await reader.read()
    writer.close()
    if not said.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(said[:200].decode(errors="replace"))
    return time.perf_counter() - started


async def at_a_rate(path: str, *, a_second: float, seconds: float) -> list[float]:
    """Ask at even moments, whether the former answers have come or not."""
    started, asked = time.perf_counter(), []
    for number in range(int(a_second * seconds)):
        await asyncio.sleep(max(0.0, started + number / a_second - time.perf_counter()))
        asked.append(asyncio.create_task(ask(path, HTML)))
    return sorted(await asyncio.gather(*asked))


def in_words(times: list[float]) -> str:
    points = {name: times[min(len(times) - 1, len(times) * name // 100)] * 1000 for name in (50, 95, 99)}
    return ", ".join(f"p{name} {value:.0f} ms" for name, value in points.items())


def page(address: str) -> None:
    with serving():
        asyncio.run(at_a_rate(address, a_second=10, seconds=3))
        for rate in (10, 50):
            print(
                f"page, {rate} a second, 20 s: {in_words(asyncio.run(at_a_rate(address, a_second=rate, seconds=20)))}"
            )


# --- the document --------------------------------------------------------------------------------------------------


def processor_seconds(pid: int) -> float:
    """What the process has used until now (user and system)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def cost(pid: int, path: str, *, times: int) -> float:
    """Microseconds of the server's processor for one answer, on one kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    before = processor_seconds(pid)
    for _turn in range(times):
        connection.request("GET", path, headers={"Accept": JSON, "Host": f"localhost:{PORT}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200 or not body:
            raise RuntimeError(f"{path}: {answer.status}")
    connection.close()
    return (processor_seconds(pid) - before) / times * 1_000_000


def document(address: str, *, rounds: int) -> None:
    ways = {"bare answer": BARE, "document": address, "Django view": BY_DJANGO + address}
    found: dict[str, list[float]] = {name: [] for name in ways}
    with serving() as pid:
        for path in ways.values():
            cost(pid, path, times=200)
        for _round in range(rounds):
            for name, path in ways.items():
                found[name].append(cost(pid, path, times=1_000 if name != "Django view" else 400))
    for name, costs in found.items():
        print(f"{name:12} {median(costs):7.0f} µs of processor ({min(costs):.0f} to {max(costs):.0f})")
    for one, other in (("Django view", "document"), ("document", "bare answer")):
        ratios = [a / b for a, b in zip(found[one], found[other], strict=True)]
        print(f"{one} / {other}: {median(ratios):.1f} (rounds: {', '.join(f'{r:.1f}' for r in ratios)})")


# --- pages while badges are given ----------------------------------------------------------------------------------


def awards(address: str, *, many: int) -> None:
    async def both() -> tuple[list[float], float]:
        started = time.perf_counter()
        child = await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "tools" / "kill_awards.py"), "--give", str(many), stdout=subprocess.DEVNULL
        )
        times: list[float] = []
        while child.returncode is None:
            times += await at_a_rate(address, a_second=10, seconds=1)
        if child.returncode:
            raise RuntimeError("the awards were not all given")
        return sorted(times), time.perf_counter() - started

    with serving():
        asyncio.run(at_a_rate(address, a_second=10, seconds=2))
        times, seconds = asyncio.run(both())
    print(f"{many} awards in {seconds:.1f} s (with the start of their process); the page meanwhile: {in_words(times)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("page", "document", "awards"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--many", type=int, default=500)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return 0
    address = make_site()
    if options.only in (None, "page"):
        page(address)
    if options.only in (None, "document"):
        document(address, rounds=options.rounds)
    if options.only in (None, "awards"):
        awards(address, many=options.many)
    return 0


if __name__ == "__main__":
    sys.exit(main())
