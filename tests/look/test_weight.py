"""A participant's first page: 60 KB compressed at most (the font apart), 12 requests at most (PROTOCOL.md E12)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

from besace.config.demonstration.people import to_be
from besace.core import gathered
from tests.browser import client_of
from tests.look import crawl

MOST_BYTES, MOST_REQUESTS = 60_000, 12
PICTURE = re.compile(r'<img[^>]* src="(/[^"]+)"')
LINKED = re.compile(r'(?:src|href)="' + settings.STATIC_URL + r'([^"]+)"')


def compressed(text: bytes) -> int:
    return len(gzip.compress(text, 6))


def weigh(html: str) -> tuple[int, int]:
    """Bytes and requests of a page with all that it names in our static files."""
    files = [Path(finders.find(name) or name) for name in sorted(set(LINKED.findall(html)))]
    return compressed(html.encode()) + sum(compressed(f.read_bytes()) for f in files), 1 + len(files)


@pytest.mark.parametrize("address", ["/composants/choix", "/composants/telephone"])
def test_a_phone_carries_little(client: Client, db: None, address: str) -> None:
    fonts = 1
    size, requests = weigh(client.get(address).content.decode())

    assert (size <= MOST_BYTES, requests + fonts <= MOST_REQUESTS) == (True, True), (size, requests)


def test_every_page_of_a_participant_is_light(story: None) -> None:
    """Its pictures counted; /composants is for those who build screens."""
    person = to_be()["participant"]
    client, heavy = client_of(person), {}
    for screen in crawl.screens(person):
        if screen.route.startswith("composants"):
            continue
        html = client.get(screen.address).content.decode()
        size, requests = weigh(html)
        pictures = [address for address in sorted(set(PICTURE.findall(html))) if not address.startswith("/static/")]
        size += sum(compressed(client.get(address).content) for address in pictures)
        if size > MOST_BYTES or requests + len(pictures) + 1 > MOST_REQUESTS:  # 1: the font
            heavy[screen.route] = (size, requests + len(pictures) + 1)

    assert heavy == {}


def test_the_sheet_asks_for_the_font_and_nothing_else() -> None:
    asked = re.findall(r"url\(\"([^\"]+)\"\)", gathered.sheet())

    assert [name for name in asked if not name.startswith("../vendor/fonts/atkinson-")] == []


def test_each_behaviour_keeps_its_names_to_itself() -> None:
    script = gathered.script()

    assert re.findall(r"^\s*(?:import|export)\b", script, re.MULTILINE) == []
    assert script.count("{") == script.count("}")


def test_a_fault_in_the_house_is_told_without_asking_anything() -> None:
    page = render_to_string("errors/500.html")

    assert "Besace a eu un problème" in page
