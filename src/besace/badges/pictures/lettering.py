"""Words as outlines, so that a badge looks the same where our font is not installed (`<text>` if it is not here)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

BOLD, SEMIBOLD = "AtkinsonHyperlegibleNext_700Bold.ttf", "AtkinsonHyperlegibleNext_600SemiBold.ttf"
GUESSED = 0.56  # a letter's width without the font, in text sizes


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words fitted in a width, centred."""

    text: str
    size: float
    width: float


class _Face:
    def __init__(self, path: Path) -> None:
        font = TTFont(path)
        self.units = font["head"].unitsPerEm
        self.letters, self.widths, self.glyphs = font.getBestCmap(), font["hmtx"], font.getGlyphSet()

    def width(self, text: str) -> float:
        return float(sum(self.widths[self.letters.get(ord(c), ".notdef")][0] for c in text) / self.units)

    def outline(self, text: str) -> str:
        drawn, x = [], 0
        for letter in text:
            name = self.letters.get(ord(letter), ".notdef")
            pen = SVGPathPen(self.glyphs, ntos=lambda n: f"{n:g}")
            self.glyphs[name].draw(pen)
            if commands := pen.getCommands():
                drawn.append((x, commands))
            x += self.widths[name][0]
        return "".join(f'<path transform="translate({x} 0)" d="{d}"/>' for x, d in drawn)


@cache
def _face(name: str) -> _Face | None:
    path = Path(settings.FONTS_ROOT) / name
    return _Face(path) if path.exists() else None


def width(text: str, *, face: str = BOLD) -> float:
    """In text sizes."""
    font = _face(face)
    return font.width(text) if font else GUESSED * len(text)


def fit(text: str, *, within: float, largest: float, smallest: float, face: str = BOLD) -> Line | None:
    """The largest size at which it fits in one line, or None."""
    size = min(largest, within / max(width(text, face=face), 0.01))
    return Line(text, size, size * width(text, face=face)) if size >= smallest else None


def cut(text: str, *, within: float, size: float, face: str = BOLD) -> Line:
    """As many letters as fit, then an ellipsis."""
    kept = text
    while len(kept) > 1 and width(f"{kept.rstrip()}…", face=face) * size > within:
        kept = kept[:-1]
    said = f"{kept.rstrip()}…" if kept != text else text
    return Line(said, size, width(said, face=face) * size)


def letters(line: Line, *, y: float, colour: str, face: str = BOLD) -> str:
    """The line, centred on 256, its baseline at `y`."""
    font = _face(face)
    if font is None:
        return (
            f'<text x="256" y="{y:g}" text-anchor="middle" font-family="Atkinson Hyperlegible Next, sans-serif" '
            f'font-weight="700" font-size="{line.size:.1f}" fill="{colour}">{escape(line.text)}</text>'
        )
    scale = line.size / font.units
    return (
        f'<g fill="{colour}" transform="translate({256 - line.width / 2:.1f} {y:g}) scale({scale:.5f} {-scale:.5f})">'
        f"{font.outline(line.text)}</g>"
    )
