"""Our own parts of the home page: who has no way to come in yet, and cards that sleep."""

from __future__ import annotations

from typing import Any

from . import queries
from .home import FACILITATOR, PARTICIPANT, Part, add_part
from .models import Group
from .request import Request

FIRST = 4  # the others are one tap away


def to_welcome(_request: Request, group: Group | None) -> dict[str, Any] | None:
    if group is None:
        return None
    waiting = queries.to_welcome(group)
    return {"group": group, "people": waiting[:FIRST], "others": waiting[FIRST:], "count": len(waiting)}


def my_groups(request: Request, _group: Group | None) -> dict[str, Any] | None:
    return {"groups": list(queries.groups_of(request.person))} if request.person else None


add_part(Part("welcome", FACILITATOR, "people/part_welcome.html", to_welcome, order=90))
add_part(Part("groups", PARTICIPANT, "people/part_groups.html", my_groups, order=90))
