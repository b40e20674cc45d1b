"""A real Chromium on a real server: the fixtures of every journey.

    def test_something(visit, fatou):
        page = visit("/", person=fatou)            # a phone of hers, 360 x 740, in French
        wall = visit("/mur/…", size=WALL, dark=True)

Each visitor has a browser context of her own. At the end a test fails if a page wrote an error in its console
(a refused inline style is one) or asked another host for anything.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from django.conf import settings
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core import signing
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from besace.config.server import Server
from tests import factories

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's sync API runs a loop in the test's own thread

PHONE, TABLET, DESK, WALL = (360, 740), (768, 1024), (1280, 720), (1920, 1080)
DEVICE_COOKIE = "besace-device"
EXPECTED_REFUSAL = "Failed to load resource: "  # a refusal of ours, or a network that the test took away
Visit = Callable[..., Page]


def chromium() -> str | None:
    """Debian's Chromium, or the one that CHROMIUM names."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def serving(port: int = 0) -> Iterator[str]:
    """The site under uvicorn in a thread; its address."""
    from besace.config.asgi import application  # noqa: PLC0415 -- Django must be set up first

    listener = socket.socket()
    listener.bind(("127.0.0.1", port))
    address = f"http://localhost:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        ASGIStaticFilesHandler(application), lifespan="on", log_level="warning", timeout_graceful_shutdown=1
    )
    server = Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listener.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium without a screen."""
    path = chromium()
    if path is None:
        pytest.skip("No Chromium here: install it, or set CHROMIUM.")
    with sync_playwright() as playwright:
        yield launched(playwright, path)


def launched(playwright: Playwright, path: str | None) -> Browser:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = ["--no-sandbox"] if is_root else []
    return playwright.chromium.launch(executable_path=path, args=[*arguments, "--disable-dev-shm-usage"])


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The address of a running site on the test's database."""
    with serving() as address:
        yield address


@pytest.fixture
def visit(site: str, chromium_browser: Browser) -> Iterator[Visit]:
    """Opens an address for somebody on a device of her own; see the top of this file."""
    contexts: list[Any] = []
    faults: list[str] = []

    def open_page(
        address: str = "/",
        *,
        person: Any = None,
        size: tuple[int, int] = PHONE,
        dark: bool = False,
        locale: str = "fr-FR",
        script: bool = True,
    ) -> Page:
        context = new_context(chromium_browser, site, size=size, dark=dark, locale=locale, script=script)
        contexts.append(context)
        if person is not None:
            sign_in(context, site, person)
        page = context.new_page()
        watch(page, site, faults)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def browser_page(visit: Visit) -> Page:
    """One visitor's phone, on the first page."""
    return visit("/")


def new_context(browser: Browser, site: str, *, size: tuple[int, int], dark: bool, locale: str, script: bool) -> Any:
    return browser.new_context(
        base_url=site,
        locale=locale,
        timezone_id="Europe/Paris",
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        java_script_enabled=script,
    )


def client_of(person: Any) -> Client:
    """A client as if she had signed in on a device of hers: the ways of coming in have tests of their own."""
    device = uuid.uuid4()
    factories.know_device(person, device=device)
    client = Client()
    client.cookies[DEVICE_COOKIE] = signing.dumps({"id": str(device), "shared": False}, salt=DEVICE_COOKIE)
    client.force_login(person)
    return client


def sign_in(context: Any, site: str, person: Any) -> None:
    """Gives the browser the cookies of somebody who came in."""
    cookies = client_of(person).cookies
    names = (settings.SESSION_COOKIE_NAME, DEVICE_COOKIE)
    context.add_cookies([{"name": name, "value": cookies[name].value, "url": site} for name in names])


def watch(page: Page, site: str, faults: list[str]) -> None:
    """Keeps what must never happen: an error in the console, a question to another host."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED_REFUSAL):
            faults.append(f"{page.url}: {message.text}")

    def on_request(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and not request.url.startswith(site):
            faults.append(f"{page.url} asked {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", on_request)
