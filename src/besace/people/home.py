"""What the home page is made of: each app adds its own parts, in its AppConfig.ready().

    add_part(Part("requests", audience=FACILITATOR, template="recognition/home.html", order=20, see=requests_to_see))

`see(request, group)` gives the template's `part`, or None to show nothing. `zone` "top" is under the greeting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import Group
from .request import Request

FACILITATOR, PARTICIPANT = "facilitator", "participant"
See = Callable[[Request, Group | None], dict[str, Any] | None]


@dataclass(frozen=True)
class Part:
    name: str
    audience: str
    template: str
    see: See
    order: int = 50
    zone: str = "column"


@dataclass(frozen=True)
class Shown:
    template: str
    content: dict[str, Any]


_parts: dict[tuple[str, str], Part] = {}


def add_part(part: Part) -> None:
    _parts[part.audience, part.name] = part


def parts_for(audience: str, request: Request, group: Group | None, *, zone: str) -> list[Shown]:
    wanted = [p for p in _parts.values() if p.audience == audience and p.zone == zone]
    seen = [(part, part.see(request, group)) for part in sorted(wanted, key=lambda p: p.order)]
    return [Shown(part.template, content) for part, content in seen if content is not None]
