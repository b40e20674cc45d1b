"""The Tab key alone, through one page: what it never reaches, what it reaches unseen, and where it would be caught."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STOPS = 400
PARTS_OF_A_DATE = 8  # day, month, year, hour, minute, half of the day, its calendar: one field, seven stops

# What can be pressed or filled in, one stop for each group of radio buttons: `data-stop` names it in what is found.
EXPECTED = """() => {
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert], dialog:not([open])");
  const form = (e) => [...document.forms].indexOf(e.form);
  const said = (e) => (e.innerText || e.name || "").trim().slice(0, 30);
  const name = (e, n) => e.type === "radio" && e.name
    ? `radio ${form(e)} ${e.name}` : `${n} <${e.tagName.toLowerCase()} ${e.className}> ${said(e)}`;
  const stops = [...document.querySelectorAll(can)].filter((e) => shown(e) && !e.disabled);
  stops.forEach((e, n) => { e.dataset.stop = name(e, n); });
  return [...new Set(stops.map((e) => e.dataset.stop))];
}"""

# Where the focus is: its name, whether a ring is drawn (on it, its label, what holds it), whether something hides it.
STOPPED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const drawn = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  const held = [e.nextElementSibling, e.parentElement, e.parentElement?.parentElement].filter(Boolean);
  const near = [e, ...(e.labels ?? []), ...held];
  const seen = e.labels?.[0] && e.getBoundingClientRect().width < 4 ? e.labels[0] : e;
  const box = seen.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2);
  const isShown = Boolean(over) && near.some((one) => one.contains(over) || over.contains(one));
  const isRinged = near.some((one) => drawn(getComputedStyle(one)));
  return [e.dataset.stop ?? `unexpected ${e.outerHTML.slice(0, 60)}`, isRinged, isShown];
}"""


def faults(page: Page) -> list[str]:
    """What one with a keyboard alone could not do on this page; empty is what we want."""
    page.evaluate("document.activeElement.blur()")
    waited = page.evaluate(EXPECTED)
    stops = _walk(page)
    reached = {name for name, _ringed, _shown in stops}
    found = [f"never reached: {name}" for name in waited if name not in reached]
    found += [f"no ring: {name}" for name, ringed, _shown in stops if not ringed]
    found += [f"hidden under something: {name}" for name, _ringed, shown in stops if not shown]
    return found


def _walk(page: Page) -> list[tuple[str, bool, bool]]:
    """Every stop once, round the page: some begin in its middle, where something had the focus already."""
    stops: list[tuple[str, bool, bool]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOPPED)
        if stop is None:  # the browser has the focus; the next Tab is at the top of the page
            continue
        if len(stops) > 1 and stop[0] == stops[0][0] != stops[-1][0]:
            return stops
        stops.append((stop[0], stop[1], stop[2]))
        if len(stops) > PARTS_OF_A_DATE and {name for name, *_rest in stops[-PARTS_OF_A_DATE:]} == {stop[0]}:
            return [*stops, (f"caught at {stop[0]}", False, False)]
    return [*stops, ("caught in a circle", False, False)]
