"""A room without network: paper to print before, and typing in what was decided on it, afterwards."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from besace import access
from besace.core.once import once
from besace.people.cards.sheet import require_fonts
from besace.people.models import Group
from besace.people.request import Request

from . import kit, lead_queries, opening_actions
from .forms import CatchUpForm
from .middleware import SESSION_KEY


@access.needs("group.see", within=Group)
@require_GET
def paper(_request: Request, group: Group) -> HttpResponse:
    """Cards, an empty web, a sheet for the minutes."""
    require_fonts()
    answer = HttpResponse(kit.draw(group), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="materiel-de-seance.pdf"'
    return answer


@access.needs("meeting.lead", within=Group)
@require_http_methods(["GET", "POST"])
@once
def catch_up(request: Request, group: Group) -> HttpResponse:
    """« Saisir une séance sans réseau » : the same console, and minutes that say so."""
    form = CatchUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert request.person is not None
        held_on = form.cleaned_data["held_on"]
        meeting = opening_actions.catch_up(group, held_on=held_on, by=request.person, device=request.device)
        seat = lead_queries.seat_of(meeting, person=request.person)
        request.session[SESSION_KEY] = str(seat.pk) if seat else ""
        return redirect("meetings:lead", meeting.pk)
    status = 422 if form.errors else 200
    return render(request, "meetings/catch_up.html", {"group": group, "form": form}, status=status)
