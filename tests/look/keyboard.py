"""The Tab key alone, through one page: what it never reaches, what it reaches unseen, and where it would be caught."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STOPS = 400
PARTS_OF_A_DATE = 6  # day, month, year, hour, minute, its calendar: one field, several stops

# What can be pressed or filled in, one stop for each group of radio buttons: `data-stop` names it in what is found.
EXPECTED = """() => {
  const seen = new Set();
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert]");
  const group = (e) => e.type === "radio" && e.name ? `radio ${e.form ? [...document.forms].indexOf(e.form) : ""} ${e.name}` : null;
  return [...document.querySelectorAll(can)].filter((e) => shown(e) && !e.disabled && !e.closest("dialog:not([open])"))
    .map((e, n) => {
      const name = group(e) ?? `${n} <${e.tagName.toLowerCase()} ${e.className?.baseVal ?? e.className}> ${(e.innerText || e.name || "").trim().slice(0, 30)}`;
      e.dataset.stop = name;
      return name;
    }).filter((name) => !seen.has(name) && seen.add(name));
}"""

# Where the focus is: its name, whether a ring is drawn (on it, its label, or what holds it), whether something hides it.
STOPPED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const ring = (x) => { const s = getComputedStyle(x); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"; };
  const around = [e, ...(e.labels ?? []), e.nextElementSibling, e.parentElement, e.parentElement?.parentElement].filter(Boolean);
  const box = (e.labels?.[0] && e.getBoundingClientRect().width < 4 ? e.labels[0] : e).getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, innerHeight / 2);
  const over = document.elementFromPoint(x, y);
  const own = over && around.some((near) => near.contains(over) || over.contains(near));
  return [e.dataset.stop ?? `unexpected ${e.outerHTML.slice(0, 60)}`, around.some(ring), Boolean(own)];
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
