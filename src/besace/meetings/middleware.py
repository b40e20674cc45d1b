"""In which seat: sets `request.seat`, and `request.person` when a name tapped is all we know of her."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from besace.people.request import Request
from besace.people.rules import Level

from .models import Assurance, Seat

SESSION_KEY = "seat"


def seats_middleware(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    def middleware(request: Request) -> HttpResponse:
        seat = _seat(request)
        if seat is None or (request.person and seat.person_id != request.person.pk):
            return get_response(request)
        request.seat = seat
        if seat.person and request.person is None and seat.is_seated:
            prefetch_related_objects([seat.person], "memberships")
            seat.person.level = level_of(seat)
            request.person = seat.person
        response = get_response(request)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return middleware


def level_of(seat: Seat) -> Level:
    if seat.is_contested:
        return Level.DOUBTED
    return Level.CONFIRMED if seat.assurance == Assurance.CONFIRMED else Level.TAPPED


def _seat(request: Request) -> Seat | None:
    """The seat chosen on this device, waiting or seated, as long as the meeting is open."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    return (
        Seat.objects.select_related("person", "meeting__group__organisation")
        .filter(
            pk=kept,
            device=request.device,
            left_at__isnull=True,
            refused_at__isnull=True,
            meeting__opened_at__isnull=False,
            meeting__closed_at__isnull=True,
        )
        .first()
    )
