"""The web as SVG, from the places that `building` gave: threads, marks, horizontal words (PROTOCOL.md part 2).

Hidden to those who listen: the same branches and criteria are always beside it as a list. Colours are classes.
"""

from __future__ import annotations

from math import hypot

from django.utils.html import escape

from besace.building import placing
from besace.building.geometry import GAP, HEADING, LINE, Spot, centre_radius, wrap
from besace.building.models import Branch, Criterion, CriterionState, Web
from besace.building.rules import IN_THE_BADGE

MARKS = 5
FONT = "Atkinson Hyperlegible Next"
COLOURS = ("#1F3F77", "#23522E", "#6E4600", "#62295F", "#0D4F5A")
SHAPES = {
    1: '<circle r="{r}"/>',
    2: '<rect x="-{r}" y="-{r}" width="{d}" height="{d}"/>',
    3: '<path d="M0-{h}L{h} {r}H-{h}Z"/>',
    4: '<path d="M0-{h}L{h} 0 0 {h}-{h} 0Z"/>',
    5: '<path d="M-{h} 0L-{q}-{r}H{q}L{h} 0 {q} {r}H-{q}Z"/>',
}


def draw(web: Web) -> str:
    """One SVG of 1440 x 1040; the newest idea is circled in red, decided ones are solid."""
    now = placing.drawn(web)
    branches = {str(b.pk): b for b in web.branches.all()}
    criteria = {str(c.pk): c for c in web.criteria.select_related("branch")}
    shown = [criteria[label.id] for label in now.labels if label.id in now.layout.spots]
    newest = max(shown, key=lambda c: c.created_at, default=None)
    size, canvas = now.layout.size, now.layout.canvas
    parts = [
        f'<svg class="web" viewBox="0 0 {canvas.width:g} {canvas.height:g}" font-size="{size}" aria-hidden="true">',
        *(_spoke(canvas.x, canvas.y, at=hub, branch=branches[pk], size=size) for pk, hub in now.layout.hubs.items()),
        *(_thread(c, at=now.layout.spots[str(c.pk)], hub=now.layout.hubs[str(c.branch_id)]) for c in shown),
        *(_label(c, at=now.layout.spots[str(c.pk)], size=size, is_new=c == newest) for c in shown),
        *(_heading(branches[pk], at=hub, size=size) for pk, hub in now.layout.hubs.items()),
        _centre(web.theme, x=canvas.x, y=canvas.y, size=size),
        "</svg>",
    ]
    return "".join(parts)


def alone(web: Web) -> str:
    """The same drawing for paper: it carries its own colours, since no sheet of style goes with it."""
    plain = draw(web).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="1440" height="1040" ', 1)
    return plain.replace(' aria-hidden="true">', f' font-family="{FONT}"><style>{_paper_style()}</style>', 1)


def _paper_style() -> str:
    """As in static/css/pages/meetings.css, by day."""
    branches = "".join(
        f".web-{n} .web-mark *{{stroke:{c}}}.web-kept.web-{n} .web-mark *{{fill:{c}}}"
        f".web-spoke.web-{n},.web-thread.web-{n}{{stroke:{c}}}.web-head.web-{n}{{fill:{c}}}"
        for n, c in enumerate(COLOURS, start=1)
    )
    return (
        "text{fill:#14203A}.web-spoke{stroke-width:9;fill:none}.web-thread{stroke-width:2.5;fill:none}"
        ".web-mark *{fill:#fff;stroke-width:2}.web-kept text{font-weight:700}.web-head{font-weight:700;"
        "paint-order:stroke;stroke:#fff;stroke-width:8}.web-out text{text-decoration:line-through;fill:#524E47}"
        ".web-new{fill:none;stroke:none}.web-centre circle{fill:#14203A}.web-centre text{fill:#fff;font-weight:700}"
        + branches
    )


def _number(branch: Branch) -> int:
    return branch.place % MARKS + 1


def _spoke(x: float, y: float, *, at: Spot, branch: Branch, size: int) -> str:
    """From the disc to the branch's name, thick where it leaves."""
    far = hypot(at.x - x, at.y - y) or 1
    start = centre_radius(size) / far
    ax, ay = x + (at.x - x) * start, y + (at.y - y) * start
    return f'<path class="web-spoke web-{_number(branch)}" d="M{ax:.0f} {ay:.0f}L{at.x:.0f} {at.y:.0f}"/>'


def _thread(criterion: Criterion, *, at: Spot, hub: Spot) -> str:
    """A thread that bends a little, as one hangs them."""
    bend_x, bend_y = (hub.x + at.x) / 2 + (hub.y - at.y) * 0.08, (hub.y + at.y) / 2
    path = f"M{hub.x:.0f} {hub.y:.0f}Q{bend_x:.0f} {bend_y:.0f} {at.x:.0f} {at.y:.0f}"
    return f'<path class="web-thread web-{_number(criterion.branch)}" d="{path}"/>'


def _label(criterion: Criterion, *, at: Spot, size: int, is_new: bool) -> str:
    is_kept = criterion.state in IN_THE_BADGE
    is_out = criterion.state == CriterionState.REMOVED
    state = "kept" if is_kept else "out" if is_out else "new" if is_new else "open"
    mark = _mark(_number(criterion.branch), size=size)
    ring = f'<circle class="web-new" r="{size * 0.72:.0f}"/>' if is_new else ""
    lines = wrap(criterion.text)
    first = -(len(lines) - 1) * size * LINE / 2 + size * 0.34
    end, reach = ("start", size * GAP) if at.side > 0 else ("end", -size * GAP)
    words = "".join(
        f'<tspan x="{reach:.0f}" y="{first + i * size * LINE:.1f}">{escape(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    return (
        f'<g class="web-node web-{state} web-{_number(criterion.branch)}" transform="translate({at.x:.0f} {at.y:.0f})">'
        f'<g class="web-mark">{mark}</g>{ring}<text text-anchor="{end}">{words}</text></g>'
    )


def _heading(branch: Branch, *, at: Spot, size: int) -> str:
    big = size * HEADING
    lines = wrap(branch.name, limit=16)
    first = -(len(lines) - 1) * big * LINE / 2 + big * 0.34
    words = "".join(
        f'<tspan x="0" y="{first + i * big * LINE:.1f}">{escape(line)}</tspan>' for i, line in enumerate(lines)
    )
    return (
        f'<text class="web-head web-{_number(branch)}" font-size="{big:.0f}" text-anchor="middle" '
        f'transform="translate({at.x:.0f} {at.y:.0f})">{words}</text>'
    )


def _centre(theme: str, *, x: float, y: float, size: int) -> str:
    radius = centre_radius(size)
    lines = wrap(theme, limit=12)
    longest = max(map(len, lines))
    big = min(size * 1.25, radius * 1.75 / max(longest * 0.55, 1))
    first = -(len(lines) - 1) * big * LINE / 2 + big * 0.34
    words = "".join(
        f'<tspan x="0" y="{first + i * big * LINE:.1f}">{escape(line)}</tspan>' for i, line in enumerate(lines)
    )
    return (
        f'<g class="web-centre" transform="translate({x:.0f} {y:.0f})"><circle r="{radius:.0f}"/>'
        f'<text font-size="{big:.0f}" text-anchor="middle">{words}</text></g>'
    )


def _mark(number: int, *, size: int) -> str:
    radius = size * 0.34
    return SHAPES[number].format(
        r=f"{radius:.1f}", d=f"{radius * 2:.1f}", h=f"{radius * 1.15:.1f}", q=f"{radius * 0.58:.1f}"
    )
