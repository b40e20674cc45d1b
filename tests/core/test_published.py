"""Public documents are served as they were written, before Django is asked."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from besace.core import published
from besace.core.published import PublishedDoor

ADDRESS = "/c/11111111-2222-3333-4444-555555555555"
BODY = '{"name": "Itérasinier"}'.encode()
JSON = "application/json"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PUBLISHED_ROOT = tmp_path
    return tmp_path


def ask(path: str, *, method: str = "GET", **headers: str) -> tuple[bool, list[dict[str, Any]]]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw}
    # A thread of its own: a browser test of the same session keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, PublishedDoor(("/c/", "/o/"))(scope, send)).result(), sent


def test_a_document_goes_out_byte_for_byte_and_may_be_read_from_anywhere() -> None:
    published.write(ADDRESS, BODY, media_type=JSON)
    answered, (start, body) = ask(ADDRESS, accept="*/*")
    headers = dict(start["headers"])

    assert (answered, start["status"], body["body"]) == (True, 200, BODY)
    assert headers[b"content-type"] == b"application/json"
    assert headers[b"access-control-allow-origin"] == b"*"
    assert headers[b"vary"] == b"Accept"


def test_somebody_who_has_it_already_gets_no_body() -> None:
    published.write(ADDRESS, BODY, media_type=JSON)
    etag = dict(ask(ADDRESS)[1][0]["headers"])[b"etag"].decode()
    _answered, (start, body) = ask(ADDRESS, if_none_match=f'"other", W/{etag}')
    assert (start["status"], body["body"]) == (304, b"")


def test_head_gives_the_length_without_the_body() -> None:
    published.write(ADDRESS, BODY, media_type=JSON)
    _answered, (start, body) = ask(ADDRESS, method="HEAD")
    assert (dict(start["headers"])[b"content-length"], body["body"]) == (str(len(BODY)).encode(), b"")


def test_a_new_document_replaces_the_former_at_once() -> None:
    published.write(ADDRESS, BODY, media_type=JSON)
    ask(ADDRESS)
    published.write(ADDRESS, b"gone", media_type=JSON, status=410)
    _answered, (start, body) = ask(ADDRESS)
    assert (start["status"], body["body"]) == (410, b"gone")


def test_a_page_is_left_to_django() -> None:
    published.write(ADDRESS, BODY, media_type=JSON)
    assert ask(ADDRESS, accept="text/html,*/*;q=0.8") == (False, [])


def test_what_was_taken_back_is_left_to_django() -> None:
    published.write(ADDRESS, BODY, media_type=JSON)
    published.remove(ADDRESS)
    assert ask(ADDRESS) == (False, [])


def test_a_page_of_another_site_may_ask_first() -> None:
    answered, (start, _body) = ask(ADDRESS, method="OPTIONS", origin="https://employer.example")
    assert (answered, start["status"]) == (True, 204)
    assert dict(start["headers"])[b"access-control-allow-origin"] == b"*"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_reading_is_answered_here(method: str) -> None:
    published.write(ADDRESS, BODY, media_type=JSON)
    assert ask(ADDRESS, method=method) == (False, [])


@pytest.mark.parametrize(
    "path",
    ["/c/../../secret-key", "/c/%2e%2e", "/c/..", "/c/.hidden", "/c//etc/passwd", "/c/a\0b", "/c/" + "a" * 500, "/c/é"],
)
def test_no_address_leads_out_of_the_folder(folder: Path, path: str) -> None:
    (folder.parent / "secret-key.document").write_bytes(b'{"status": 200, "type": "text/plain"}\nsecret')
    assert ask(path) == (False, [])
