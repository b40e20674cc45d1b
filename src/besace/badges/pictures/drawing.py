"""Draws a badge: shape x symbol x ring, with one stroke for each person who stamped. The same input, the same bytes."""

from __future__ import annotations

from functools import cache
from math import asin, cos, pi, sin
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import lucide

from .choice import PALETTES, Choice
from .lettering import SEMIBOLD, Line, cut, fit, letters
from .shapes import SHAPES, Shape

PAPER = "#FCF9F2"
OUTER, INNER, GAP = 248.0, 229.0, 8.0
MOST_STROKES = 120  # beyond, strokes are too thin to be seen: the number is written on the badge's page
DRAWN_BY_US = {"donkey": (1.0, 205.0), "yarn": (0.9, 222.0), "pot": (0.82, 210.0)}
# Under 140 px (an icon in a list) the words go and the symbol grows.
SMALL = (
    "@media (max-width:140px){{.words{{display:none}}"
    ".sym{{transform:translate(256px,256px) scale(1.3) translate(-256px,-{y:g}px)}}}}"
)


def draw(choice: Choice, *, name: str, group: str, people: int, is_pencil: bool = False) -> str:
    """The SVG. `is_pencil`: before the stamp, thin lines and no ring."""
    shape, colour = SHAPES[choice.shape], PALETTES[choice.palette]
    ground, ink = (PAPER, colour) if is_pencil else (colour, PAPER)
    said = escape(f"Badge {name}, {group}")
    x, y, size = shape.symbol
    name_lines = _name_lines(name, shape)
    lift = 17.0 * (len(name_lines) - 1)
    symbol = _symbol(choice.symbol, x=x, y=y - lift * 0.9, size=size - lift * 1.3, light=ink, dark=ground)
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" role="img" ',
        f"aria-label={quoteattr(f'Badge {name}')}>",
        f"<title>{said}</title><style>{SMALL.format(y=y)}</style>",
        f'<circle cx="256" cy="256" r="256" fill="{PAPER}"/>',
        "" if is_pencil else ring(people, colour=colour),
        _ground(shape, colour=colour, is_pencil=is_pencil),
        "" if is_pencil else _hatching(shape, size=size, lift=lift),
        f'<g class="sym">{symbol}</g>',
        f'<g class="words">{_words(name_lines, group=group, shape=shape, colour=ink)}</g>',
        "</svg>",
    ]
    return "".join(parts)


def ring(people: int, *, colour: str, of: int | None = None) -> str:
    """`people` strokes filled, out of `of` (all of them by default): it fills while the group stamps."""
    strokes = max(1, min(of or people, MOST_STROKES))
    filled = min(people, strokes)
    gap = min(GAP, 2 * pi * INNER / strokes * 0.35)
    done = "".join(f'<path d="{_stroke(i, of=strokes, gap=gap)}" fill="{colour}"/>' for i in range(filled))
    left = "".join(
        f'<path d="{_stroke(i, of=strokes, gap=gap)}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        for i in range(filled, strokes)
    )
    return done + left


def _stroke(index: int, *, of: int, gap: float) -> str:
    """A segment of the ring with parallel sides, like a stamp's."""
    start, end = 2 * pi * index / of, 2 * pi * (index + 1) / of
    points = []
    for radius, angles in ((INNER, (start, end)), (OUTER, (end, start))):
        inset = asin(min(gap / 2 / radius, 0.9))
        for angle, sign in zip(angles, (1, -1) if radius == INNER else (-1, 1), strict=True):
            turned = angle + sign * inset
            points.append((256 + radius * sin(turned), 256 - radius * cos(turned)))
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    large = int(of == 1)
    return (
        f"M{ax:.1f} {ay:.1f}A{INNER:g} {INNER:g} 0 {large} 1 {bx:.1f} {by:.1f}"
        f"L{cx:.1f} {cy:.1f}A{OUTER:g} {OUTER:g} 0 {large} 0 {dx:.1f} {dy:.1f}Z"
    )


