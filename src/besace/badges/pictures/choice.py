"""Which picture: what the words of a badge suggest, and what the group chose."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from ..words import plain
from .shapes import SHAPES

PALETTES: dict[str, str] = {
    "ink": "#14203A",
    "blue": "#1F3F77",
    "leaf": "#23522E",
    "ochre": "#6E4600",
    "plum": "#62295F",
    "teal": "#0D4F5A",
    "thread": "#8A1829",
}
FOR_ANYTHING = ("hand-heart", "handshake", "lightbulb", "users", "sprout", "compass")


@dataclass(frozen=True, slots=True)
class Symbol:
    """`said` is for who cannot see it: « une marmite »."""

    name: str
    shape: str
    said: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A shape, a symbol, a colour."""

    shape: str
    symbol: str
    palette: str = "ink"

    def record(self) -> dict[str, str]:
        return asdict(self)

    @property
    def said(self) -> str:
        return symbols()[self.symbol].said

    @classmethod
    def from_record(cls, record: Mapping[str, str], *, name: str) -> Choice:
        """What was chosen; when nothing was, or it is no longer known, the first that the rule proposes."""
        if record.get("shape") in SHAPES and record.get("symbol") in symbols() and record.get("palette") in PALETTES:
            return cls(record["shape"], record["symbol"], record["palette"])
        return proposals(name)[0]


@cache
def symbols() -> dict[str, Symbol]:
    listed = tomllib.loads(Path(__file__).with_name("symbols.toml").read_text(encoding="utf-8"))
    return {
        name: Symbol(name, line["shape"], line["said"], tuple(plain(w) for w in line["words"].split()))
        for name, line in listed.items()
    }


def proposals(name: str, *, also: Iterable[str] = (), most: int = 6) -> list[Choice]:
    """Several pictures to choose from, the likeliest first: the name's words count more than the criteria's."""
    found = _suggested(name, also=also)
    turned = int.from_bytes(sha256(plain(name).encode()).digest()[:4]) % len(FOR_ANYTHING)
    spare = [*FOR_ANYTHING[turned:], *FOR_ANYTHING[:turned]]
    ranked = list(dict.fromkeys([*found, *spare]))
    colours = ["ink", *(p for p in PALETTES if p != "ink")]
    first = symbols()[ranked[0]]
    choices = [Choice(first.shape, first.name, "ink")]
    for index, symbol in enumerate(ranked[1:4], start=1):
        choices.append(Choice(symbols()[symbol].shape, symbol, colours[index % len(colours)]))
    others = [shape for shape in SHAPES if shape != first.shape]
    for index, shape in enumerate(others, start=4):
        choices.append(Choice(shape, first.name, colours[index % len(colours)]))
    return choices[:most]


def _suggested(name: str, *, also: Iterable[str]) -> list[str]:
    weights: dict[str, int] = {}
    for text, weight in [(name, 5), *((text, 1) for text in also)]:
        said = f" {plain(text)}"
        for symbol in symbols().values():
            hits = sum(1 for word in symbol.words if _is_said(word, said))
            if hits:
                weights[symbol.name] = weights.get(symbol.name, 0) + hits * weight
    return sorted(weights, key=lambda s: (-weights[s], list(symbols()).index(s)))


def _is_said(word: str, said: str) -> bool:
    """Short words must be whole (« ane » is not the beginning of « anecdote »); longer ones are beginnings."""
    return f" {word} " in f"{said} " if len(word) <= 4 else f" {word}" in said
