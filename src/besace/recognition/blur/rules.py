"""What may be hidden on a photo: one to six squares inside it, in thousandths of its sides."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 1000
SMALLEST = 30  # under this, a tap that slipped
MOST = 6
SIDE = 6  # cells along each side of the grid: a finger's width each on a small phone
_WRITTEN = re.compile(r"(-?\d{1,5}),(-?\d{1,5}),(-?\d{1,5}),(-?\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Area:
    left: int
    top: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.left},{self.top},{self.width},{self.height}"


class Fault(StrEnum):
    UNREADABLE = "area-unreadable"
    NONE = "no-area"
    MANY = "too-many-areas"
    SMALL = "area-too-small"
    OUTSIDE = "area-outside"


def read(written: str) -> Area | None:
    """`left,top,width,height`; nothing for what is not four whole numbers."""
    found = _WRITTEN.fullmatch(written)
    return Area(*map(int, found.groups())) if found else None


def fault_of(areas: Sequence[Area]) -> Fault | None:
    if not areas:
        return Fault.NONE
    if len(areas) > MOST:
        return Fault.MANY
    if any(min(area.left, area.top) < 0 for area in areas):
        return Fault.OUTSIDE
    if any(max(area.left + area.width, area.top + area.height) > WHOLE for area in areas):
        return Fault.OUTSIDE
    if any(min(area.width, area.height) < SMALLEST for area in areas):
        return Fault.SMALL
    return None


def joined(cells: Collection[int]) -> list[Area]:
    """The cells of the grid, counted from 0 line by line, as few rectangles as a glance makes of them.

    Neighbours are hidden as one: hidden one by one, a face on four cells would keep four times the detail.
    """
    left, made = {cell for cell in cells if 0 <= cell < SIDE * SIDE}, []
    while left:
        row, column = divmod(min(left), SIDE)
        width = _run(left, row, range(column, SIDE))
        height = 1
        while row + height < SIDE and _run(left, row + height, range(column, column + width)) == width:
            height += 1
        left -= {r * SIDE + c for r in range(row, row + height) for c in range(column, column + width)}
        made.append(_between(column, row, column + width, row + height))
    return made


def _run(cells: Collection[int], row: int, columns: range) -> int:
    """How many cells of this row follow one another from the first of these columns."""
    return next((n for n, column in enumerate(columns) if row * SIDE + column not in cells), len(columns))


def _between(left: int, top: int, right: int, bottom: int) -> Area:
    x, y, to_x, to_y = (edge * WHOLE // SIDE for edge in (left, top, right, bottom))
    return Area(x, y, to_x - x, to_y - y)
