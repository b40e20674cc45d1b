"""Our part of her home: what is asked of her again. Who leads finds it in her bag."""

from __future__ import annotations

from typing import Any

from besace.people.home import PARTICIPANT, Part, add_part
from besace.people.models import Group
from besace.people.renewals import actions as renewals
from besace.people.request import Request


def asked_again(request: Request, _group: Group | None) -> dict[str, Any] | None:
    asked = renewals.shown_to(request.person) if request.person else []
    return {"asked": asked} if asked else None


add_part(Part("asked-again", PARTICIPANT, "passports/part_asked_again.html", asked_again, zone="top"))
