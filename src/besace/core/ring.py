"""The ring of the group: one stroke for each person, drawn by rule."""

from __future__ import annotations

from math import cos, pi, sin

GAP = 8.0  # between two strokes, in units of the drawing
MOST_STROKES = 72  # beyond, a stroke would be thinner than its gap


def strokes(count: int, *, centre: float = 256, outer: float = 244, inner: float = 204) -> list[str]:
    """The SVG paths of `count` strokes, clockwise from the top."""
    count = max(1, min(count, MOST_STROKES))
    turn = 2 * pi / count
    return [_stroke(i * turn, (i + 1) * turn, centre=centre, outer=outer, inner=inner) for i in range(count)]


def _stroke(start: float, end: float, *, centre: float, outer: float, inner: float) -> str:
    gap = min(GAP, (end - start) * inner / 3)
    far, near = gap / 2 / outer, gap / 2 / inner
    a, b = _point(start + near, inner, centre=centre), _point(start + far, outer, centre=centre)
    c, d = _point(end - far, outer, centre=centre), _point(end - near, inner, centre=centre)
    large = int(end - start > pi)
    return f"M{a}L{b}A{outer:g} {outer:g} 0 {large} 1 {c}L{d}A{inner:g} {inner:g} 0 {large} 0 {a}Z"


def _point(angle: float, radius: float, *, centre: float) -> str:
    return f"{centre + radius * sin(angle):.1f} {centre - radius * cos(angle):.1f}"
