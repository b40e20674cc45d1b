"""Our parts of the home page: requests for who leads, what waits for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from besace.people.home import FACILITATOR, PARTICIPANT, Part, add_part

from . import following, queries

if TYPE_CHECKING:
    from besace.people.models import Group
    from besace.people.request import Request

MOST = 4


def requests_to_see(request: Request, group: Group | None) -> dict[str, Any] | None:
    if group is None:
        return None
    lines = following.followed(group, besides=request.person)
    return {"group": group, "lines": lines[:MOST], "count": len(lines)}


def waiting_to_see(request: Request, _group: Group | None) -> Any:
    """Nothing to do: no block."""
    if request.person is None:
        return None
    waiting = queries.waiting_for(request.person)
    return None if waiting.is_empty else waiting


add_part(Part("requests", FACILITATOR, "recognition/home_requests.html", requests_to_see, order=20))
add_part(Part("waiting", FACILITATOR, "recognition/home_mine.html", waiting_to_see, order=95))
add_part(Part("waiting", PARTICIPANT, "recognition/home_mine.html", waiting_to_see, order=5))
