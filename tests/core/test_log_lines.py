"""The log names the page that was asked for, and never keeps an address that opens something."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from besace.core.log_lines import NoAddress

pytestmark = pytest.mark.django_db
SECRET = "dHdlbHZlLWJ5dGVzLW9yLXNv"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site's own handler writes."""
    handlers = [h for h in logging.getLogger().handlers if any(isinstance(f, NoAddress) for f in h.filters)]
    assert len(handlers) == 1, "the console's handler hides addresses"
    (console,) = handlers
    assert isinstance(console, logging.StreamHandler)
    written = io.StringIO()
    before = console.setStream(written)
    yield written
    if before is not None:
        console.setStream(before)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        (f"/e/{SECRET}", "Conflict: /e/<str:secret>"),
        (f"/q/{SECRET}", "Conflict: /q/<str:token>"),
        (f"/r/{SECRET}", "Not Found: /r/<str:secret>"),
        (f"/jury/{SECRET}", "Not Found: /jury/<str:secret>"),
        (f"/recommander/{SECRET}", "Not Found: /recommander/<str:secret>"),
        (f"/ecran/{SECRET}", "Not Found: /ecran/<str:key>"),
        (f"/seances/{SECRET}.ics", "Not Found: /seances/<str:key>.ics"),
        (f"/e/{SECRET}/é", "Not Found: /e/…"),
        (f"/{SECRET}", "Not Found: /…"),
    ],
)
def test_a_refused_address_is_not_kept(path: str, page: str, log: io.StringIO) -> None:
    Client().get(path)
    assert page in log.getvalue()
    assert SECRET not in log.getvalue()


def test_a_form_without_its_key_is_refused_without_its_address(log: io.StringIO) -> None:
    Client(enforce_csrf_checks=True).post(f"/jury/{SECRET}")
    assert "/jury/<str:secret>" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_no_typed_line_becomes_a_line_of_the_log(log: io.StringIO) -> None:
    Client().get("/x/%0d%0a2026-01-01 INFO besace all is well%1b[31m")
    assert log.getvalue().count("\n") == 1
    assert "all is well" not in log.getvalue()
