"""Our parts of the home page: words that wait to be read, for their holder and for who leads a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from besace.people.home import FACILITATOR, PARTICIPANT, Part, add_part

from . import links, queries

if TYPE_CHECKING:
    from besace.people.models import Group
    from besace.people.request import Request

    from .models import Endorsement

MOST = 4


@dataclass(frozen=True)
class Line:
    """One thing to read, and where."""

    name: str
    badge: str
    address: str


def lines(said: list[Endorsement]) -> list[Line]:
    return [Line(one.name, one.invitation.badge_version.name, links.home_of(one.invitation)) for one in said[:MOST]]


def of_hers(request: Request, _group: Group | None) -> dict[str, Any] | None:
    waiting = queries.waiting_for(request.person) if request.person else []
    return {"lines": lines(waiting)} if waiting else None


def of_the_group(request: Request, group: Group | None) -> dict[str, Any] | None:
    """Of her own badges first, then of the group's."""
    if request.person is None:
        return None
    if group is None:
        return of_hers(request, group)
    waiting = queries.waiting_for_who_leads(group, person=request.person)
    return {"lines": lines(waiting)} if waiting else None


add_part(Part("endorsements", PARTICIPANT, "endorsements/home_part.html", of_hers, order=8))
add_part(Part("endorsements", FACILITATOR, "endorsements/home_part.html", of_the_group, order=30))
