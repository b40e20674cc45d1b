"""The console: everything the one who leads needs on one screen of 1280 x 720."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.errors import Refusal
from besace.core.once import once
from besace.people.models import Group, Person
from besace.people.request import Request

from . import (
    closing_actions,
    lead_actions,
    lead_queries,
    opening_actions,
    phase_actions,
    phone_actions,
    practice_actions,
)
from .asking import following, led, meeting_for, seat_in, show_console, uuid_in
from .middleware import SESSION_KEY
from .mine import Mine
from .models import Signal
from .rules import Phase
from .scene import Scene


@access.needs("meeting.lead", within=Group)
@require_POST
def open_now(request: Request, group: Group) -> HttpResponse:
    """« Ouvrir la séance » : from the home page, one tap."""
    assert request.person is not None
    meeting = opening_actions.open_meeting(group, by=request.person, device=request.device)
    seat = lead_queries.seat_of(meeting, person=request.person)
    request.session[SESSION_KEY] = str(seat.pk) if seat else ""
    return redirect("meetings:lead", meeting.pk)


@access.needs("meeting.lead", within=Group)
@require_POST
def practise(request: Request, group: Group) -> HttpResponse:
    """« S'entraîner » : alone, in the demonstration."""
    assert request.person is not None
    meeting = practice_actions.open_practice(group, by=request.person, device=request.device)
    seat = lead_queries.seat_of(meeting, person=request.person)
    request.session[SESSION_KEY] = str(seat.pk) if seat else ""
    return redirect("meetings:lead", meeting.pk)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def others_act(request: Request, meeting_id: UUID) -> None:
    """The simulated people do what the phase asks for."""
    _proceedings, by = led(request, meeting_id)
    practice_actions.let_the_others_act(meeting_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once
def quit_practice(request: Request, meeting_id: UUID) -> HttpResponse:
    """« Quitter l'entraînement » : one tap, and nothing is left of it."""
    _proceedings, by = led(request, meeting_id)
    return _practice_is_over(request, meeting_id, by)


def _practice_is_over(request: Request, meeting_id: UUID, by: Person) -> HttpResponse:
    practice_actions.end_practice(meeting_id, by=by)
    messages.success(request, _("L’entraînement est fini. Rien n’est gardé."))
    return redirect("home")


@access.needs("meeting.lead")
@require_GET
def lead(request: Request, meeting_id: UUID) -> HttpResponse:
    """The console; for another who may lead, the way to take over."""
    scene = Scene.of(meeting_id)
    access.require("meeting.lead", request.person, scene.meeting.group)
    if not scene.meeting.is_open:
        return redirect("home") if scene.proceedings.is_practice else redirect("meetings:minutes", meeting_id)
    seat = lead_queries.leading_seat(scene.proceedings, person=request.person)
    if seat is None:
        return _another_leads(request, scene)
    live = following(scene, audience="console", person=request.person)
    mine = Mine(seat, str(request.person))
    return render(request, "meetings/console.html", {"scene": scene, "mine": mine, "following": live})


def _another_leads(request: Request, scene: Scene) -> HttpResponse:
    may_take_over = lead_queries.may_take_over(scene.proceedings, person=request.person)
    return render(request, "meetings/another.html", {"scene": scene, "may_take_over": may_take_over})


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def take_over(request: Request, meeting_id: UUID) -> None:
    """« Reprendre l'animation »."""
    there = meeting_for(request, meeting_id, verb="meeting.lead")
    assert request.person is not None
    opening_actions.take_seat(there, person=request.person, device=request.device)
    lead_actions.take_over(meeting_id, by=request.person)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def move(request: Request, meeting_id: UUID) -> None:
    """To another phase, forward or back."""
    _proceedings, by = led(request, meeting_id)
    try:
        phase = Phase(int(request.POST.get("phase", "")))
    except ValueError:
        raise Refusal("no-such-phase", _("Choisissez une étape.")) from None
    phase_actions.move_to(meeting_id, phase, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def undo(request: Request, meeting_id: UUID) -> None:
    _proceedings, by = led(request, meeting_id)
    phase_actions.undo(meeting_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def time(request: Request, meeting_id: UUID) -> None:
    _proceedings, by = led(request, meeting_id)
    phase_actions.add_time(meeting_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def roll(request: Request, meeting_id: UUID) -> None:
    """« Je vois tout le monde »."""
    _proceedings, by = led(request, meeting_id)
    lead_actions.call_the_roll(meeting_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def seat(request: Request, meeting_id: UUID) -> None:
    """Somebody who has no phone."""
    _proceedings, by = led(request, meeting_id)
    opening_actions.seat_without_device(meeting_id, person_id=uuid_in(request, "person"), by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def helped(request: Request, meeting_id: UUID, sign_id: int) -> None:
    """The hand was seen."""
    led(request, meeting_id)
    sign = get_object_or_404(Signal.objects.select_related("seat"), pk=sign_id, seat__meeting_id=meeting_id)
    phone_actions.take_back_sign(sign.seat, sign.kind)


@access.needs("meeting.lead")
@require_GET
def people(request: Request, meeting_id: UUID) -> HttpResponse:
    """Who is there, how; handing over, a helper, « elle est partie »."""
    led(request, meeting_id)
    return render(request, "meetings/people.html", {"scene": Scene.of(meeting_id)})


@access.needs("meeting.lead")
@require_POST
@once
def person(request: Request, meeting_id: UUID, seat_id: UUID) -> HttpResponse:
    """One act about one person present."""
    proceedings, by = led(request, meeting_id)
    act = request.POST.get("act", "")
    if act == "hand-over":
        lead_actions.hand_over(meeting_id, to=seat_id, by=by)
        return redirect("meetings:lead", meeting_id)
    if act == "helper":
        lead_actions.name_helper(meeting_id, seat_id=seat_id, by=by)
    elif act == "left":
        there = get_object_or_404(proceedings.meeting.seats, pk=seat_id)
        phone_actions.leave(there, by=by)
    else:
        raise Refusal("no-such-act", _("Rechargez la page."))
    return redirect("meetings:people", meeting_id)


@access.needs("meeting.lead")
@require_POST
@once
def projector_link(request: Request, meeting_id: UUID) -> HttpResponse:
    """A new link for the wall; the old one shows nothing any more."""
    _proceedings, by = led(request, meeting_id)
    lead_actions.change_projector_link(meeting_id, by=by)
    messages.success(request, _("Le lien du grand écran a changé. Ouvrez le nouveau."))
    return redirect("meetings:people", meeting_id)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def task(request: Request, meeting_id: UUID) -> None:
    """« Pour la prochaine fois »."""
    proceedings, by = led(request, meeting_id)
    chosen = seat_in(request, proceedings) if request.POST.get("seat") else None
    closing_actions.note_task(meeting_id, text=request.POST.get("text", ""), taken_by=chosen, by=by)


@access.needs("meeting.lead")
@require_http_methods(["GET", "POST"])
@once
def close(request: Request, meeting_id: UUID) -> HttpResponse:
    """« Fermer la séance », or stop here and go on next week."""
    proceedings, by = led(request, meeting_id)
    if proceedings.is_practice:
        return _practice_is_over(request, meeting_id, by) if request.method == "POST" else redirect("home")
    if request.method == "GET":
        return render(request, "meetings/close.html", {"scene": Scene.of(meeting_id)})
    closing_actions.close_meeting(meeting_id, by=by)
    return redirect("meetings:minutes", meeting_id)
