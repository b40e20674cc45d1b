"""Every screen of the demonstration, as each kind of person, at three sizes, light and dark, into var/screenshots.

python tools/screenshots.py            all of them
python tools/screenshots.py toile      those whose address holds this word
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "var" / "screenshots"
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ["BESACE_VAR"] = tempfile.mkdtemp(prefix="besace-screenshots-")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["DEMONSTRATION"] = "yes"

import django  # noqa: E402 -- the settings come first

django.setup()

from django.core.management import call_command  # noqa: E402 -- the same
from playwright.sync_api import Browser, sync_playwright  # noqa: E402 -- the same
from tests import browser  # noqa: E402 -- the same
from tests.look import crawl  # noqa: E402 -- the same

from besace.config import preparation, translations  # noqa: E402 -- Django comes first
from besace.config.demonstration import make_if_empty  # noqa: E402 -- the same
from besace.people.models import Person, Role  # noqa: E402 -- the same

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = {"360": browser.PHONE, "1280": browser.DESK, "1920": browser.WALL}


def people() -> Iterator[tuple[str, Person | None]]:
    """A visitor, and somebody of each role."""
    yield "visitor", None
    for role in Role.values:
        person = Person.objects.filter(memberships__role=role, is_active=True).order_by("created_at").first()
        if person:
            yield role, person


def prepare() -> None:
    """A database of its own with the demonstration in it, and nothing of the real one."""
    from django.conf import settings  # noqa: PLC0415 -- after the set-up

    preparation.write_instance_key(settings.INSTANCE_KEY_FILE)
    translations.compile_all()
    call_command("migrate", verbosity=0)
    make_if_empty(print)


def picture(chromium: Browser, site: str, who: str, person: Person | None, screen: crawl.Screen) -> int:
    """One screen at each size, light and dark; how many pictures."""
    name = re.sub(r"\W+", "-", re.sub(r"[<>^$\\]|\w+:", "", screen.route)).strip("-") or "accueil"
    folder = TARGET / who
    folder.mkdir(parents=True, exist_ok=True)
    for size, viewport in SIZES.items():
        context = browser.new_context(chromium, site, size=viewport, dark=False, locale="fr-FR", script=True)
        if person is not None:
            browser.sign_in(context, site, person)
        page = context.new_page()
        page.goto(screen.address, wait_until="load")
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light)
            page.screenshot(path=folder / f"{name}-{size}-{light}.png", full_page=size == "360")
        context.close()
    return len(SIZES) * 2


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    prepare()
    shutil.rmtree(TARGET, ignore_errors=True)
    taken, seen = 0, set[str]()
    with browser.serving() as site, sync_playwright() as playwright:
        chromium = browser.launched(playwright, browser.chromium())
        for who, person in people():
            for screen in crawl.screens(person):
                is_new = screen.route not in seen or who in {"visitor", Role.PARTICIPANT, Role.FACILITATOR}
                if wanted in screen.address and is_new:
                    seen.add(screen.route)
                    taken += picture(chromium, site, who, person, screen)
    print(f"{taken} pictures of {len(seen)} screens in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
