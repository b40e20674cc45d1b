"""SECURITY.md A38 on every page: what protects goes with each, and none names another host."""

from __future__ import annotations

import re

import pytest

from besace.config.demonstration.people import to_be
from tests.browser import client_of
from tests.look import crawl

FOREIGN = re.compile(r'<(?:script|link|img|iframe|source)[^>]+(?:src|href)="(?:https?:)?//')


@pytest.mark.parametrize("role", ["participant", "facilitator"])
def test_every_page_carries_the_headers_that_protect(story: None, role: str) -> None:
    person = to_be()[role]
    client, faults = client_of(person), []
    for screen in crawl.screens(person):
        answer = client.get(screen.address)
        policy = answer.headers.get("Content-Security-Policy", "")
        right = (
            answer.headers.get("X-Content-Type-Options") == "nosniff",
            bool(answer.headers.get("Referrer-Policy")),
            "frame-ancestors 'none'" in policy and "default-src 'none'" in policy,
            "unsafe-" not in policy,
            not FOREIGN.search(answer.content.decode()),
        )
        faults += [] if all(right) else [f"{screen.route}: {right}"]

    assert faults == []
