"""Draws the web as values for its template: threads by hand, a branch a colour and a line and a mark, states as ink.

Pure, and always the same for the same web: the wobble of a thread comes from its criterion's id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .geometry import (
    GAP,
    HEADING,
    LINE,
    Heading,
    Label,
    Spot,
    centre_radius,
    heading_box,
    label_box,
    thread,
    wrap,
)
from .layout import Layout
from .metrics import width_of
from .strokes import by_hand, cobweb_of, mark, rounded, spoke_of

COLOURS = 5
DASHES = ("", "16 7", "1 8", "16 7 1 7", "", "26 8", "6 6", "1 8 8 8")
INKS = ("#1F3F77", "#23522E", "#6E4600", "#62295F", "#0D4F5A")  # on paper; the screen has web.css
DOUBLE = 4  # the fifth branch is a double line


@dataclass(frozen=True, slots=True)
class Words:
    """A line of a label, where it is written."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    place: int
    colour: int
    state: str
    thread: str
    dash: str
    is_double: bool
    mark: str
    strike: str
    words: tuple[Words, ...]
    anchor: str
    is_latest: bool
    halo: tuple[float, float, float]
    underline: str

    @property
    def ink(self) -> str:
        return INKS[self.colour - 1]

    @property
    def is_ink(self) -> bool:
        return self.state in {"kept", "reworded"}

    @property
    def fill(self) -> str:
        return self.ink if self.is_ink else "#F6F0E3"

    @property
    def outline(self) -> str:
        return self.ink if self.is_ink else "#655F55"

    @property
    def weight(self) -> int:
        return 700 if self.is_ink else 400

    @property
    def text_fill(self) -> str:
        return "#524E47" if self.state == "removed" else "#14203A"


@dataclass(frozen=True, slots=True)
class BranchDrawn:
    id: str
    place: int
    colour: int
    spoke: str
    mark: str
    words: tuple[Words, ...]
    count: int

    @property
    def ink(self) -> str:
        return INKS[self.colour - 1]


@dataclass(frozen=True, slots=True)
class WebPicture:
    """What `building/_web.svg.html` draws. `is_crowded`: branches with counters, one of them in large."""

    width: float
    height: float
    size: float
    heading_size: float
    theme: tuple[Words, ...]
    theme_size: float
    centre: tuple[float, float, float]
    cobweb: str
    branches: tuple[BranchDrawn, ...]
    nodes: tuple[Node, ...]
    is_crowded: bool = False
    more: Words | None = None  # « + 12 » : those of the branch in large that have no room
    bracket: str = ""  # from the branch in large to its criteria
    bracket_colour: int = 1

    @property
    def theme_line(self) -> float:
        return self.centre[2] - 7


def picture(
    layout: Layout,
    *,
    labels: Sequence[Label],
    headings: Sequence[Heading],
    states: Mapping[str, str],
    theme: str,
    latest: str = "",
) -> WebPicture:
    places = {heading.id: place for place, heading in enumerate(headings)}
    shown = [label for label in labels if label.id in layout.spots and label.branch in layout.hubs]
    return framed(
        layout,
        theme=theme,
        branches=tuple(
            branch_of(h, layout=layout, place=places[h.id], count=sum(1 for one in shown if one.branch == h.id))
            for h in headings
            if h.id in layout.hubs
        ),
        nodes=tuple(
            node_of(
                one,
                at=layout.spots[one.id],
                line=thread(layout.hubs[one.branch], layout.spots[one.id]),
                size=layout.size,
                place=places[one.branch],
                state=states.get(one.id, "proposed"),
                is_latest=one.id == latest,
            )
            for one in shown
        ),
    )


