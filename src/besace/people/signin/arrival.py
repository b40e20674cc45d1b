"""Whatever the way in, the device then knows who came; connected to Django's signal in apps.py.

With a card she is where her group is: an app above says where that is (`lead_to`), and home is for the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..models import Person
from ..request import Request
from . import actions

Destination = Callable[[Request, Person], str | None]
_destinations: list[Destination] = []


def lead_to(destination: Destination) -> None:
    """An address for who just came in with her card, or None."""
    _destinations.append(destination)


def after_card(request: Request, person: Person) -> str | None:
    return next((address for lead in _destinations if (address := lead(request, person))), None)


def remember(sender: object, request: Any, user: Any, **_more: object) -> None:
    device = getattr(request, "device", None)
    if device is None:
        return
    is_shared = request.is_shared_device
    if is_shared:
        request.session.set_expiry(0)
    card = getattr(request, "card", None)
    actions.know_device(device, person=user, is_shared=is_shared, label=actions.label_of(request), card=card)
