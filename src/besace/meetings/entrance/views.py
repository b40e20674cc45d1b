"""The door of a meeting, seen by those who come in and by the one who opens."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.once import once
from besace.people.models import Person
from besace.people.request import Request
from besace.people.rules import Level
from besace.people.signin.views import PASSES
from besace.people.signin.views import leave as leave_device

from .. import phone_actions
from ..asking import uuid_in
from ..middleware import SESSION_KEY
from ..models import Meeting, Seat
from . import actions, queries
from .rules import Way

# --- at the door -------------------------------------------------------------------------------------------------


@access.needs("meeting.enter")
@require_GET
def by_qr(request: Request, token: str) -> HttpResponse:
    """The QR on the wall: the secret leaves the address bar at once."""
    meeting = queries.meeting_by_token(token)
    if meeting is None:
        raise Conflict("meeting-closed", _("Cette séance n’est pas ouverte. Demandez à l’animatrice."))
    return _let_to_the_door(request, meeting, Way.QR)


@access.needs("meeting.enter")
@require_http_methods(["GET", "POST"])
def enter_code(request: Request) -> HttpResponse:
    """The spoken code, 4 + 4 digits."""
    if request.method == "GET":
        return render(request, "meetings/entrance/code.html")
    try:
        meeting = actions.find_by_code(request.POST.get("code", ""), address=request.META.get("REMOTE_ADDR", ""))
    except Refusal as refused:
        context = {"error": refused.sentence, "typed": request.POST.get("code", "")[:20]}
        return render(request, "meetings/entrance/code.html", context, status=422)
    return _let_to_the_door(request, meeting, Way.CODE)


def _let_to_the_door(request: Request, meeting: Meeting, way: Way) -> HttpResponse:
    passes = request.session.get(PASSES, {})
    if passes.get(str(meeting.pk)) != Way.QR:
        passes[str(meeting.pk)] = way.value
    request.session[PASSES] = passes
    return redirect("meetings:who", meeting.pk)


def _way(request: Request, meeting: Meeting) -> Way:
    """How this device came; a stranger to the meeting sees nothing of it."""
    person = request.person
    if person and access.may("meeting.see", person, meeting.group) and person.level == Level.ACCOUNT:
        return Way.ACCOUNT
    way = request.session.get(PASSES, {}).get(str(meeting.pk))
    if way is None:
        raise NotAllowed("scan-first", _("Scannez le carré de la séance, ou tapez ses 8 chiffres."))
    return Way(way)


@access.needs("meeting.enter")
@require_GET
def who(request: Request, meeting_id: UUID) -> HttpResponse:
    """« Qui êtes-vous ? »: the names expected today, for those who scanned."""
    meeting = queries.open_meeting(meeting_id)
    way = _way(request, meeting)
    if way == Way.ACCOUNT and request.person:
        known = {"meeting": meeting, "asked": request.person}
        return render(request, "meetings/entrance/confirm.html", known)
    shows_names = way == Way.QR and not meeting.group.organisation.hides_expected_names
    context: dict[str, object] = {
        "meeting": meeting,
        "names": queries.expected(meeting) if shows_names else [],
        "here": queries.seats_of_device(meeting, request.device),
        "shows_names": shows_names,
    }
    return render(request, "meetings/entrance/who.html", context)


@access.needs("meeting.enter")
@require_http_methods(["GET", "POST"])
@once
def sit_as(request: Request, meeting_id: UUID, person_id: UUID) -> HttpResponse:
    """« Vous êtes Odile ? Oui / Non »"""
    meeting = queries.open_meeting(meeting_id)
    way = _way(request, meeting)
    person = _tapped(request, meeting, way, person_id)
    if request.method == "GET":
        return render(request, "meetings/entrance/confirm.html", {"meeting": meeting, "asked": person})
    return _seated(request, actions.sit_as(meeting.pk, person=person, device=request.device, way=way))


def _tapped(request: Request, meeting: Meeting, way: Way, person_id: UUID) -> Person:
    if way == Way.ACCOUNT and request.person and request.person.pk == person_id:
        return request.person
    if way != Way.QR or meeting.group.organisation.hides_expected_names:
        raise NotAllowed("no-list", _("Écrivez votre prénom, ou montrez votre carte."))
    return get_object_or_404(queries.expected(meeting), pk=person_id)


@access.needs("meeting.enter")
@require_POST
@once
def sit_new(request: Request, meeting_id: UUID) -> HttpResponse:
    """« Je ne suis pas dans la liste »: a first name."""
    meeting = queries.open_meeting(meeting_id)
    way = _way(request, meeting)
    if way == Way.ACCOUNT and request.person:
        return _seated(request, actions.sit_as(meeting.pk, person=request.person, device=request.device, way=way))
    name = request.POST.get("first_name", "")
    return _seated(request, actions.sit_new(meeting.pk, name=name, device=request.device, way=way))


def _seated(request: Request, seat: Seat) -> HttpResponse:
    request.session[SESSION_KEY] = str(seat.pk)
    return redirect("meetings:place", seat.meeting_id)


@access.needs("meeting.enter")
@require_POST
def change_seat(request: Request, meeting_id: UUID, seat_id: UUID) -> HttpResponse:
    """On a shared tablet: somebody else who already sits here takes over."""
    meeting = queries.open_meeting(meeting_id)
    seat = get_object_or_404(queries.seats_of_device(meeting, request.device), pk=seat_id)
    return _seated(request, seat)


@access.needs("meeting.enter")
@require_GET
def place(request: Request, meeting_id: UUID) -> HttpResponse:
    """Where she is: waiting, or seated and then straight into the meeting."""
    seat = request.seat
    if seat is None or seat.meeting_id != meeting_id:
        return redirect("meetings:who", meeting_id)
    if seat.is_seated:
        return redirect("meetings:meeting", meeting_id)
    return render(request, "meetings/entrance/waiting.html", {"meeting": seat.meeting, "seat": seat})


@access.needs("meeting.enter")
@require_http_methods(["GET", "POST"])
def watch(request: Request, meeting_id: UUID) -> HttpResponse:
    """« Je regarde seulement »: a seat without a name; what the wall shows, and nothing to press."""
    meeting = queries.open_meeting(meeting_id)
    _way(request, meeting)
    if request.method == "GET":
        return render(request, "meetings/entrance/watch.html", {"meeting": meeting})
    return _seated(request, actions.watch(meeting.pk, device=request.device))


@access.needs("meeting.enter")
@require_POST
def not_me(request: Request, meeting_id: UUID) -> HttpResponse:
    """« Ce n'est pas moi » : this device answers no more for her; one tap on the right name, then « Oui »."""
    seat = request.seat
    if seat is not None and seat.meeting_id == meeting_id and seat.is_seated and seat.person is not None:
        phone_actions.say_not_me(seat)
    return leave_device(request)


