"""The safe fetcher against a real server and a resolver that lies: cases A30 to A34, and the folder of documents."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from sceau.addresses import is_public
from sceau.errors import FetchFailed, Unreadable
from sceau.fetch import JSON_TYPES, DocumentsFetcher, Fetched, SafeFetcher, offline

INSIDE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001::1]",
    "[fe80::1]",
    "[fc00::1]",
    "[ff02::1]",
    "2130706433",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "127.1",
    "127.0.0.1.",
    "127。0。0。1",
    "localhost.",
]


class Silence:
    """A resolver that must not be asked."""

    def __call__(self, host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")


def code_of(fetch: Callable[..., Fetched], url: str) -> str:
    with pytest.raises(FetchFailed) as refusal:
        fetch(url, accept=JSON_TYPES)
    return refusal.value.code


@contextmanager
def no_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    tried: list[object] = []

    def refuse(address: object, *_: object, **__: object) -> socket.socket:
        tried.append(address)
        raise OSError("refused by the test")

    monkeypatch.setattr(socket, "create_connection", refuse)
    yield tried


@pytest.mark.parametrize("host", INSIDE)
def test_an_inside_address_is_refused_and_no_line_is_opened(host, monkeypatch):
    with no_connection(monkeypatch) as tried:
        assert code_of(SafeFetcher(resolver=Silence()), f"http://{host}/") in ("private-address", "bad-address")
    assert tried == []


@pytest.mark.parametrize("host", INSIDE[:27])
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(host, monkeypatch):
    with no_connection(monkeypatch) as tried:
        fetch = SafeFetcher(resolver=lambda *_: ["93.184.215.14", host.strip("[]")])
        assert code_of(fetch, "https://badges.example/") == "private-address"
    assert tried == []


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "172.32.0.1"])
def test_an_address_of_everybody_is_public(address):
    from ipaddress import ip_address  # noqa: PLC0415 -- used once

    assert is_public(ip_address(address))


def test_a_name_that_flips_is_never_followed_inside(monkeypatch):
    answers = iter(["93.184.215.14", "127.0.0.1"] * 100)
    with no_connection(monkeypatch) as tried:
        fetch = SafeFetcher(resolver=lambda *_: [next(answers)])
        for _ in range(100):
            with suppress(FetchFailed):
                fetch("http://rebinding.example/", accept=JSON_TYPES)
    assert set(tried) == {("93.184.215.14", 80)}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://badges.example:8080/", "bad-port"),
        ("http://badges.example:22/", "bad-port"),
        ("https://user@badges.example/", "bad-address"),
        ("https://user:word@badges.example/", "bad-address"),
        ("https://badges.example/\r\nHost: inside", "bad-address"),
        ("https://badges.example/a b", "bad-address"),
        ("https://badges.example\\@inside/", "bad-address"),
        ("https:///nothing", "bad-address"),
        ("https://badges.example:99999/", "bad-address"),
        ("https://" + "a" * 3000, "bad-address"),
        ("file:///etc/hostname", "bad-scheme"),
        ("gopher://badges.example/", "bad-scheme"),
        ("data:text/plain,a", "bad-scheme"),
        ("ftp://badges.example/", "bad-scheme"),
        ("//badges.example/", "bad-scheme"),
        ("", "bad-scheme"),
    ],
)
def test_an_unusual_address_is_refused_before_anything_is_asked(url, code):
    assert code_of(SafeFetcher(resolver=Silence()), url) == code


@contextmanager
def server(answer: Callable[[socket.socket, str], None]) -> Iterator[str]:
    """A real server on 127.0.0.1: `answer` gets the socket and the path."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = listening.accept()
                with suppress(OSError), line:
                    asked = line.recv(65536).decode("latin-1")
                    answer(line, asked.split(" ")[1])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


def reply(
    body: bytes, *, status: str = "200 OK", headers: str = "Content-Type: application/ld+json; charset=utf-8"
) -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def near(**options: object) -> SafeFetcher:
    return SafeFetcher(allow_loopback=True, **options)


def test_an_answer_comes_with_its_status_type_and_bytes():
    with server(lambda line, path: line.sendall(reply(b'{"revoked": true}', status="410 Gone"))) as base:
        assert near()(f"{base}/a#part", accept=JSON_TYPES) == Fetched(
            f"{base}/a", 410, "application/ld+json", b'{"revoked": true}'
        )


def test_without_the_switch_this_machine_is_out_of_reach():
    with server(lambda line, path: line.sendall(reply(b"{}"))) as base:
        assert code_of(SafeFetcher(), base) in ("bad-port", "private-address")


def test_the_line_goes_to_the_checked_address_with_the_name_in_host():
    heard: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listening.accept()
        heard.append(line.recv(65536).decode())
        line.sendall(reply(b"{}"))
        line.close()

    threading.Thread(target=serve, daemon=True).start()
    port = listening.getsockname()[1]
    near(resolver=lambda *_: ["127.0.0.1"])(f"http://badges.example:{port}/b?c=é", accept=JSON_TYPES)
    listening.close()

    assert heard[0].split("\r\n")[0] == "GET /b?c=%C3%A9 HTTP/1.1"
    assert f"Host: badges.example:{port}" in heard[0].split("\r\n")
    assert "Cookie" not in heard[0]


