"""The wall: a link that can be taken back, no log-in, no control, nothing private (SECURITY.md T6)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from besace import access
from besace.people.request import Request

from .asking import following
from .lead_actions import WALL
from .models import Proceedings
from .scene import Scene


@access.public
@require_GET
def projector(request: Request, key: str) -> HttpResponse:
    """The same page for whoever holds the link; it knows nobody, even where somebody signed in."""
    found = Proceedings.objects.filter(projector_key=key).first()
    if found is None:
        raise Http404
    scene = Scene.of(found.meeting_id)
    live = following(scene, audience="projector", person=WALL)
    response = render(request, "meetings/projector.html", {"scene": scene, "following": live, "request": None})
    response["Referrer-Policy"] = "no-referrer"
    return response
