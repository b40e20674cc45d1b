"""Our part of the home page: what waits for her answer, and the way to the bag."""

from __future__ import annotations

from typing import Any

from besace.people.home import PARTICIPANT, Part, add_part
from besace.people.models import Group
from besace.people.request import Request
from besace.recognition import queries as recognition


def to_receive(request: Request, _group: Group | None) -> dict[str, Any] | None:
    if request.person is None:
        return None
    waiting = list(recognition.waiting_awards(request.person)[:3])
    return {"waiting": waiting} if waiting else None


add_part(Part("bag", PARTICIPANT, "passports/part_bag.html", to_receive, order=5))
