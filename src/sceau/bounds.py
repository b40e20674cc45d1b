"""What one reading or one verification may still cost, whatever the number of badges in it.

Each badge has bounds of its own where the work is done; these are the bounds of all of them together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sceau.errors import Unreadable, Unsupported
from sceau.strict_json import MAX_VALUES, crowd, loads

MOST_BADGES: Final = 400
"""How many badges, endorsements and status lists one verification looks at."""

MOST_STATED: Final = 80_000
"""How many members and items are brought into canonical form, each time it is done counted."""

MOST_TEXT: Final = 16 * 1024 * 1024
"""How many characters these may have together."""

MOST_STEPS: Final = 60_000
"""How many steps are made to tell blank nodes apart."""

DEEPEST: Final = 4
"""How many levels of carriers and badges inside one another are read."""


class Bounds:
    """Counts down; what is used up makes the rest "too-many", which is unknown and not a forgery."""

    def __init__(self) -> None:
        self._read = MAX_VALUES
        self._badges = MOST_BADGES
        self._stated = MOST_STATED
        self._text = MOST_TEXT
        self._steps = MOST_STEPS

    def parsed(self, text: bytes | str, *, about: str) -> Any:
        """The value of a JSON text. Raises `Unreadable` as `strict_json.loads`, "too-many" when too much was read."""
        self._read -= crowd(text)
        if self._read < 0:
            raise Unreadable("too-many", about)
        return loads(text, about=about)

    def take_badge(self) -> bool:
        """Whether one more badge may be looked at."""
        self._badges -= 1
        return self._badges >= 0

    def state(self, *, values: int, text: int) -> None:
        """Count what is to be brought into canonical form. Raises `Unsupported` ("too-many")."""
        self._stated -= values
        self._text -= text
        if self._stated < 0 or self._text < 0:
            raise Unsupported("too-many", "badges that are too large together")

    def compare(self, steps: int) -> None:
        """Count what it took to tell blank nodes apart. Raises `Unsupported` ("too-many")."""
        self._steps -= steps
        if self._steps < 0:
            raise Unsupported("too-many", "blank nodes that look alike")


@dataclass(frozen=True)
class Nest:
    """Where one reading stands: how many carriers deep, and what it may still cost."""

    level: int = 0
    bounds: Bounds = field(default_factory=Bounds)

    def deeper(self) -> Nest:
        """One level below. Raises `Unreadable` ("too-deep")."""
        if self.level >= DEEPEST:
            raise Unreadable("too-deep", "file")
        return Nest(self.level + 1, self.bounds)

    def parsed(self, text: bytes | str, *, about: str = "json") -> Any:
        """See `Bounds.parsed`."""
        return self.bounds.parsed(text, about=about)

    def parsed_object(self, text: bytes | str, *, about: str = "json") -> dict[str, Any]:
        """The same for a text that must be an object: `Unreadable("not-an-object")` otherwise."""
        value = self.parsed(text, about=about)
        if not isinstance(value, dict):
            raise Unreadable("not-an-object", about)
        return value
