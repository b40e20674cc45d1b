"""The vote on somebody: which request, the answers of phones and of the console turned round, closing, handing over."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from besace import access
from besace.core.errors import NotAllowed, Refusal
from besace.core.once import once
from besace.people.models import Person
from besace.people.request import Request
from besace.votes.actions import late_voices_counted

from .. import lead_queries
from ..asking import led, seat_for, show_console, show_phone, uuid_in
from ..models import Seat
from ..scene import Scene
from . import actions, queries

GESTURES: dict[str, Callable[..., object]] = {
    "fermer": actions.close_vote,
    "annuler": actions.cancel_vote,
    "remettre": actions.hand_badge,
    "montrer": actions.show_to_all,
    "continuer": actions.go_on,
}


@access.needs("meeting.lead")
@require_http_methods(["GET", "POST"])
@once
def give(request: Request, meeting_id: UUID) -> HttpResponse:
    """The requests that the peers may vote on now; pressing one opens the vote."""
    proceedings, by = led(request, meeting_id)
    if request.method == "POST":
        actions.open_vote(meeting_id, uuid_in(request, "recognition"), by=by)
        return redirect("meetings:lead", meeting_id)
    room = lead_queries.room(proceedings.meeting)
    unsure = [s for s in room.present if not queries.is_sure(s.seat)]
    context = {
        "meeting": proceedings.meeting,
        "ready": queries.ready(proceedings.meeting, besides=by),
        "voters": queries.voters(proceedings.meeting, room),
        "unsure": unsure,
        "is_vote_open": lead_queries.progress(proceedings).is_vote_open,
    }
    return render(request, "meetings/giving/choose.html", context)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def gesture(request: Request, meeting_id: UUID, gesture: str) -> None:
    """Close, cancel, hand over, show, go on."""
    _proceedings, by = led(request, meeting_id)
    act = GESTURES.get(gesture)
    if act is None:
        raise Refusal("no-such-gesture", _("Rechargez la page."))
    act(meeting_id, by=by)


@access.needs("meeting.see")
@require_POST
@late_voices_counted()
@once(answer=show_phone)
def answer(request: Request, meeting_id: UUID) -> None:
    """One of the four answers, from her own phone or one that several share."""
    seat = seat_for(request, meeting_id, may_be_contested=False)
    said = request.POST
    actions.answer(seat, answer=said.get("answer", ""), criterion=said.get("criterion", ""))


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def show(request: Request, meeting_id: UUID) -> None:
    """« Montrer au groupe » : hers alone, on her own phone."""
    seat = seat_for(request, meeting_id, may_be_contested=False)
    shown = Scene.of(meeting_id).giving
    if shown is None or shown.person.pk != seat.person_id or seat.person is None:
        raise NotAllowed("not-hers", _("Elle seule choisit ce qui se montre."))
    if not queries.is_sure(seat):
        raise NotAllowed("not-seen-yet", _("Demandez à l’animatrice de vous confirmer."))
    actions.show_to_all(meeting_id, by=seat.person)


@access.needs("meeting.lead")
@require_http_methods(["GET", "POST"])
@late_voices_counted()
@once
def turned(request: Request, meeting_id: UUID, seat_id: UUID) -> HttpResponse:
    """The console turned towards somebody: a neutral screen, the question, a neutral screen."""
    proceedings, by = led(request, meeting_id)
    seat = proceedings.meeting.seats.select_related("person").filter(pk=seat_id).first()
    shown = queries.on_screens(proceedings)
    if seat is None or seat.person is None or shown is None:
        return redirect("meetings:lead", meeting_id)
    if request.method == "POST":
        said = request.POST
        told, criterion = said.get("answer", ""), said.get("criterion", "")
        actions.answer_on_console(meeting_id, seat, answer=told, criterion=criterion, by=by)
        return redirect("meetings:turned", meeting_id, seat_id)
    return _neutral(request, seat, shown, person=seat.person)


def _neutral(request: Request, seat: Seat, shown: queries.OnScreens, *, person: Person) -> HttpResponse:
    if person.pk not in shown.to_answer:
        step = "done"
    else:
        step = "question" if "moi" in request.GET else "before"
    context = {"one": shown, "seat": seat, "person": person, "step": step}
    return render(request, "meetings/giving/turned.html", context)
