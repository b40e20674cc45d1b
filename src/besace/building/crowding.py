"""Draws a web of more than sixty criteria: the branches with their counters, one of them in large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .drawing import COLOURS, Node, WebPicture, Words, aside, branch_of, framed, node_of
from .geometry import Canvas, Heading, Label, Spot, heading_box, label_box
from .layout import Layout
from .strokes import rounded

LARGE, LARGE_SMALLEST = 30, 18
HEADINGS_SIZE = 30
LIST_AT = 660.0


def crowded(
    *,
    labels: Sequence[Label],
    headings: Sequence[Heading],
    states: Mapping[str, str],
    theme: str,
    branch: str,
    latest: str = "",
    canvas: Canvas | None = None,
) -> WebPicture:
    """More than one drawing can hold: the branches with their counters on the left, one of them in large."""
    canvas = canvas or Canvas()
    places = {heading.id: place for place, heading in enumerate(headings)}
    counts = {h.id: sum(1 for one in labels if one.branch == h.id) for h in headings}
    hubs = _column(headings, counts=counts, canvas=canvas)
    layout = Layout(HEADINGS_SIZE, hubs, {}, canvas)
    chosen = [one for one in labels if one.branch == branch]
    size, spots = _columns(chosen, canvas=canvas)
    without_room = len(chosen) - len(spots)
    chosen = chosen[without_room:]  # the last ideas are those one is talking about
    return framed(
        layout,
        theme=theme,
        is_crowded=True,
        size=size,
        bracket=_bracket(_counted(_named(headings, branch), counts[branch]), at=hubs[branch], canvas=canvas),
        bracket_colour=places[branch] % COLOURS + 1,
        more=_more(without_room, at=hubs[branch]),
        branches=tuple(
            branch_of(
                _counted(h, counts[h.id]), layout=layout, place=places[h.id], count=counts[h.id], start=aside(layout)
            )
            for h in headings
        ),
        nodes=_large(chosen, spots=spots, size=size, place=places[branch], states=states, latest=latest),
    )


def _large(
    labels: Sequence[Label],
    *,
    spots: Sequence[Spot],
    size: float,
    place: int,
    states: Mapping[str, str],
    latest: str,
) -> tuple[Node, ...]:
    return tuple(
        node_of(
            one,
            at=spot,
            line=[],
            size=size,
            place=place,
            state=states.get(one.id, "proposed"),
            is_latest=one.id == latest,
        )
        for one, spot in zip(labels, spots, strict=True)
    )


def _counted(heading: Heading, count: int) -> Heading:
    return Heading(heading.id, f"{heading.text} {count}")


def _named(headings: Sequence[Heading], branch: str) -> Heading:
    return next(heading for heading in headings if heading.id == branch)


def _bracket(heading: Heading, *, at: Spot, canvas: Canvas) -> str:
    """A thread from the branch's name, then a bar along its criteria."""
    right = heading_box(heading.text, at=at, size=HEADINGS_SIZE).right + 8
    bar = LIST_AT - 12
    return (
        f"M{rounded(right)} {at.y}C{rounded((right + bar) / 2)} {at.y} {rounded((right + bar) / 2)} {at.y} {bar} {at.y}"
        f"M{bar} {canvas.margin + 10}V{canvas.height - canvas.margin - 10}"
    )


def _column(headings: Sequence[Heading], *, counts: Mapping[str, int], canvas: Canvas) -> dict[str, Spot]:
    """Branches one under the other, beside the theme's disc."""
    step = min(150, (canvas.height - 80) / max(len(headings), 1))
    top = canvas.y - step * (len(headings) - 1) / 2
    hubs = {}
    for i, heading in enumerate(headings):
        half = heading_box(_counted(heading, counts[heading.id]).text, at=Spot(0, 0), size=HEADINGS_SIZE).right
        hubs[heading.id] = Spot(rounded(290 + half), rounded(top + i * step))
    return hubs


def _more(number: int, *, at: Spot) -> Words | None:
    return Words(at.x, rounded(at.y + HEADINGS_SIZE * 1.5), f"+ {number}") if number else None


def _columns(labels: Sequence[Label], *, canvas: Canvas) -> tuple[float, list[Spot]]:
    """One branch in large: columns from top to bottom, in the largest text that fits; the last ones if none does."""
    for size in range(LARGE, LARGE_SMALLEST - 1, -2):
        spots = _spots(labels, size=size, canvas=canvas)
        if len(spots) == len(labels):
            return size, spots
    for first in range(len(labels)):
        spots = _spots(labels[first:], size=LARGE_SMALLEST, canvas=canvas)
        if len(spots) == len(labels) - first:
            break
    return LARGE_SMALLEST, spots


def _spots(labels: Sequence[Label], *, size: float, canvas: Canvas) -> list[Spot]:
    """Where they go in this size, as long as there is room."""
    wide = max((label_box(one.text, at=Spot(0, 0), size=size).right for one in labels), default=0) + size * 1.6
    spots, x, y = [], LIST_AT + size, canvas.margin + size
    for one in labels:
        box = label_box(one.text, at=Spot(0, 0), size=size)
        tall = box.bottom - box.top + size * 0.55
        if y + tall > canvas.height - canvas.margin:
            x, y = x + wide, canvas.margin + size
        if x + box.right > canvas.width - canvas.margin:
            break
        spots.append(Spot(rounded(x), rounded(y + tall / 2)))
        y += tall
    return spots
