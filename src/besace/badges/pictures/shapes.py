"""The six shapes, in a drawing of 512: their outline, and where the symbol and the words sit in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Shape:
    """`half` is the half-width at a height; `said` names it for who cannot see it."""

    said: str
    outline: str
    symbol: tuple[float, float, float]  # its centre, its size
    name_at: float
    group_at: float
    half: Callable[[float], float]
    hatch: tuple[int, int]


def _circle(y: float) -> float:
    return sqrt(max(202**2 - (y - 256) ** 2, 0))


def _hexagon(y: float) -> float:
    return 206 - abs(y - 256) * 0.577


def _arch(y: float) -> float:
    return 156.0 if y >= 226 else sqrt(max(156**2 - (y - 226) ** 2, 0))


def _shield(y: float) -> float:
    if y <= 236:
        return 166.0
    return 166.0 * sqrt(max(1 - ((y - 236) / 224) ** 2.2, 0))


def _straight(half: float) -> Callable[[float], float]:
    return lambda _y: half


def _house(y: float) -> float:
    return 166.0 if y >= 184 else max((y - 58) * 1.317, 0)


SHAPES: dict[str, Shape] = {
    "circle": Shape(
        "rond", "M54 256a202 202 0 1 0 404 0a202 202 0 1 0-404 0Z", (256, 208, 196), 383, 412, _circle, (150, 345)
    ),
    "hexagon": Shape(
        "hexagone",
        "M462 256L359 434.4L153 434.4L50 256L153 77.6L359 77.6Z",
        (256, 210, 184),
        371,
        400,
        _hexagon,
        (160, 340),
    ),
    "arch": Shape("arche", "M100 412V226A156 156 0 0 1 412 226V412Z", (256, 206, 172), 358, 387, _arch, (230, 320)),
    "shield": Shape(
        "écu",
        "M90 96Q173 84 256 58Q339 84 422 96V240C422 352 340 424 256 460C172 424 90 352 90 240Z",
        (256, 188, 166),
        322,
        351,
        _shield,
        (130, 275),
    ),
    "square": Shape(
        "carré",
        "M120 96H392A24 24 0 0 1 416 120V392A24 24 0 0 1 392 416H120A24 24 0 0 1 96 392V120A24 24 0 0 1 120 96Z",
        (256, 206, 176),
        356,
        385,
        _straight(160),
        (120, 310),
    ),
    "house": Shape("maison", "M256 58L422 184V398H90V184Z", (256, 226, 160), 346, 375, _house, (200, 310)),
}
