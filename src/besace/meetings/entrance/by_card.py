"""With her card she said who she is: « Oui », then the present phase (PROTOCOL.md 1.2, points 2 and 3; E2)."""

from __future__ import annotations

from django.urls import reverse

from besace.core.errors import Unavailable
from besace.people.models import Person
from besace.people.request import Request
from besace.people.signin.arrival import lead_to

from .. import plan_queries
from ..middleware import SESSION_KEY
from . import actions
from .rules import Way


def to_her_meeting(request: Request, person: Person) -> str | None:
    """The only meeting of her groups that is open now; the waiting room keeps its say."""
    there = list(plan_queries.all_open_for(person)[:2])
    if len(there) != 1:
        return None
    try:
        seat = actions.sit_as(there[0].pk, person=person, device=request.device, way=Way.ACCOUNT)
    except Unavailable:
        return None  # the room is full: her home page, which says so when she tries
    request.session[SESSION_KEY] = str(seat.pk)
    return reverse("meetings:place", args=[there[0].pk])


lead_to(to_her_meeting)
