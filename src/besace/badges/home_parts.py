"""Our part of the home page: the badges that wait for a second reading, for those who may give it."""

from __future__ import annotations

from typing import Any

from besace import access
from besace.people.home import FACILITATOR, PARTICIPANT, Part, add_part
from besace.people.models import Group
from besace.people.request import Request

from . import queries


def to_read_over(request: Request, _group: Group | None) -> dict[str, Any] | None:
    """Nothing is shown when nothing waits."""
    person = request.person
    if person is None:
        return None
    asked = queries.readings_waiting(m.organisation_id for m in person.memberships.all())
    waiting = [
        one
        for one in asked
        if one.asked_by_id != person.pk and access.may("badge.read-over", person, one.version.badge.group)
    ]
    return {"readings": waiting} if waiting else None


for audience in (FACILITATOR, PARTICIPANT):
    add_part(Part("readings", audience, "badges/part_readings.html", to_read_over, order=12))
