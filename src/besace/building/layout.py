"""Where each criterion is drawn on the web: pure geometry, the same for the projector, the page and the minutes.

Each branch owns a sector as large as its number of criteria; labels stay horizontal, wrapped, and go outward until they
find room. What was placed does not move when something is added: only `lay` (« Ranger la toile ») moves things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, hypot

from .geometry import (
    Box,
    Canvas,
    Heading,
    Label,
    Spot,
    centre_box,
    heading_box,
    label_box,
    thread,
    turn_apart,
    turn_of,
    way_of,
)

SIZES = (32, 30, 28, 26, 24, 22, 20, 19, 18)
CROSSING = 0.9  # what a thread passing under words costs
SINGLE_DRAWING = 60  # above, the web of branches with counters and one branch in large


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything placed so far. `size` is the text's, in the canvas's pixels."""

    size: int
    hubs: Mapping[str, Spot]
    spots: Mapping[str, Spot]
    canvas: Canvas = field(default_factory=Canvas)


# --- placing -------------------------------------------------------------------------------------------------------


def lay(labels: Sequence[Label], *, headings: Sequence[Heading], canvas: Canvas | None = None) -> Layout | None:
    """The whole web anew, in the largest text that fits; None when it does not fit at all."""
    canvas = canvas or Canvas()
    for size in SIZES[_first_size(len(labels)) :]:
        layout = _lay_in(size, labels=labels, headings=headings, canvas=canvas)
        if layout:
            return layout
    return None


def add_label(layout: Layout, label: Label, *, labels: Sequence[Label], headings: Sequence[Heading]) -> Layout | None:
    """Place one more without moving any other; when it is full, the text of all gets smaller where it stands."""
    for size in [layout.size, *(s for s in SIZES if s < layout.size)]:
        room = _Room(replace(layout, size=size), labels=labels, headings=headings)
        spot = room.find(label)
        if spot:
            return replace(layout, size=size, spots={**layout.spots, label.id: spot})
    return None


def add_heading(
    layout: Layout, heading: Heading, *, labels: Sequence[Label], headings: Sequence[Heading]
) -> Layout | None:
    """A new branch takes the widest gap between two others."""
    turns = sorted(turn_of(hub.x, hub.y, canvas=layout.canvas) for hub in layout.hubs.values())
    gaps = [((after - before) % 4 or 4, before) for before, after in zip(turns, turns[1:] + turns[:1], strict=True)]
    wanted = [0.5] if not turns else [start + gap / 2 for gap, start in sorted(gaps, key=lambda g: (-g[0], g[1]))]
    for size in [layout.size, *(s for s in SIZES if s < layout.size)]:
        room = _Room(replace(layout, size=size), labels=labels, headings=headings)
        for turn in wanted:
            if spot := room.find_hub(heading, turn=turn):
                return replace(layout, size=size, hubs={**layout.hubs, heading.id: spot})
    return None


def fits(layout: Layout, label: Label, *, at: Spot, labels: Iterable[Label], headings: Iterable[Heading]) -> bool:
    """Whether `label`, in its present words, may stay where it is."""
    others = {pk: spot for pk, spot in layout.spots.items() if pk != label.id}
    room = _Room(replace(layout, spots=others), labels=labels, headings=headings)
    box = label_box(label.text, at=at, size=layout.size)
    return box.is_within(layout.canvas) and room.is_free(box, apart=layout.size * 0.1)


def boxes(layout: Layout, *, labels: Iterable[Label], headings: Iterable[Heading]) -> dict[str, Box]:
    """What everything drawn covers, for whoever wants to check that nothing overlaps."""
    room = _Room(layout, labels=labels, headings=headings)
    return {"centre": centre_box(layout.canvas, size=layout.size), **room.heading_boxes, **room.label_boxes}


def _first_size(count: int) -> int:
    return max(0, min(len(SIZES) - 1, ceil((count - 14) / 7)))


def _lay_in(size: int, *, labels: Sequence[Label], headings: Sequence[Heading], canvas: Canvas) -> Layout | None:
    room = _Room(Layout(size, {}, {}, canvas), labels=labels, headings=headings)
    for heading, turn in zip(headings, _sectors(labels, headings=headings), strict=True):
        hub = room.find_hub(heading, turn=turn)
        if hub is None:
            return None
        room.put_hub(heading, hub)
    for label in labels:
        spot = room.find(label)
        if spot is None:
            return None
        room.put(label, spot)
    return room.layout


def _sectors(labels: Sequence[Label], *, headings: Sequence[Heading]) -> list[float]:
    """The middle of each branch's share of the canvas, clockwise from the top."""
    shares = [1.5 + sum(1 for label in labels if label.branch == heading.id) for heading in headings]
    middles, turned = [], 0.0
    for share in shares:
        middles.append((turned + share / 2) * 4 / sum(shares))
        turned += share
    return middles


