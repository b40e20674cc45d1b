"""Throw broken input at every reader: `python tools/fuzz.py [TARGET [SECONDS [SEED]]]`; alone, ten minutes for each.

Nothing but the errors of the family may come out, no input may take over 2 s of processor (that of the process which
opens a PDF included), the process stays under 512 MB. Ends with 1 and the input (as a file beside) at the first breach.
Byte changes, JSON changes, and both, on good badges; and good badges with one piece repeated a million times.
"""

# ruff: noqa: E501, S311 -- a tool of one page; its chance need not be secret

import copy
import json
import logging
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.sceau import badges, pictures  # noqa: E402
from tests.sceau.test_elder import signed_assertion, signed_web  # noqa: E402
from tests.sceau.test_read import FORMATS, pdf_with  # noqa: E402
from tests.sceau.test_verify import endorsed, endorsement, presentation, record  # noqa: E402

from sceau import canonical, did, strict_json  # noqa: E402
from sceau.baking import bake, pdf_child, png, svg  # noqa: E402
from sceau.errors import FetchFailed, SceauError  # noqa: E402
from sceau.proofs import jwt  # noqa: E402
from sceau.read import read  # noqa: E402
from sceau.status import Bitstring, value_in  # noqa: E402
from sceau.verify import verify  # noqa: E402

SLOWEST = 2.0
MOST_MEMORY = 512 * 1024 * 1024
STRANGE: list[Any] = [
    None, True, False, 0, -1, 1e308, 2**53, "", " ", "\0", "a", "_:b0", "@id", "@type", "https://a.example/1", "did:key:z6Mk",
    "did:web:", "did:web:%3A", "https://[x", "https://a.example:b/#k", "data:,", "urn:uuid:1", "9999-99-99T99:99:99Z", "2026-05-01T09:00:00Z", "z" * 200, "\u202e",
    [], {}, [[]], [{}], {"id": 1}, {"@id": []}, {"@value": {}}, {"@graph": [{}]}, {"@list": [[]]}, {"@type": "@json"},
    {"type": None}, {"type": [1, None, {}]}, {"@context": None}, {"@context": {"a": {"@id": "@type"}}}, "\ufffe",
]  # fmt: skip
NAMES = ["id", "type", "@context", "@id", "@type", "proof", "issuer", "credentialSubject", "verifiableCredential", "vc", "vp",
         "badge", "recipient", "verification", "verify", "endorsement", "credentialStatus", "image", "keys", "@graph"]  # fmt: skip


def documents() -> list[Any]:
    """Good badges of every kind, as JSON."""
    good = [badges.signed(), badges.signed(cryptosuite="eddsa-jcs-2022"), badges.by_did_key()]
    good += [
        badges.signed(badges.with_status()),
        badges.status_list(),
        record(badges.signed()),
        presentation(badges.signed()),
    ]
    good += [endorsed(endorsement(of="https://mardis.example/b/1")), badges.assertion(), badges.badge_class()]
    return good + list(FORMATS.values())


def carriers() -> list[bytes]:
    """Good badges in every carrier."""
    text = json.dumps(badges.signed())
    made = [json.dumps(document).encode() for document in documents()]
    made += [bake(image, text) for image in (pictures.png(), pictures.SVG)]
    made += [
        bake(image, json.dumps(badges.assertion()), keyword="openbadges") for image in (pictures.png(), pictures.SVG)
    ]
    made += [
        pictures.png(pictures.ztxt("openbadges", text.encode()), pictures.itxt("openbadges", b"x", compressed=True))
    ]
    made += [pdf_with(key=text), pdf_with(attached=text.encode()), badges.token().encode(), signed_assertion().encode()]
    return [*made, f"Bonjour {text} et https://a.example/1".encode()]


def with_bytes(rng: random.Random, seed: bytes) -> bytes:
    """A few bytes changed, cut, doubled or taken from elsewhere."""
    data = bytearray(seed)
    for _ in range(rng.choice([1, 1, 2, 4, 16])):
        place, kind = rng.randrange(len(data) + 1), rng.randrange(5)
        if kind == 0 and place < len(data):
            data[place] = rng.randrange(256)
        elif kind == 1 and place < len(data):
            data[place] ^= 1 << rng.randrange(8)
        elif kind == 2:
            del data[place : place + rng.choice([1, 4, 100, 5000])]
        elif kind == 3:
            data[place:place] = data[place : place + rng.choice([1, 8, 200])] or b"{"
        else:
            data[place:place] = rng.choice(
                [b"\0", b'"', b"[" * 50, b'{"a":', b"\xff", b"&a;", b"]]>", b"IEND", b"e999", b"\\ud800"]
            )
    return bytes(data)