# --- the one who opens -------------------------------------------------------------------------------------------


def _led(request: Request, meeting_id: UUID, verb: str) -> tuple[Meeting, Person]:
    meeting = queries.open_meeting(meeting_id)
    access.require(verb, request.person, meeting.group)
    assert request.person is not None
    return meeting, request.person


@access.needs("meeting.admit")
@require_GET
def door(request: Request, meeting_id: UUID) -> HttpResponse:
    """Who waits, and second devices: one tap each."""
    meeting, _by = _led(request, meeting_id, "meeting.admit")
    waiting = [{"seat": s, "namesakes": _namesakes(meeting, s)} for s in queries.at_the_door(meeting)]
    context = {
        "meeting": meeting,
        "waiting": waiting,
        "seated": queries.seated(meeting),
        "may_lead": access.may("meeting.lead", request.person, meeting.group),
    }
    return render(request, "meetings/entrance/door.html", context)


def _namesakes(meeting: Meeting, seat: Seat) -> list[Person]:
    return [] if seat.person_id else queries.namesake(meeting, seat.typed_name)


@access.needs("meeting.admit")
@require_POST
@once
def answer(request: Request, meeting_id: UUID, seat_id: UUID) -> HttpResponse:
    """admit, refuse, or believe the second device."""
    meeting, by = _led(request, meeting_id, "meeting.admit")
    seat = get_object_or_404(meeting.seats, pk=seat_id)
    said = request.POST.get("answer", "")
    if said == "refuse":
        actions.refuse(seat.pk, by=by)
    elif said == "believe":
        actions.believe(seat.pk, by=by)
    elif said == "admit":
        chosen = uuid_in(request, "person") if request.POST.get("person") else None
        person = get_object_or_404(queries.expected(meeting), pk=chosen) if chosen else None
        actions.admit(seat.pk, by=by, person=person)
    else:
        raise Refusal("no-answer", _("Choisissez une réponse."))
    return redirect("meetings:door", meeting.pk)


@access.needs("meeting.lead")
@require_POST
@once
def set_door(request: Request, meeting_id: UUID) -> HttpResponse:
    meeting, by = _led(request, meeting_id, "meeting.lead")
    if "new_code" in request.POST:
        actions.change_code(meeting.pk, by=by)
        messages.success(request, _("Le code a changé."))
    else:
        actions.set_door(
            meeting.pk,
            is_locked=request.POST.get("locked") == "yes",
            has_waiting_room=request.POST.get("waiting") == "yes",
            by=by,
        )
    return redirect("meetings:door", meeting.pk)