def hops(count: int) -> Callable[[socket.socket, str], None]:
    def answer(line: socket.socket, path: str) -> None:
        done = int(path.strip("/"))
        if done == count:
            line.sendall(reply(b"{}"))
        else:
            line.sendall(reply(b"", status="302 Found", headers=f"Location: /{done + 1}"))

    return answer


def test_three_hops_are_followed_and_four_are_not():
    with server(hops(3)) as base:
        assert near()(f"{base}/0", accept=JSON_TYPES).url == f"{base}/3"
    with server(hops(4)) as base:
        assert code_of(near(), f"{base}/0") == "too-many-redirects"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://10.0.0.1/", "private-address"),
        ("http://169.254.169.254/latest/meta-data", "private-address"),
        ("http://[::ffff:10.0.0.1]/", "private-address"),
        ("file:///etc/hostname", "bad-scheme"),
        ("ftp://badges.example/", "bad-scheme"),
        ("http://user@badges.example/", "bad-address"),
    ],
)
def test_a_redirection_is_checked_like_a_first_address(target, code):
    with server(lambda line, path: line.sendall(reply(b"", status="302 Found", headers=f"Location: {target}"))) as base:
        assert code_of(near(resolver=Silence()), base) == code


def drops(line: socket.socket, path: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        line.sendall(b" ")
        time.sleep(0.1)


def endless_headers(line: socket.socket, path: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"A: " + b"b" * 60 + b"\r\n")
        time.sleep(0.05)


def one_long_header(line: socket.socket, path: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nA: ")
    while True:
        line.sendall(b"b")
        time.sleep(0.1)


def silence(line: socket.socket, path: str) -> None:
    time.sleep(9)


@pytest.mark.parametrize("slow", [drops, endless_headers, one_long_header, silence])
def test_a_server_that_drags_is_left_at_the_deadline(slow):
    began = time.monotonic()
    with server(slow) as base:
        assert code_of(near(max_seconds=0.6), base) in ("timeout", "bad-answer")
    assert time.monotonic() - began < 4


def test_a_resolver_that_drags_is_left_at_the_deadline():
    fetch = SafeFetcher(resolver=lambda *_: time.sleep(3) or [], max_seconds=0.3)

    assert code_of(fetch, "https://badges.example/") == "timeout"


def a_gigabyte(line: socket.socket, path: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
    while True:
        line.sendall(b" " * 65536)


def a_bomb(line: socket.socket, path: str) -> None:
    line.sendall(reply(gzip.compress(b" " * 100_000_000), headers="Content-Encoding: gzip"))


@pytest.mark.parametrize("flood", [a_gigabyte, a_bomb])
def test_a_body_over_five_megabytes_is_refused(flood):
    with server(flood) as base:
        assert code_of(near(), base) == "too-long"


@pytest.mark.parametrize(
    "noise", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 999999 X\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500]
)
def test_noise_is_no_answer(noise):
    with server(lambda line, path: line.sendall(noise)) as base:
        assert code_of(near(), base) in ("bad-answer", "no-connection")


def test_a_closed_port_is_no_connection():
    with server(lambda line, path: None) as base:
        pass
    assert code_of(near(), base) in ("no-connection", "bad-answer")


def test_https_does_not_fall_to_http(monkeypatch):
    fetch = near(resolver=lambda *_: ["127.0.0.1"])
    answers = iter([(Fetched("", 302, "", b""), "http://badges.example/")])
    monkeypatch.setattr(fetch, "_ask", lambda *_, **__: next(answers))

    assert code_of(fetch, "https://badges.example/") == "insecure-redirect"


def test_offline_reaches_nothing():
    assert code_of(offline, "https://badges.example/") == "offline"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "badge.json").write_bytes(b'{"a": 1}')
    index = {
        "https://b.example/1": "badge.json",
        "https://b.example/gone": {"file": "badge.json", "status": 410, "type": "application/json"},
        "https://b.example/out": "../outside.json",
        "https://b.example/lost": "lost.json",
        "did:web:b.example:o:1": "badge.json",
    }
    (tmp_path / "index.json").write_text(json.dumps(index))
    (tmp_path.parent / "outside.json").write_text("{}")
    return tmp_path


def test_a_folder_answers_what_its_index_names(folder):
    fetch = DocumentsFetcher(folder)

    assert fetch("https://b.example/1", accept="*/*") == Fetched(
        "https://b.example/1", 200, "application/ld+json", b'{"a": 1}'
    )
    assert fetch("https://b.example/gone", accept="*/*").status == 410
    assert fetch("https://b.example/o/1/did.json", accept="*/*").body == b'{"a": 1}'


@pytest.mark.parametrize(
    ("path", "code"), [("none", "not-in-documents"), ("lost", "not-in-documents"), ("out", "outside-documents")]
)
def test_a_folder_answers_nothing_else(folder, path, code):
    assert code_of(DocumentsFetcher(folder), f"https://b.example/{path}") == code


def test_a_folder_without_an_index_is_unreadable(tmp_path):
    with pytest.raises(Unreadable) as refusal:
        DocumentsFetcher(tmp_path)
    assert refusal.value.code == "no-index"
