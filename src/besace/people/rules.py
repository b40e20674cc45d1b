"""What is true of persons, whatever the screen: names, pictures, levels of assurance, roles."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

NAME_LENGTH = 60

# What a person may choose to be known by: names of Lucide icons, easy to tell apart in black on paper.
PICTURES = (
    "sun",
    "moon",
    "star",
    "cloud",
    "umbrella",
    "snowflake",
    "flame",
    "leaf",
    "flower",
    "tree-deciduous",
    "tree-pine",
    "sprout",
    "bird",
    "fish",
    "cat",
    "dog",
    "rabbit",
    "turtle",
    "snail",
    "squirrel",
    "bug",
    "apple",
    "cherry",
    "carrot",
    "croissant",
    "cookie",
    "coffee",
    "cake",
    "bike",
    "car",
    "sailboat",
    "plane",
    "anchor",
    "key",
    "hammer",
    "scissors",
    "music",
    "guitar",
    "book-open",
    "camera",
    "heart",
    "bell",
    "gift",
    "mountain",
    "house",
)


class Level(IntEnum):
    """How sure we are that somebody is who she says; a verb asks for one at least (PROTOCOL.md 1.2)."""

    NOBODY = 0
    DOUBTED = 1  # a second device says to be her: she may look and give ideas
    TAPPED = 2  # she tapped her name
    CONFIRMED = 3  # the facilitator saw her
    ACCOUNT = 4  # she signed in: card, code or passkey


def clean_name(text: str) -> str:
    """The name on one line, without control or direction characters, invisible ones nor piles of accents."""
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in {"Cc", "Zl", "Zp", "Zs"}:
            kept.append(" ")
        elif category in {"Cf", "Cs", "Co", "Cn"} or (category == "Mn" and _marks_at_the_end(kept) >= 2):
            continue
        else:
            kept.append(character)
    return re.sub(r" +", " ", "".join(kept)).strip()[:NAME_LENGTH].strip()


def _marks_at_the_end(characters: list[str]) -> int:
    count = 0
    for character in reversed(characters):
        if unicodedata.category(character) != "Mn":
            break
        count += 1
    return count


def same_name(text: str) -> str:
    """What two spellings of one name have in common: no accent, no case, no hyphen."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain).strip().casefold()


def clean_phone(text: str) -> str:
    """A telephone number as one calls it, or nothing."""
    digits = re.sub(r"[\s.\-()/]", "", text)
    return digits if re.fullmatch(r"\+?\d{8,15}", digits) else ""


def picture_for(number: int) -> str:
    """A picture for somebody who did not choose; neighbours in a list differ."""
    return PICTURES[number % len(PICTURES)]
