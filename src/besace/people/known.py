"""All that the site keeps of a person, for the file that she takes away: an app above adds its own part.

known.add("recommendations", queries.known_of)      in its AppConfig.ready()
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from . import queries
from .models import Person

Read = Callable[[Person], Any]
_parts: dict[str, Read] = {}


def add(name: str, read: Read) -> None:
    _parts[name] = read


def everything(person: Person) -> dict[str, Any]:
    """In plain values, ready for a file."""
    return {**asdict(queries.known_of(person)), **{name: read(person) for name, read in sorted(_parts.items())}}
