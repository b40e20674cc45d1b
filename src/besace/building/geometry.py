"""The shapes of a drawn web: a canvas, boxes of words, ways round the centre. Plain geometry, no choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, pi, sin

from .metrics import width_of

LINE = 1.13  # a line's height, in text sizes
GAP = 0.85  # from the mark's centre to the label
WRAP, WRAP_LONG, MOST_LINES = 20, 30, 4
HEADING = 1.08


@dataclass(frozen=True, slots=True)
class Canvas:
    width: float = 1440
    height: float = 1040
    margin: float = 14

    @property
    def x(self) -> float:
        return self.width / 2

    @property
    def y(self) -> float:
        return self.height / 2


@dataclass(frozen=True, slots=True)
class Label:
    """A criterion to be drawn."""

    id: str
    branch: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A branch's name."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark's centre; its label is on the right (1) or on the left (-1) of it."""

    x: float
    y: float
    side: int = 1


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, *, apart: float = 0) -> bool:
        return (
            self.left < other.right + apart
            and other.left < self.right + apart
            and self.top < other.bottom + apart
            and other.top < self.bottom + apart
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom

    def is_within(self, canvas: Canvas) -> bool:
        m = canvas.margin
        return m <= self.left and self.right <= canvas.width - m and m <= self.top and self.bottom <= canvas.height - m


# --- words ---------------------------------------------------------------------------------------------------------


def wrap(text: str, *, limit: int = WRAP) -> list[str]:
    """Balanced lines of about `limit` letters; a very long text is cut, since the list beside says it whole."""
    return list(_wrapped(text, limit))


@lru_cache(maxsize=4096)  # the same words are tried in a hundred places
def _wrapped(text: str, limit: int) -> tuple[str, ...]:
    if len(text) > limit * MOST_LINES and limit == WRAP:
        return _wrapped(text, WRAP_LONG)
    lines = _fill(text, limit)
    while limit > 8 and len(tighter := _fill(text, limit - 1)) == len(lines) and _widest(tighter) < limit:
        limit, lines = limit - 1, tighter
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1].rstrip(" ,;") + "…"]
    return tuple(lines)


def _fill(text: str, limit: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= limit:
            lines[-1] += f" {word}"
        else:
            lines += [word[i : i + WRAP_LONG] for i in range(0, len(word), WRAP_LONG)]
    return lines or [""]


def _widest(lines: Sequence[str]) -> int:
    return max(map(len, lines))


# --- boxes ---------------------------------------------------------------------------------------------------------


def label_box(text: str, *, at: Spot, size: float) -> Box:
    """What the mark and its label cover."""
    lines = wrap(text)
    reach = size * GAP + max(width_of(line, size=size) for line in lines) + size * 0.15
    half = max(len(lines) * size * LINE, size * 1.15) / 2
    left, right = (at.x - size * 0.55, at.x + reach) if at.side > 0 else (at.x - reach, at.x + size * 0.55)
    return Box(left, at.y - half, right, at.y + half)


def heading_box(text: str, *, at: Spot, size: float) -> Box:
    """A branch's name with its mark, centred on the hub."""
    lines = wrap(text, limit=16)
    half = (max(width_of(line, size=size * HEADING) for line in lines) + size * 1.5) / 2
    tall = len(lines) * size * HEADING * LINE / 2 + size * 0.2
    return Box(at.x - half, at.y - tall, at.x + half, at.y + tall)


def centre_box(canvas: Canvas, *, size: float) -> Box:
    radius = centre_radius(size)
    return Box(canvas.x - radius, canvas.y - radius, canvas.x + radius, canvas.y + radius)


def centre_radius(size: float) -> float:
    return 3.1 * size + 10


# --- the round of the canvas: 0 at the top, clockwise, 4 sides of equal area ---


def turn_of(x: float, y: float, *, canvas: Canvas) -> float:
    """Which way a point lies from the centre, 0 to 4: equal steps sweep equal areas of the canvas."""
    across, down = (x - canvas.x) / canvas.x, (y - canvas.y) / canvas.y
    far = max(abs(across), abs(down)) or 1.0
    across, down = across / far, down / far
    if down <= -1 + 1e-9:
        return (across / 2) % 4
    if across >= 1 - 1e-9:
        return 1 + down / 2
    if down >= 1 - 1e-9:
        return 2 - across / 2
    return 3 - down / 2


def way_of(turn: float) -> tuple[float, float]:
    """The reverse: a direction, to be stretched by the canvas's halves."""
    turn %= 4
    if turn < 0.5 or turn >= 3.5:
        return 2 * (turn if turn < 0.5 else turn - 4), -1.0
    if turn < 1.5:
        return 1.0, 2 * (turn - 1)
    if turn < 2.5:
        return -2 * (turn - 2), 1.0
    return -1.0, -2 * (turn - 3)


def turn_apart(one: float, other: float) -> float:
    apart = abs(one - other) % 4
    return min(apart, 4 - apart)


def thread(start: Spot, end: Spot, *, bend: float = 0.07) -> list[tuple[float, float]]:
    """The thread from a hub to its mark, as points: a slack line, always the same."""
    length = hypot(end.x - start.x, end.y - start.y) or 1
    slack = bend * length * (1 if (end.x - start.x) * (end.y - start.y) >= 0 else -1)
    across = (-(end.y - start.y) / length * slack, (end.x - start.x) / length * slack)
    return [
        (
            start.x + (end.x - start.x) * t + across[0] * sin(pi * t),
            start.y + (end.y - start.y) * t + across[1] * sin(pi * t),
        )
        for t in (0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1)
    ]
