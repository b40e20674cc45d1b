"""Contrast is computed, not judged: every pair of tokens that meets on a page, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "src/besace/static/css/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "sheet", "kraft")
BODY = [("ink", g) for g in GROUNDS] + [("ink-2", g) for g in GROUNDS]
BODY += [("on-solid", "solid"), ("on-sun", "sun"), ("on-slip", "slip")]
WORDS = [(name, g) for name in ("pencil", "thread", "leaf", "ochre", "stone") for g in GROUNDS]
WORDS += [(f"branch-{n}", g) for n in range(1, 6) for g in GROUNDS]
WORDS += [("on-act", "act"), ("on-act", "act-hover"), ("paper", "leaf")]
OUTLINES = [(name, g) for name in ("pencil", "focus", "thread", "solid") for g in GROUNDS] + [
    ("on-sun", "sun"),
    ("act", "paper"),
]


def blocks() -> dict[str, dict[str, str]]:
    """The colours of each declaration block: by day, by night as the device says, by night as chosen."""
    found = re.findall(r"color-scheme: (?:light|dark);(.*?)\n\s*}", TOKENS, re.DOTALL)
    return dict(
        zip(
            ("day", "night", "chosen night"),
            [dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in found],
            strict=True,
        )
    )


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("light", ["day", "night"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(BODY, 7.0), (WORDS, 4.5), (OUTLINES, 3.0)], ids=["body", "words", "outlines"]
)
def test_every_pair_is_told_apart(light: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = blocks()[light]
    faint = {f"{a} on {b}": round(contrast(colours[a], colours[b]), 2) for a, b in pairs}

    assert {pair: ratio for pair, ratio in faint.items() if ratio < least} == {}


def test_the_night_chosen_is_the_night_of_the_device() -> None:
    assert blocks()["chosen night"] == blocks()["night"]


def test_the_known_pair_of_black_and_white_is_21() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21.0
