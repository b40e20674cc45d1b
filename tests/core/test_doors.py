"""The small doors beside Django: static files; and the one that Django's pages go through."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

import pytest

from besace.config.pages import LARGEST_BODY, Pages
from besace.core.static_door import StaticDoor


class Answer:
    def __init__(self) -> None:
        self.status, self.headers, self.body = 0, {}, b""

    async def send(self, message: MutableMapping[str, Any]) -> None:
        self.status = message.get("status", self.status)
        self.headers |= {k.decode(): v.decode() for k, v in message.get("headers", [])}
        self.body += message.get("body", b"")


def scope(path: str, *, method: str = "GET", **headers: str) -> dict[str, Any]:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "query_string": b"a=%C3%A9", "headers": pairs}


def ask(application: Callable[[Any, Any, Any], Awaitable[None]], asked: dict[str, Any], *body: bytes) -> Answer:
    answer, chunks = Answer(), list(body) or [b""]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    asyncio.run(application(asked, receive, answer.send))  # type: ignore[arg-type]
    return answer


# --- static ------------------------------------------------------------------------------------------------------


@pytest.fixture
def static_files(tmp_path: Path) -> StaticDoor:
    for name, text in {"css/a.b5983219b71c.css": "body{}", "css/a.css": "body{}", "secret": "x"}.items():
        (tmp_path / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "static" / name).write_text(text)
    (tmp_path / "static" / "css" / "a.b5983219b71c.css.gz").write_bytes(gzip.compress(b"body{}"))
    (tmp_path / "key").write_text("nobody's business")
    return StaticDoor(tmp_path / "static", "/static/")


def asked_of(door: StaticDoor, asked: dict[str, Any]) -> Answer:
    file = door.find(asked["path"])
    assert file is not None
    return ask(lambda s, r, send: door(s, r, send, file), asked)


def test_a_hashed_file_is_kept_for_ever_and_comes_compressed(static_files: StaticDoor) -> None:
    answer = asked_of(static_files, scope("/static/css/a.b5983219b71c.css", accept_encoding="gzip, deflate"))

    assert gzip.decompress(answer.body) == b"body{}"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_browser_without_compression_gets_the_plain_file(static_files: StaticDoor) -> None:
    answer = asked_of(static_files, scope("/static/css/a.b5983219b71c.css"))

    assert (answer.body, "content-encoding" in answer.headers) == (b"body{}", False)


def test_a_file_without_hash_is_asked_again_and_not_sent_again(static_files: StaticDoor) -> None:
    first = asked_of(static_files, scope("/static/css/a.css"))
    second = asked_of(static_files, scope("/static/css/a.css", if_none_match=first.headers["etag"]))

    assert (second.status, second.body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/../key", "/static/%2e%2e/key", "/static//etc/passwd", "/static/", "/css/a.css"]
)
def test_nothing_outside_the_folder_is_known(static_files: StaticDoor, path: str) -> None:
    assert static_files.find(path) is None


# --- pages -------------------------------------------------------------------------------------------------------

seen: dict[str, Any] = {}


def wsgi(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    seen.clear()
    seen.update(environ)
    start_response("201 Created", [("Content-Type", "text/plain"), ("Set-Cookie", " a=1"), ("Set-Cookie", " b=2")])
    return [b"read ", str(len(environ["wsgi.input"].read())).encode()]


def test_a_page_gets_the_whole_request_and_gives_the_whole_answer() -> None:
    asked = scope("/atelier/été", method="POST", cookie="x=1", content_type="text/plain", content_length="999999")
    asked["headers"] += [(b"cookie", b"y=2"), (b"x_forwarded_proto", b"https"), (b"x-forwarded-proto", b"http")]
    answer = ask(Pages(wsgi), asked, b"carrots, ", b"leeks")

    assert (answer.status, answer.body) == (201, b"read 14")
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/atelier/été"
    assert (seen["QUERY_STRING"], seen["HTTP_COOKIE"]) == ("a=%C3%A9", "x=1; y=2")
    assert (seen["HTTP_X_FORWARDED_PROTO"], seen["CONTENT_LENGTH"]) == ("http", "14")


def test_asking_for_the_head_is_asking_for_the_page_without_its_body() -> None:
    answer = ask(Pages(wsgi), scope("/x", method="HEAD"))

    assert (answer.status, answer.body, seen["REQUEST_METHOD"]) == (201, b"", "GET")


def test_a_body_without_end_is_stopped() -> None:
    seen.clear()
    answer = ask(Pages(wsgi), scope("/x", method="POST"), *[b"x" * (LARGEST_BODY // 3)] * 4)

    assert (answer.status, seen) == (413, {})


def test_half_a_form_is_no_form() -> None:
    """The network was lost in the middle: what arrived is not what she said, and the whole comes again."""
    seen.clear()
    chunks = [
        {"type": "http.request", "body": b"once=1&idea=Parler dou", "more_body": True},
        {"type": "http.disconnect"},
    ]
    answer = Answer()

    async def receive() -> dict[str, Any]:
        return chunks.pop(0)

    asyncio.run(Pages(wsgi)(scope("/x", method="POST"), receive, answer.send))
    assert (seen, answer.status) == ({}, 0)


def test_the_threads_are_given_back() -> None:
    pages = Pages(wsgi)

    async def many() -> None:
        answers = [Answer() for _request in range(20)]

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        await asyncio.gather(*(pages(scope("/x"), receive, answer.send) for answer in answers))
        await pages.stop()
        assert {answer.status for answer in answers} == {201}

    asyncio.run(many())
