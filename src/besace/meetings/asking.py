"""What the views of a meeting begin with: which seat, who leads, page or fragment."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from besace import access
from besace.building.models import Web
from besace.core import live
from besace.core.errors import Conflict, Refusal
from besace.people.models import Person
from besace.people.request import Request

from . import lead_queries
from .mine import Mine, answer_of, mine_of
from .models import Meeting, Proceedings, Seat
from .scene import Scene

LONGEST_NUMBER = 6


def meeting_for(request: Request, meeting_id: UUID, *, verb: str = "meeting.see") -> Meeting:
    """The meeting, with its group; already known when this device sits at it."""
    if request.seat is not None and request.seat.meeting_id == meeting_id:
        meeting: Meeting = request.seat.meeting
    else:
        meeting = get_object_or_404(Meeting.objects.select_related("group__organisation"), pk=meeting_id)
    access.require(verb, request.person, meeting.group)
    return meeting


def seat_for(request: Request, meeting_id: UUID, *, may_be_contested: bool = True) -> Seat:
    """The seat this device is in, at this meeting; a doubted one may look and give ideas, not vote."""
    meeting_for(request, meeting_id)
    seat: Seat | None = request.seat if request.seat and request.seat.meeting_id == meeting_id else None
    if seat is None and request.person is not None:
        seat = lead_queries.seat_of(Meeting(pk=meeting_id), person=request.person)
    if seat is None or not seat.is_seated or seat.person is None:
        raise Conflict("no-seat", _("Vous n’êtes pas encore à cette séance. Scannez le carré."))
    if seat.is_contested and not may_be_contested:
        raise Conflict("seat-in-doubt", _("Attendez que l’animatrice vous reconnaisse."))
    return seat


def led(request: Request, meeting_id: UUID) -> tuple[Proceedings, Person]:
    """The meeting for the one who leads it now, or her helper."""
    proceedings = get_object_or_404(
        Proceedings.objects.select_related("meeting__group__organisation", "leader", "helper", "web"),
        meeting_id=meeting_id,
    )
    access.require("meeting.lead", request.person, proceedings.meeting.group)
    if not lead_queries.is_leading(proceedings, person=request.person):
        raise Conflict("not-leading", _("Une autre personne anime. Demandez-lui de vous passer la séance."))
    assert request.person is not None
    return proceedings, request.person


def wants_fragment(request: Request) -> bool:
    """Our script asks for the part alone; without script one gets the page again."""
    return request.headers.get("HX-Request") == "true" or "X-Fragment" in request.headers


def show_phone(request: Request, meeting_id: UUID, **_kept: object) -> HttpResponse:
    """After an act: the stage with her own state, or the whole page again."""
    if not wants_fragment(request):
        return redirect("meetings:meeting", meeting_id)
    scene, mine = phone_of(request, meeting_id)
    return render(request, "meetings/phone/stage.html", {"scene": scene, "mine": mine})


def show_answer(request: Request, meeting_id: UUID, criterion_id: UUID) -> HttpResponse:
    """Her answer alone: four hundred phones that answer together are not each drawn whole again."""
    if not wants_fragment(request):
        return redirect("meetings:meeting", meeting_id)
    mine = answer_of(seat_for(request, meeting_id), criterion_id)
    if mine is None:
        whole = show_phone(request, meeting_id)
        whole["HX-Retarget"] = "#etape"
        return whole
    kept = {"mine": mine, "meeting_id": meeting_id, "criterion_id": criterion_id}
    return render(request, "meetings/phone/answered.html", kept)


def show_ways(request: Request, meeting_id: UUID, **_kept: object) -> HttpResponse:
    if request.POST.get("for") == "stage":
        return show_phone(request, meeting_id)
    if not wants_fragment(request):
        return redirect("meetings:meeting", meeting_id)
    scene, mine = phone_of(request, meeting_id)
    return render(request, "meetings/phone/ways.html", {"scene": scene, "mine": mine})


def show_console(request: Request, meeting_id: UUID, **_kept: object) -> HttpResponse:
    return redirect("meetings:lead", meeting_id)


def phone_of(request: Request, meeting_id: UUID) -> tuple[Scene, Mine]:
    seat = seat_for(request, meeting_id)
    scene = Scene.of(meeting_id)
    return scene, mine_of(scene, seat)


def following(scene: Scene, *, audience: str, person: Person | str | None) -> live.Following:
    """The number was read with the first line of the scene: what changes while the page is made is sent again."""
    return live.attach(scene.proceedings.channel, audience=audience, person=person, since=scene.proceedings.number)


def uuid_in(request: Request, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Refusal("choose-one", _("Choisissez dans la liste.")) from None


def is_number(text: object) -> bool:
    """« 12 » : plain digits, as many as a room may hold; « ² » is a digit too, and no number."""
    said = str(text)
    return said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER


def criterion_in(request: Request, web: Web, name: str = "criterion") -> UUID:
    """One of the web of this meeting: that of another group does not exist here."""
    chosen = uuid_in(request, name)
    if not web.criteria.filter(pk=chosen).exists():
        raise Refusal("no-such-criterion", _("Ce critère n’est plus sur la toile."))
    return chosen


def branch_in(request: Request, web: Web) -> UUID:
    chosen = uuid_in(request, "branch")
    if not web.branches.filter(pk=chosen).exists():
        raise Refusal("no-such-branch", _("Cette branche n’est plus sur la toile."))
    return chosen


def seat_in(request: Request, proceedings: Proceedings) -> Seat:
    """The person the facilitator acts for."""
    seat = proceedings.meeting.seats.select_related("person").filter(pk=uuid_in(request, "seat")).first()
    if seat is None or not seat.is_seated or seat.person is None:
        raise Refusal("no-such-seat", _("Cette personne n’est plus là. Choisissez-en une autre."))
    return seat
