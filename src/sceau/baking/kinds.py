"""What the readers and writers of pictures share: the kinds of pictures, what is found in them, the bounds."""

from dataclasses import dataclass
from typing import Literal

Generation = Literal["openbadges", "openbadgecredential"]
"""The keyword of a picture's badge: "openbadges" up to 2.1, "openbadgecredential" from 3.0."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_IMAGE = 16 * 1024 * 1024
"""Largest picture read or written, in bytes."""

MAX_TEXT = 4 * 1024 * 1024
"""Longest badge text kept in a picture as it is, in bytes."""

MAX_INFLATED = 1024 * 1024
"""Longest badge text that a compressed chunk may inflate to, in bytes."""


@dataclass(frozen=True)
class Baked:
    """One badge found in a picture: its keyword, its text as it stands (JSON, JWS or URL), a copy beside it if any."""

    keyword: str
    text: str
    copy: str | None = None


@dataclass(frozen=True)
class Unbaked:
    """What a picture holds: its badges in order, and what is wrong with it ("truncated-image", "broken-chunk"…)."""

    badges: tuple[Baked, ...]
    problems: tuple[str, ...] = ()


def picture_kind(data: bytes) -> Literal["png", "svg", ""]:
    """Which baked picture these bytes look like, or "" for neither."""
    if data.startswith(PNG_SIGNATURE):
        return "png"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<?xml", b"<!DOCTYPE", b"<!--", b"<svg", b"<")) and _names_svg(data):
        return "svg"
    return ""


def _names_svg(data: bytes) -> bool:
    head = data[: 64 * 1024]
    return b"<svg" in head or b":svg" in head
