"""The lines of a drawn web, as SVG paths: marks, threads drawn by hand, spokes, the spider's rounds."""

from __future__ import annotations

from math import ceil, cos, hypot, pi, sin
from zlib import crc32

from .geometry import Canvas, Spot, turn_of, way_of
from .layout import Layout

RINGS = (0.34, 0.52, 0.7, 0.9)
# corners, turned by, grown by: so that all marks look as large as the circle
POLYGONS = {1: (4, pi / 4, 1.2), 2: (3, 0.0, 1.2), 3: (4, 0.0, 1.2), 4: (6, pi / 6, 1.1), 5: (5, 0.0, 1.1)}
CROSS = (
    *((-0.4, -1), (0.4, -1), (0.4, -0.4), (1, -0.4), (1, 0.4), (0.4, 0.4)),
    *((0.4, 1), (-0.4, 1), (-0.4, 0.4), (-1, 0.4), (-1, -0.4), (-0.4, -0.4)),
)


def mark(place: int, *, x: float, y: float, radius: float) -> str:
    """The branch's shape: a circle, a square, a triangle, a diamond, a hexagon, a pentagon, a cross, a half-moon."""
    kind = place % 8
    if kind == 0:
        r = rounded(radius)  # the chord is twice the rounded radius, or the circle comes out as an egg
        return f"M{rounded(x - r)} {rounded(y)}a{r} {r} 0 1 0 {2 * r:g} 0a{r} {r} 0 1 0 {-2 * r:g} 0Z"
    if kind == 6:
        return "M" + "L".join(f"{rounded(x + radius * dx)} {rounded(y + radius * dy)}" for dx, dy in CROSS) + "Z"
    if kind == 7:
        arc = f"a{rounded(radius)} {rounded(radius)} 0 0 1 {rounded(2 * radius)} 0"
        return f"M{rounded(x - radius)} {rounded(y + radius * 0.5)}{arc}Z"
    corners, turned, grown = POLYGONS[kind]
    reach = radius * grown
    y += reach * (1 + cos(pi * (corners - 1) / corners)) / 2 if corners % 2 else 0  # its middle stays at the spot
    angles = [turned + 2 * pi * i / corners for i in range(corners)]
    return "M" + "L".join(f"{rounded(x + reach * sin(a))} {rounded(y - reach * cos(a))}" for a in angles) + "Z"


def by_hand(points: list[tuple[float, float]], *, seed: str) -> str:
    """A smooth line through the points, with the tremor of a hand."""
    if not points:
        return ""
    shaken = [
        (x + _tremor(seed, i, "x"), y + _tremor(seed, i, "y")) if 0 < i < len(points) - 1 else (x, y)
        for i, (x, y) in enumerate(points)
    ]
    path = f"M{rounded(shaken[0][0])} {rounded(shaken[0][1])}"
    for i in range(1, len(shaken) - 1):
        (cx, cy), (nx, ny) = shaken[i], shaken[i + 1]
        path += f"Q{rounded(cx)} {rounded(cy)} {rounded((cx + nx) / 2)} {rounded((cy + ny) / 2)}"
    return path + f"L{rounded(shaken[-1][0])} {rounded(shaken[-1][1])}"


def _tremor(seed: str, index: int, axis: str) -> float:
    return (crc32(f"{seed}{index}{axis}".encode()) % 1000 / 1000 - 0.5) * 4.5


def spoke_of(start: tuple[float, float], *, hub: Spot) -> str:
    """A thread that thins from the centre to the branch's name."""
    x, y = start
    length = hypot(hub.x - x, hub.y - y) or 1
    across, down = -(hub.y - y) / length, (hub.x - x) / length
    corners = [(x, y, 11.0), (hub.x, hub.y, 2.5), (hub.x, hub.y, -2.5), (x, y, -11.0)]
    return "M" + "L".join(f"{rounded(cx + across * w)} {rounded(cy + down * w)}" for cx, cy, w in corners) + "Z"


def cobweb_of(layout: Layout) -> str:
    """The spider's rounds, hung from the branches' directions alone: they too hold still when an idea comes."""
    canvas = layout.canvas
    turns = sorted(turn_of(h.x, h.y, canvas=canvas) for h in layout.hubs.values())
    if not turns:
        return ""
    axes = []
    for start, end in zip(turns, [*turns[1:], turns[0] + 4], strict=True):
        steps = max(1, ceil((end - start) / 0.55))
        axes += [start + (end - start) * i / steps for i in range(steps)]
    rounds = []
    for ring in RINGS:
        points = [_at(turn, ring=ring, canvas=canvas) for turn in axes]
        path = f"M{rounded(points[0][0])} {rounded(points[0][1])}"
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            mx, my = (ax + bx) / 2, (ay + by) / 2
            pulled = f"{rounded(mx + (canvas.x - mx) * 0.13)} {rounded(my + (canvas.y - my) * 0.13)}"
            path += f"Q{pulled} {rounded(bx)} {rounded(by)}"
        rounds.append(path)
    return "".join(rounds)


def _at(turn: float, *, ring: float, canvas: Canvas) -> tuple[float, float]:
    across, down = way_of(turn)
    flat = hypot(across, down)
    return canvas.x + canvas.x * across / flat * ring * 0.86, canvas.y + canvas.y * down / flat * ring * 0.98


def rounded(number: float) -> float:
    return round(number, 1)
