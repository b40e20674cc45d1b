"""What our middleware adds to Django's request."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from .models import Card, Person


class Request(HttpRequest):
    """`person` acts: she signed in, or she sits in a seat of a meeting (`person.level` says how sure we are)."""

    person: Person | None
    seat: Any  # a `meetings.Seat`, or None: this app knows nothing of meetings
    device: uuid.UUID
    is_shared_device: bool
    device_changed: bool  # the middleware writes the cookie again
    card: Card  # the one that opens, while it does
    htmx: HtmxDetails