class _Room:
    """The canvas with what is already on it."""

    def __init__(self, layout: Layout, *, labels: Iterable[Label], headings: Iterable[Heading]) -> None:
        self.layout, self.canvas, self.size = layout, layout.canvas, layout.size
        self.label_boxes: dict[str, Box] = {}
        self.heading_boxes: dict[str, Box] = {}
        self.threads: list[list[tuple[float, float]]] = []
        self.centre = centre_box(self.canvas, size=self.size)
        for heading in headings:
            if heading.id in layout.hubs:
                self.put_hub(heading, layout.hubs[heading.id])
        for label in labels:
            if label.id in layout.spots:
                self.put(label, layout.spots[label.id])

    def put_hub(self, heading: Heading, spot: Spot) -> None:
        self.heading_boxes[heading.id] = heading_box(heading.text, at=spot, size=self.size)
        self.layout = replace(self.layout, hubs={**self.layout.hubs, heading.id: spot})

    def put(self, label: Label, spot: Spot) -> None:
        self.label_boxes[label.id] = label_box(label.text, at=spot, size=self.size)
        self.threads.append(thread(self.layout.hubs[label.branch], spot))
        self.layout = replace(self.layout, spots={**self.layout.spots, label.id: spot})

    def find_hub(self, heading: Heading, *, turn: float) -> Spot | None:
        across, down = way_of(turn)
        flat = hypot(across, down)
        for reach in (0.40, 0.44, 0.48, 0.52, 0.56, 0.62, 0.68):
            spot = Spot(
                round(self.canvas.x * (1 + across / flat * reach), 1),
                round(self.canvas.y * (1 + down / flat * reach), 1),
            )
            box = heading_box(heading.text, at=spot, size=self.size)
            if self.is_free(box, apart=self.size * 0.5) and not box.meets(self.centre, apart=self.size * 0.4):
                return spot
        return None

    def find(self, label: Label) -> Spot | None:
        """The cheapest free place its branch's way; fewer threads under words first, then another way."""
        hub = self.layout.hubs[label.branch]
        nearest_crossing: tuple[float, Spot] | None = None
        for cost, spot in sorted(self._candidates(hub), key=lambda c: (c[0], c[1].y, c[1].x)):
            if nearest_crossing and cost > nearest_crossing[0]:
                break
            box = label_box(label.text, at=spot, size=self.size)
            if not box.is_within(self.canvas) or not self.is_free(box, apart=self.size * 0.22):
                continue
            crossings = self._crossings(box, thread(hub, spot))
            if not crossings:
                return spot
            dear = cost + CROSSING * crossings
            if nearest_crossing is None or dear < nearest_crossing[0]:
                nearest_crossing = (dear, spot)
        return nearest_crossing[1] if nearest_crossing else None

    def is_free(self, box: Box, *, apart: float) -> bool:
        taken = [*self.label_boxes.values(), *self.heading_boxes.values()]
        return not box.meets(self.centre, apart=apart) and not any(box.meets(other, apart=apart) for other in taken)

    def _crossings(self, box: Box, line: list[tuple[float, float]]) -> int:
        """How many threads would pass under words."""
        under = sum(any(box.holds(x, y) for x, y in points) for points in self.threads)
        return under + sum(any(other.holds(x, y) for x, y in line) for other in self.label_boxes.values())

    def _candidates(self, hub: Spot) -> Iterator[tuple[float, Spot]]:
        """Points on rounds about the centre, the outermost first; cheap when they lie the branch's way."""
        towards = turn_of(hub.x, hub.y, canvas=self.canvas)
        half = self._half_sector(towards)
        wide, tall = self.canvas.x - 10.5 * self.size, self.canvas.y - 1.6 * self.size
        for ring in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 1.15, 1.3):
            for row in range(-int(tall // 12), int(tall // 12) + 1):
                y = row * 12.0
                if abs(y) > tall * min(ring, 1):
                    continue
                x = wide * ring * (1 - (abs(y) / (tall * max(ring, 1.0))) ** 2.4) ** (1 / 2.4)
                for side in (1, -1):
                    spot = Spot(round(self.canvas.x + side * max(x, self.size), 1), round(self.canvas.y + y, 1), side)
                    off = turn_apart(turn_of(spot.x, spot.y, canvas=self.canvas), towards) / half
                    is_across = (spot.x - self.canvas.x) * (hub.x - self.canvas.x) < -self.canvas.x * 8
                    far = max(off - 1.1, 0) * 6 + (9.0 if is_across else 0.0)
                    yield off**2 + abs(1 - ring) * 1.6 + far, spot

    def _half_sector(self, towards: float) -> float:
        turns = [turn_of(hub.x, hub.y, canvas=self.canvas) for hub in self.layout.hubs.values()]
        others = [turn_apart(towards, turn) for turn in turns if turn_apart(towards, turn) > 1e-6]
        return max(min(others, default=2.0) / 2, 0.15)