def with_members(rng: random.Random, seed: Any) -> Any:
    """A few members of a JSON value changed into something strange."""
    document = copy.deepcopy(seed)
    for _ in range(rng.choice([1, 1, 2, 3, 6])):
        holder = document
        for _ in range(rng.randrange(6)):
            inner = [
                one
                for one in (holder.values() if isinstance(holder, dict) else holder)
                if isinstance(one, dict | list) and one
            ]
            if not inner:
                break
            holder = rng.choice(inner)
        value = copy.deepcopy(rng.choice([*STRANGE, holder, rng.choice(list(FORMATS.values()))]))
        if isinstance(holder, dict):
            names = [*holder, rng.choice(NAMES)]
            holder[rng.choice(names)] = value
            if rng.random() < 0.2:
                holder.pop(rng.choice(list(holder)))
        elif rng.random() < 0.5:
            holder.append(value)
        else:
            holder[rng.randrange(len(holder))] = value
    return document


PIECES = [
    b"{}", b"[]", b"1,", b'"",', b'{"a":1},', b'{"type":["Evidence"],"id":"urn:x:1"},', b"<g/>", b"<g a='1'/>", b" a='1'", b"&#65;", b"\n",
    b"\0\0\0\0tEXt\0\0\0\0", b"eyJhbGciOiJub25lIn0.e30.", b"https://a.example/1 ", b"%PDF-1.7\n", b"1 0 obj\n<<>>\nendobj\n", b"[1 ", b"<</A ",
    b'"\\ud800"', b"\\", b'"', b"z", b"\xe2\x80\xa8", b"\xf0\x9f\x90\xb4", b"]]>", b"<![CDATA[", b"_:b0 ",
]  # fmt: skip


