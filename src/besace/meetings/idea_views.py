"""An idea and what comes with it: words, a photo, a voice note; its words afterwards; taking it back."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.building import actions as building
from besace.building.models import Contribution, CriterionState, Kind, Web
from besace.core import revisions
from besace.core.errors import Conflict, NotAllowed
from besace.core.once import once
from besace.people.request import Request

from . import idea_files, lead_queries
from .asking import led, seat_for, show_phone, uuid_in
from .idea_files import IdeaFiles
from .models import Proceedings, Seat
from .scene import Scene


@access.needs("meeting.see")
@require_POST
def idea(request: Request, meeting_id: UUID) -> HttpResponse:
    """One thread of the web. Its photo is drawn anew first: no transaction waits for that."""
    seat_for(request, meeting_id)
    return _add(request, meeting_id, files=idea_files.read(request.FILES))


@once(answer=show_phone)
def _add(request: Request, meeting_id: UUID, *, files: IdeaFiles) -> None:
    seat = seat_for(request, meeting_id)
    proceedings, web = _web_of(seat)
    assert seat.person is not None
    kind = request.POST.get("kind", "")
    building.add_idea(
        web.pk,
        by=seat.person,
        text=request.POST.get("text", ""),
        kind=kind if kind in Kind.values else Kind.KNOW_HOW,
        photo=files.photo,
        voice_note=files.sound,
    )
    revisions.bump(proceedings.channel, "drawing")


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def words(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    """She says in words what her photo shows."""
    seat = seat_for(request, meeting_id)
    proceedings, web = _web_of(seat)
    hers = Contribution.objects.filter(criterion_id=criterion_id, criterion__web=web, author=seat.person)
    if seat.person is None or not hers.exists():
        raise NotAllowed("not-yours", _("Cette idée est à quelqu’un d’autre."))
    building.put_words(criterion_id, text=request.POST.get("text", ""), by=seat.person)
    revisions.bump(proceedings.channel, "drawing")


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def withdraw(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    """« Retirer » one's own idea, while nobody has decided on it. Twice is once."""
    seat = seat_for(request, meeting_id)
    proceedings, web = _web_of(seat)
    assert seat.person is not None
    if web.criteria.filter(pk=criterion_id).exclude(state=CriterionState.REMOVED).exists():
        building.withdraw_idea(criterion_id, by=seat.person)
        revisions.bump(proceedings.channel, "drawing")


@access.needs("meeting.see")
@require_GET
def file(request: Request, meeting_id: UUID, given_id: UUID, what: str) -> FileResponse:
    """For those who sit at this meeting, and for nobody else; a hidden one, for its author and who leads."""
    given = get_object_or_404(
        Contribution.objects.select_related("criterion"),
        pk=given_id,
        criterion__web__proceedings__meeting_id=meeting_id,
    )
    seat = seat_for(request, meeting_id)
    is_hidden = given.criterion.state == CriterionState.HIDDEN
    is_hers = given.author_id == seat.person_id
    if is_hidden and not is_hers and not lead_queries.is_leading(_of(seat), person=request.person):
        raise Http404
    return idea_files.answer_with(given, what)


@access.needs("meeting.lead")
@require_http_methods(["GET", "POST"])
@once
def wordless(request: Request, meeting_id: UUID) -> HttpResponse:
    """The facilitator looks, listens, asks, and writes the words; or hides, or shows again."""
    proceedings, by = led(request, meeting_id)
    if request.method == "GET":
        return render(request, "meetings/wordless.html", {"scene": Scene.of(meeting_id)})
    criterion_id = uuid_in(request, "criterion")
    if proceedings.web is None or not proceedings.web.criteria.filter(pk=criterion_id).exists():
        raise Conflict("idea-gone", _("Cette idée n’est plus là."))
    if request.POST.get("act") == "hide":
        building.hide(criterion_id, by=by)
    elif request.POST.get("act") == "show":
        building.restore(criterion_id, by=by)
    else:
        building.put_words(criterion_id, text=request.POST.get("text", ""), by=by)
    revisions.bump(proceedings.channel, "drawing", "stage", "tools")
    left = proceedings.web.criteria.filter(state__in=[CriterionState.WORDLESS, CriterionState.HIDDEN]).exists()
    return redirect("meetings:wordless" if left else "meetings:lead", meeting_id)


def _of(seat: Seat) -> Proceedings:
    return Proceedings.objects.select_related("web", "leader", "helper").get(meeting_id=seat.meeting_id)


def _web_of(seat: Seat) -> tuple[Proceedings, Web]:
    proceedings = _of(seat)
    if proceedings.web is None:
        raise Conflict("no-web", _("Il n’y a pas encore de thème. Attendez un instant."))
    return proceedings, proceedings.web
