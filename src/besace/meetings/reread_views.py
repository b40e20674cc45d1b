"""« Relire » on the console: the last order of the criteria, the level, what one shows to be recognised."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from besace import access
from besace.building import actions as building
from besace.building.models import Web
from besace.core.errors import Conflict, Refusal
from besace.core.once import once
from besace.people.request import Request

from .asking import led, uuid_in
from .models import Proceedings
from .scene import Scene
from .telling import tell


@access.needs("meeting.lead")
@require_GET
def finish(request: Request, meeting_id: UUID) -> HttpResponse:
    """Without dragging anything: up, down, and two fields."""
    led(request, meeting_id)
    return render(request, "meetings/finish.html", {"scene": Scene.of(meeting_id)})


@access.needs("meeting.lead")
@require_POST
@once
def shift(request: Request, meeting_id: UUID) -> HttpResponse:
    """One place up or down; the page comes back where one was."""
    proceedings, by = led(request, meeting_id)
    criterion_id = uuid_in(request, "criterion")
    if not _web(proceedings).criteria.filter(pk=criterion_id).exists():
        raise Refusal("no-such-criterion", _("Ce critère n’est plus sur la toile."))
    building.shift(criterion_id, is_up=request.POST.get("way") == "up", by=by)
    tell(proceedings, "stage", "last")
    return redirect(f"{reverse('meetings:finish', args=[meeting_id])}#c-{criterion_id}")


@access.needs("meeting.lead")
@require_POST
@once
def expect(request: Request, meeting_id: UUID) -> HttpResponse:
    """The level and what one shows, in the group's words."""
    proceedings, by = led(request, meeting_id)
    said = request.POST
    building.say_what_is_expected(
        _web(proceedings).pk, by=by, level=said.get("level", ""), expected=said.get("expected", "")
    )
    tell(proceedings, "stage")
    messages.success(request, _("C’est enregistré."))
    return redirect("meetings:finish", meeting_id)


def _web(proceedings: Proceedings) -> Web:
    if proceedings.web is None:
        raise Conflict("no-web", _("Il n’y a pas encore de thème. Choisissez-en un."))
    return proceedings.web
