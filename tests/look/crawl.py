"""Finds every page of the site by following its links as somebody: one address for each route."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.exceptions import Resolver404

from tests.browser import client_of

MOST_PAGES = 400


@dataclass(frozen=True)
class Screen:
    """A page that answers 200 to this person; `route` names it."""

    route: str
    address: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("/") and not href.startswith("//"):
            self.found.append(href.split("#")[0])


def entrances() -> list[str]:
    """Every address that needs no argument."""
    return ["/", *_bare(get_resolver().url_patterns, "")]


def screens(person: Any = None, *, client: Client | None = None) -> list[Screen]:
    """What this person (or a visitor) can reach, each page asked for once."""
    client = client or (Client() if person is None else client_of(person))
    waiting, asked, found = deque(entrances()), set[str](), dict[str, Screen]()
    while waiting and len(asked) < MOST_PAGES:
        address = waiting.popleft()
        route = _route(address)
        if not route or address in asked or route in found:
            continue
        asked.add(address)
        response = client.get(address)
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            found[route] = Screen(route, address)
            links = _Links()
            links.feed(response.content.decode())
            waiting.extend(links.found)
        elif response.status_code in {301, 302} and response["Location"].startswith("/"):
            waiting.append(response["Location"])
    return sorted(found.values(), key=lambda screen: screen.route)


def _route(address: str) -> str:
    try:
        return resolve(address.split("?")[0]).route or "/"
    except Resolver404:
        return ""


def _bare(patterns: list[URLPattern | URLResolver], namespace: str) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace or "") if part)
            found += _bare(pattern.url_patterns, inner)
        elif pattern.name:
            try:
                found.append(reverse(":".join(part for part in (namespace, str(pattern.name)) if part)))
            except NoReverseMatch:
                continue
    return found
