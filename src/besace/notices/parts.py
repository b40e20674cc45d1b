"""Our part of the facilitator's home: whose badge waits for somebody to tell her."""

from __future__ import annotations

from typing import Any

from besace.people.home import FACILITATOR, Part, add_part
from besace.people.models import Group
from besace.people.request import Request

from . import queries


def to_tell(_request: Request, group: Group | None) -> dict[str, Any] | None:
    waiting = queries.not_told(group) if group else []
    return {"group": group, "notices": waiting[:4], "count": len(waiting)} if waiting else None


add_part(Part("notices", FACILITATOR, "notices/part_to_tell.html", to_tell, order=40))