def _ground(shape: Shape, *, colour: str, is_pencil: bool) -> str:
    if is_pencil:
        return f'<path d="{shape.outline}" fill="none" stroke="{colour}" stroke-width="3" stroke-dasharray="14 7"/>'
    inner = "translate(256 256) scale(.955) translate(-256 -256)"
    return (
        f'<path d="{shape.outline}" fill="{colour}"/>'
        f'<path d="{shape.outline}" fill="none" stroke="{PAPER}" stroke-width="2.5" transform="{inner}"/>'
    )


def _hatching(shape: Shape, *, size: float, lift: float) -> str:
    """The engraver's wedges on both sides of the symbol, where there is room for them."""
    wedges, top, bottom = [], *shape.hatch
    pattern = (14, 18, 34, 22, 40, 26, 46, 30, 50, 34, 54, 28, 48, 24, 42, 20, 36, 16, 28, 14)
    rows = [top + 9.5 * i for i in range(int((bottom - lift - top) / 9.5))]
    for index, y in enumerate(rows):
        edge = shape.half(y) * 0.955 - 9
        length = min(pattern[(index + (20 - len(rows)) // 2) % len(pattern)], edge - size * 0.56)
        if length < 9:
            continue
        for side in (-1, 1):
            far, near = 256 + side * edge, 256 + side * (edge - length)
            wedges.append(f"M{far:.1f} {y - 2.3:.1f}L{near:.1f} {y:.1f}L{far:.1f} {y + 2.3:.1f}Z")
    return f'<path class="words" d="{"".join(wedges)}" fill="{PAPER}"/>' if wedges else ""


def _symbol(name: str, *, x: float, y: float, size: float, light: str, dark: str) -> str:
    if name in DRAWN_BY_US:
        scale, middle = DRAWN_BY_US[name]
        scale *= size / 196
        drawn = _drawn(name).replace("{light}", light).replace("{dark}", dark)
        return f'<g transform="translate({x:g} {y:g}) scale({scale:.3f}) translate(-256 -{middle:g})">{drawn}</g>'
    size *= 1.1  # Lucide leaves a margin around its icons
    return (
        f'<g transform="translate({x - size / 2:.1f} {y - size / 2:.1f}) scale({size / 24:.3f})" fill="none" '
        f'stroke="{light}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{_lucide(name)}</g>'
    )


@cache
def _drawn(name: str) -> str:
    return (Path(__file__).with_name("drawn") / f"{name}.svg").read_text(encoding="utf-8").strip()


@cache
def _lucide(name: str) -> str:
    """Lucide's own paths (ISC), without its frame."""
    icon = ET.fromstring(lucide._render_icon(name, None))  # noqa: S314 -- a file of the package, not of a stranger
    return "".join(ET.tostring(child, encoding="unicode") for child in icon)


def _name_lines(name: str, shape: Shape) -> list[Line]:
    """One line if it fits in a good size, else two, else cut."""
    within = 2 * shape.half(shape.name_at) * 0.955 - 40
    if line := fit(name, within=within, largest=50, smallest=27):
        return [line]
    words = name.split()
    halves = sorted(
        ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))),
        key=lambda pair: max(map(len, pair)),
    )
    for first, second in halves:
        one = fit(first, within=within + 16, largest=34, smallest=20)
        two = fit(second, within=within, largest=34, smallest=20)
        if one and two:
            size = min(one.size, two.size)
            return [
                Line(one.text, size, one.width * size / one.size),
                Line(two.text, size, two.width * size / two.size),
            ]
    return [cut(name, within=within, size=27)]


def _words(lines: list[Line], *, group: str, shape: Shape, colour: str) -> str:
    written = ""
    for index, line in enumerate(lines):
        up = (len(lines) - 1 - index) * line.size * 1.08
        written += letters(line, y=shape.name_at - up, colour=colour)
    within = 2 * shape.half(shape.group_at) * 0.955 - 44
    who = fit(group, within=within, largest=20, smallest=14, face=SEMIBOLD) or cut(
        group, within=within, size=15, face=SEMIBOLD
    )
    return written + letters(who, y=shape.group_at, colour=colour, face=SEMIBOLD)
