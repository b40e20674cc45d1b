"""Our part of the home page: open today's meeting in one tap, or go back to the one that is open."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from besace.people.home import FACILITATOR, PARTICIPANT, Part, add_part
from besace.people.models import Group
from besace.people.request import Request

from . import plan_queries


def to_open(_request: Request, group: Group | None) -> dict[str, Any] | None:
    """Under the greeting: the meeting of today."""
    may_practise = settings.IS_DEMONSTRATION
    return None if group is None else {"group": group, "may_practise": may_practise, **plan_queries.today(group)}


def to_join(request: Request, _group: Group | None) -> dict[str, Any] | None:
    """For those who take part: the meeting that is open now, and the next one."""
    if request.person is None:
        return None
    return {"open": plan_queries.open_for(request.person), "next": plan_queries.next_for(request.person)}


add_part(Part("meeting", FACILITATOR, "meetings/home_open.html", to_open, order=10, zone="top"))
add_part(Part("meeting", PARTICIPANT, "meetings/home_join.html", to_join, order=10))