def with_repeats(rng: random.Random, seed: bytes) -> bytes:
    """A badge with one piece, of a list or of its own, repeated until it is as large as what is read."""
    at = rng.randrange(len(seed) + 1)
    own = seed[at : at + rng.choice([3, 20, 300])]
    piece = rng.choice([own, *PIECES]) or b"{}"
    size = rng.choice([10_000, 300_000, 3_000_000, 7_500_000])
    return seed[:at] + piece * (size // len(piece)) + seed[at:]


class Broken:
    """A network that answers anything: good pages, changed pages, strange pages, or nothing."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._pages = {**badges.web(**{badges.LIST: badges.status_list()}).pages, **signed_web().pages}

    def __call__(self, url: str, *, accept: str) -> Any:
        page = self._pages.get(url, {})
        chance = self._rng.random()
        if chance < 0.1:
            raise FetchFailed("no-connection", url)
        if chance < 0.5 and isinstance(page, dict | list):
            page = with_members(self._rng, page) if page else page
        body = page if isinstance(page, bytes) else json.dumps(page).encode()
        body = with_bytes(self._rng, body) if chance > 0.9 and body else body
        return badges.Fetched(url, self._rng.choice([200, 200, 200, 200, 404, 410, 500]), badges.JSON, body)


def targets(rng: random.Random) -> dict[str, Callable[[], tuple[bytes, Callable[[], object]]]]:
    """For each target, what makes one input and the call to try it with."""
    whole, files = documents(), carriers()
    good_list = badges.status_list()["credentialSubject"]["encodedList"].encode()
    page = badges.did_web()

    def of_bytes(
        seeds: list[bytes], call: Callable[[bytes], object]
    ) -> Callable[[], tuple[bytes, Callable[[], object]]]:
        def make() -> tuple[bytes, Callable[[], object]]:
            data = with_bytes(rng, rng.choice(seeds))
            return data, lambda: call(data)

        return make

    def of_repeats(
        seeds: list[bytes], call: Callable[[bytes], object]
    ) -> Callable[[], tuple[bytes, Callable[[], object]]]:
        def make() -> tuple[bytes, Callable[[], object]]:
            data = with_repeats(rng, rng.choice(seeds))
            return data, lambda: call(data)

        return make

    def of_json(seeds: list[Any], call: Callable[[Any], object]) -> Callable[[], tuple[bytes, Callable[[], object]]]:
        def make() -> tuple[bytes, Callable[[], object]]:
            value = with_members(rng, rng.choice(seeds))
            return json.dumps(value).encode(), lambda: call(value)

        return make

    def judge(source: Any) -> object:
        data = json.dumps(source).encode() if isinstance(source, dict) else source
        return verify(data, fetch=Broken(rng), now=badges.NOW, recipient="email:fatou@example.org").to_json()

    def token(value: Any) -> object:
        return judge(badges.raw_token({"alg": "EdDSA", "kid": badges.METHOD}, value, bytes(64)).encode())

    return {
        "json": of_bytes(files[:15], strict_json.loads),
        "png": of_bytes([one for one in files if one.startswith(b"\x89PNG")], png.unbake),
        "svg": of_bytes([one for one in files if b"<svg" in one], svg.unbake),
        "pdf": of_bytes([one for one in files if one.startswith(b"%PDF")], read),
        "pdf-inside": of_bytes([one for one in files if one.startswith(b"%PDF")], in_a_fork),
        "read": of_bytes(files, read),
        "read-json": of_json(whole, lambda value: read(json.dumps(value))),
        "jwt": of_bytes([badges.token().encode()], lambda data: jwt.decode(data.decode("latin-1"))),
        "rdfc": of_json([one for one in whole if "issuer" in one], canonical.rdfc),
        "jcs": of_json(whole, canonical.jcs),
        "list": of_bytes([good_list], lambda data: Bitstring.decode(data.decode("latin-1"))),
        "status": of_json([badges.status_list()], lambda value: value_in(value, {"statusListIndex": "5"})),
        "did": of_json([page], lambda value: did.find_method(value, badges.METHOD)),
        "verify": of_bytes(files, judge),
        "verify-json": of_json(whole, judge),
        "large": of_repeats(files, judge),
        "verify-token": of_json([badges.credential(), badges.assertion(), {"vc": badges.credential()}], token),
    }


def in_a_fork(data: bytes) -> object:
    """What opens a PDF, in a copy of this process: as bounded as in `pdf`, without its start."""
    child = os.fork()
    if child == 0:
        pdf_child.limit()
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 -- a device
            os._exit(pdf_child.answer(data, nowhere))
    _, how = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(how)
    if ended not in _ENDS:
        raise RuntimeError(f"it ended with {ended}")
    return ended


_ENDS = {0, pdf_child.BROKEN, pdf_child.LOCKED, pdf_child.CROWDED, -signal.SIGXCPU, -signal.SIGKILL}


def run(name: str, seconds: float, seed: int) -> int:
    """Try inputs for so long; the number tried, or -1 at the first breach."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    rng = random.Random(seed)
    make, tried, slowest, memory, ends = targets(rng)[name], 0, 0.0, 0, time.monotonic() + seconds
    attempt = alone if name == "large" else here
    while time.monotonic() < ends:
        data, call = make()
        wrong, took, used = attempt(call)
        slowest, memory, tried = max(slowest, took), max(memory, used), tried + 1
        if wrong or took > SLOWEST or used > MOST_MEMORY:
            return _breach(name, data, wrong or f"{took:.1f} s, {used // 2**20} MB")
    print(f"{name}: {tried} inputs, slowest {slowest * 1000:.0f} ms, {memory // 2**20} MB")
    return tried


Cost = tuple[str, float, int]
"""What went wrong ("" for nothing), seconds of processor, bytes of memory at the most."""


def here(call: Callable[[], object]) -> Cost:
    """One input tried in this process, whose memory is that of all the inputs before it."""
    began = _spent()
    wrong = _stray(call)
    return wrong, _spent() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def alone(call: Callable[[], object]) -> Cost:
    """One input tried in a copy of this process, so that its memory is its own: what an allocator keeps is not."""
    child = os.fork()
    if child == 0:
        wrong = _stray(call)
        print(wrong, end="", flush=True)
        os._exit(1 if wrong else 0)
    _, how, spent = os.wait4(child, 0)
    ended = os.waitstatus_to_exitcode(how)
    return f"it ended with {ended}" if ended else "", spent.ru_utime + spent.ru_stime, spent.ru_maxrss * 1024


def _stray(call: Callable[[], object]) -> str:
    try:
        call()
    except SceauError:
        pass
    except Exception as stray:  # noqa: BLE001 -- finding these is what this tool is for
        return f"{type(stray).__name__}: {stray}\n{traceback.format_exc(limit=-2)}"
    return ""


def _spent() -> float:
    """Seconds of processor, of this process and of those it started."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _breach(name: str, data: bytes, what: str) -> int:
    found = Path(f"fuzz-{name}.bin")
    found.write_bytes(data)
    print(f"{name}: {what} ({found})")
    return -1


def main(arguments: list[str]) -> int:
    """The command line of this tool."""
    if len(arguments) > 3:
        print(__doc__)
        return 2
    resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MEMORY, 4 * MOST_MEMORY))
    name = arguments[0] if arguments else "all"
    seconds = float(arguments[1]) if len(arguments) > 1 else 600.0
    seed = int(arguments[2]) if len(arguments) > 2 else random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    names = list(targets(random.Random(0))) if name == "all" else [name]
    return 1 if any(run(one, seconds, seed) < 0 for one in names) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
