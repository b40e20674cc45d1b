"""A participant's phone: one page, one thing at a time; each act answers with her own state."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.building import actions as building
from besace.core import revisions
from besace.core.errors import Conflict
from besace.core.once import once
from besace.people.request import Request
from besace.votes.actions import late_voices_counted

from . import debate_actions, lead_queries, opening_actions, phone_actions, stamp_actions
from .asking import (
    criterion_in,
    following,
    is_number,
    phone_of,
    seat_for,
    show_answer,
    show_phone,
    show_ways,
)
from .middleware import SESSION_KEY
from .mine import mine_of
from .models import Meeting, Signal
from .scene import Scene


@access.needs("meeting.enter")
@require_GET
def meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """The phone: what is happening, what I can do, a way out."""
    mine = request.seat if request.seat and request.seat.meeting_id == meeting_id else None
    there = mine.meeting if mine else get_object_or_404(Meeting.objects.select_related("group"), pk=meeting_id)
    if not there.is_open:
        may_read = not there.is_practice and access.may("minutes.see", request.person, there.group)
        return render(request, "meetings/over.html", {"meeting": there, "may_read": may_read})
    if mine is not None and mine.person is None and mine.is_seated:
        return _watching(request, Scene.of(meeting_id))
    if mine is None and lead_queries.seat_of(there, person=request.person) is None:
        return redirect("meetings:who", meeting_id)
    if mine is not None and mine.is_waiting:
        return redirect("meetings:place", meeting_id)
    seat = seat_for(request, meeting_id)
    scene = Scene.of(meeting_id)
    live = following(scene, audience="phone", person=seat.person)
    context = {"scene": scene, "mine": mine_of(scene, seat), "following": live}
    if access.may("meeting.lead", request.person, there.group):
        context["leads"] = lead_queries.is_leading(scene.proceedings, person=request.person)
        context["may_take_over"] = lead_queries.may_take_over(scene.proceedings, person=request.person)
    return render(request, "meetings/phone.html", context)


def _watching(request: Request, scene: Scene) -> HttpResponse:
    """« Je regarde seulement » : what the wall shows, and how to leave or take part."""
    live = following(scene, audience="projector", person=None)
    return render(request, "meetings/watching.html", {"scene": scene, "following": live})


@access.needs("meeting.see")
@require_GET
def web(request: Request, meeting_id: UUID) -> HttpResponse:
    """The whole web, to be moved under the finger; the list is what one reads."""
    seat_for(request, meeting_id)
    return render(request, "meetings/web.html", {"scene": Scene.of(meeting_id)})


@access.needs("meeting.see")
@require_GET
def stage(request: Request, meeting_id: UUID) -> HttpResponse:
    """Her own stage, fetched by her phone when the screen changed under it."""
    scene, mine = phone_of(request, meeting_id)
    return render(request, "meetings/phone/stage.html", {"scene": scene, "mine": mine})


@access.needs("meeting.see")
@require_POST
@once(answer=show_ways)
def sign(request: Request, meeting_id: UUID) -> None:
    """Help, « Je n'ai pas compris », « J'ai fini », the practice vote."""
    seat = seat_for(request, meeting_id)
    kind = request.POST.get("kind", "")
    if kind not in set(Signal.Kind.values) - {Signal.Kind.REVIEWED}:
        raise Conflict("no-such-sign", _("Rechargez la page."))
    if request.POST.get("back"):
        phone_actions.take_back_sign(seat, kind)
    else:
        phone_actions.give_sign(seat, kind)


@access.needs("meeting.see")
@require_http_methods(["GET", "POST"])
def leave(request: Request, meeting_id: UUID) -> HttpResponse:
    """« Je pars », asked once more; on a shared device the others stay."""
    seat = seat_for(request, meeting_id)
    if request.method == "GET":
        return render(request, "meetings/leave.html", {"scene": Scene.of(meeting_id), "seat": seat})
    phone_actions.leave(seat, by=request.person)
    request.session.pop(SESSION_KEY, None)
    return render(request, "meetings/left.html", {"scene": Scene.of(meeting_id)})


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def propose_theme(request: Request, meeting_id: UUID) -> None:
    seat = seat_for(request, meeting_id)
    assert seat.person is not None
    opening_actions.propose_theme(meeting_id, text=request.POST.get("text", ""), by=seat.person)


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def same(request: Request, meeting_id: UUID) -> None:
    """« C'est pareil »."""
    seat = seat_for(request, meeting_id)
    assert seat.person is not None
    web = Scene.of(meeting_id).web
    if web is None:
        raise Conflict("no-web", _("Il n’y a pas encore de thème. Attendez un instant."))
    building.suggest_same(
        criterion_in(request, web, "one"), other_id=criterion_in(request, web, "other"), by=seat.person
    )
    revisions.bump(f"meeting:{meeting_id}", "stage")


@access.needs("meeting.see")
@require_POST
@late_voices_counted()
@once(answer=show_answer)
def answer(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    """One person, one voice; sending again replaces it."""
    seat = seat_for(request, meeting_id, may_be_contested=False)
    choice, reason = request.POST.get("choice", ""), request.POST.get("reason", "")
    debate_actions.answer(criterion_id, seat=seat, choice=choice, reason=reason)


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def wording(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    """A sentence proposed from the room."""
    seat = seat_for(request, meeting_id)
    assert seat.person is not None
    debate_actions.propose_wording(meeting_id, criterion_id, text=request.POST.get("text", ""), by=seat.person)


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def press(request: Request, meeting_id: UUID) -> None:
    """« Je tamponne »."""
    seat = seat_for(request, meeting_id, may_be_contested=False)
    stamp_actions.press(seat, credit=request.POST.get("credit") == "1")


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def impression(request: Request, meeting_id: UUID) -> None:
    seat = seat_for(request, meeting_id)
    face = request.POST.get("face", "")
    sentence = request.POST.get("sentence", "")
    phone_actions.say_impression(seat, face=int(face) if is_number(face) else 0, sentence=sentence)