def framed(
    layout: Layout,
    *,
    theme: str,
    branches: tuple[BranchDrawn, ...],
    nodes: tuple[Node, ...],
    is_crowded: bool = False,
    size: float | None = None,
    bracket: str = "",
    bracket_colour: int = 1,
    more: Words | None = None,
) -> WebPicture:
    canvas, radius = layout.canvas, centre_radius(layout.size)
    x, y = aside(layout) if is_crowded else (canvas.x, canvas.y)
    lines, theme_size = _theme(theme, radius=radius)
    top = y - (len(lines) - 1) / 2 * theme_size * LINE + theme_size * 0.35
    return WebPicture(
        width=canvas.width,
        height=canvas.height,
        size=size or layout.size,
        heading_size=round(layout.size * HEADING, 1),
        theme=tuple(Words(rounded(x), rounded(top + i * theme_size * LINE), line) for i, line in enumerate(lines)),
        theme_size=theme_size,
        centre=(rounded(x), rounded(y), rounded(radius)),
        cobweb="" if is_crowded else cobweb_of(layout),
        branches=branches,
        nodes=nodes,
        is_crowded=is_crowded,
        bracket=bracket,
        bracket_colour=bracket_colour,
        more=more,
    )


def aside(layout: Layout) -> tuple[float, float]:
    """Where the theme's disc goes when the branches need the middle."""
    return centre_radius(layout.size) + layout.canvas.margin * 2, layout.canvas.y


def node_of(
    label: Label,
    *,
    at: Spot,
    line: list[tuple[float, float]],
    size: float,
    place: int,
    state: str,
    is_latest: bool,
) -> Node:
    lines = wrap(label.text)
    x = at.x + at.side * size * GAP
    top = at.y - (len(lines) - 1) / 2 * size * LINE + size * 0.34
    box = label_box(label.text, at=at, size=size)
    reach = size * 0.42
    far = max(width_of(text, size=size) for text in lines)
    return Node(
        id=label.id,
        place=place,
        colour=place % COLOURS + 1,
        state=state,
        thread=by_hand(line, seed=label.id),
        dash=DASHES[place % len(DASHES)],
        is_double=place == DOUBLE,
        mark=mark(place, x=at.x, y=at.y, radius=reach),
        strike=_strike(at, lines=lines, size=size, top=top, reach=reach),
        words=tuple(Words(rounded(x), rounded(top + i * size * LINE), text) for i, text in enumerate(lines)),
        anchor="start" if at.side > 0 else "end",
        is_latest=is_latest,
        halo=(rounded(at.x), rounded(at.y), rounded(size * 0.72)),
        underline=f"M{rounded(x)} {rounded(box.bottom)}h{rounded(at.side * far)}",
    )


def _strike(at: Spot, *, lines: Sequence[str], size: float, top: float, reach: float) -> str:
    """Through the mark and through each line of words."""
    through = f"M{rounded(at.x - reach)} {rounded(at.y + reach)}L{rounded(at.x + reach)} {rounded(at.y - reach)}"
    for index, text in enumerate(lines):
        y = top + index * size * LINE - size * 0.28
        start = at.x + at.side * size * GAP
        through += f"M{rounded(start)} {rounded(y)}h{rounded(at.side * width_of(text, size=size) * 0.95)}"
    return through


def branch_of(
    heading: Heading, *, layout: Layout, place: int, count: int, start: tuple[float, float] | None = None
) -> BranchDrawn:
    hub, size = layout.hubs[heading.id], layout.size * HEADING
    lines = wrap(heading.text, limit=16)
    box = heading_box(heading.text, at=hub, size=layout.size)
    top = hub.y - (len(lines) - 1) / 2 * size * LINE + size * 0.34
    return BranchDrawn(
        id=heading.id,
        place=place,
        colour=place % COLOURS + 1,
        spoke=spoke_of(start, hub=Spot(box.left, hub.y))
        if start
        else spoke_of((layout.canvas.x, layout.canvas.y), hub=hub),
        mark=mark(place, x=box.left + size * 0.45, y=hub.y, radius=size * 0.36),
        words=tuple(
            Words(rounded(box.left + size), rounded(top + i * size * LINE), line) for i, line in enumerate(lines)
        ),
        count=count,
    )


def _theme(theme: str, *, radius: float) -> tuple[list[str], float]:
    """The name in its disc, as large as it may be."""
    for limit in (12, 14, 16, 20, 24):
        lines = wrap(theme, limit=limit)
        widest = max(width_of(line, size=1) for line in lines)
        size = min(44.0, 1.72 * radius / max(widest, len(lines) * LINE * 1.05))
        if size >= 18 or limit == 24:
            return lines, round(size, 1)
    raise AssertionError("the last limit always answers")
