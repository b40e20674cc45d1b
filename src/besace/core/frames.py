"""What the streams carry: the present state of the parts that changed, rendered once and kept as bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import live, revisions

View = tuple[str, str]  # audience, language
Wish = tuple[str, str, int]  # audience, language, the last number seen
KEEP_ALIVE = b"event: beat\ndata: 1\n\n"  # an event, not a comment: the page must hear that its stream lives


@dataclass
class Shelf:
    """The rendered parts of one channel, each with the number at which it was rendered."""

    parts: dict[View, dict[str, tuple[int, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """One look at a channel: its number, and for each wish what changed since."""

    n: int
    changed: dict[Wish, dict[str, str]]


def look(channel: str, wishes: Iterable[Wish], shelf: Shelf) -> Look:
    """Read the number first, render afterwards: a part may be newer than its number says, never older."""
    n = revisions.latest(channel)
    found: dict[Wish, dict[str, str]] = {}
    moved: dict[int, dict[str, int] | None] = {}
    for wish in sorted(set(wishes)):
        audience, language, since = wish
        if since not in moved:
            moved[since] = revisions.changed_since(channel, since) if since < n else {}
        found[wish] = _rendered(channel, (audience, language), moved[since], n, shelf)
    return Look(n, found)


def _rendered(channel: str, view: View, moved: dict[str, int] | None, n: int, shelf: Shelf) -> dict[str, str]:
    kept = shelf.parts.setdefault(view, {})
    if moved is None:  # too long away: everything
        whole = live.render(channel, None, *view)
        kept.update({part: (n, html) for part, html in whole.items()})
        return whole
    stale = [part for part, last in moved.items() if part not in kept or kept[part][0] < last]
    if stale:
        fresh = live.render(channel, stale, *view)
        kept.update({part: (max(n, moved.get(part, 0)), html) for part, html in fresh.items()})
    return {part: kept[part][1] for part in moved if part in kept}


def parts_frame(n: int, parts: dict[str, str]) -> bytes:
    return f"id: {n}\nevent: parts\ndata: {json.dumps(parts, ensure_ascii=False)}\n\n".encode()


def hello_frame(n: int) -> bytes:
    return f"retry: 2000\nevent: hello\ndata: {n}\n\n".encode()


def close_frame(reason: str) -> bytes:
    """`rights`: reload the page, it will say what she may see. `restart`: come back, each after a random wait."""
    return f"event: close\ndata: {reason}\n\n".encode()
