"""axe on a page, at every width, in both lights, with the text doubled; and nothing lost on 320 px."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (360, 768, 1280)
DOUBLED = "document.documentElement.style.fontSize = '225%'"
NORMAL = "document.documentElement.style.fontSize = ''"
OVERFLOW = """() => {
  const name = (e) => `<${e.tagName.toLowerCase()} ${e.className?.baseVal ?? e.className}>`;
  const wide = document.documentElement.clientWidth;
  const hides = (e) => ["auto", "scroll", "hidden"].includes(getComputedStyle(e).overflowX);
  const scrolls = (e) => e && (hides(e) || scrolls(e.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > wide + 1 && e.getClientRects().length && !scrolls(e.parentElement))
    .slice(0, 5)
    .map((e) => `${name(e)} ${e.textContent.trim().slice(0, 30)}`);
}"""
axe = Axe()


def violations(page: Page) -> list[str]:
    """Every rule that axe finds broken, whatever its impact."""
    found = axe.run(page).response["violations"]
    return [f"{v['id']}: {v['help']} → {node['target']}" for v in found for node in v["nodes"][:4]]


def overflowing(page: Page) -> list[str]:
    """What sticks out of the page on the right."""
    return list(page.evaluate(OVERFLOW))


def faults(page: Page) -> list[str]:
    """All of it for one page, as sentences that say where: empty is what we want."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{scheme} {width}: {fault}" for fault in violations(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 px: {fault} sticks out" for fault in overflowing(page)]
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate(DOUBLED)
    found += [f"200 %: {fault}" for fault in violations(page)]
    found += [f"200 %: {fault} sticks out" for fault in overflowing(page)]
    page.evaluate(NORMAL)
    return found
