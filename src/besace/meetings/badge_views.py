"""The console's gestures on the badge: theme, ideas for others, tidying, debate, stamp, publication."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from besace import access
from besace.badges.pictures import Choice, draw, proposals
from besace.building import actions as building
from besace.building.models import Kind, Web
from besace.core.errors import Conflict, Refusal
from besace.core.once import once
from besace.people.models import Person
from besace.people.request import Request

from . import debate_actions, drawing, lead_actions, opening_actions, stamp_actions
from .asking import branch_in, criterion_in, is_number, led, seat_in, show_console, uuid_in
from .models import Proceedings
from .scene import Scene
from .telling import tell


def _web(proceedings: Proceedings) -> Web:
    if proceedings.web is None:
        raise Conflict("no-web", _("Il n’y a pas encore de thème. Choisissez-en un."))
    return proceedings.web


# --- theme and ideas ---------------------------------------------------------------------------------------------


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def theme(request: Request, meeting_id: UUID) -> None:
    """One that somebody proposed, taken with a tap, or a name typed: what is typed wins."""
    _proceedings, by = led(request, meeting_id)
    said = request.POST
    name = said.get("theme", "").strip() or said.get("proposed", "")
    opening_actions.choose_theme(meeting_id, theme=name, purpose=said.get("purpose", ""), by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def resume(request: Request, meeting_id: UUID) -> None:
    """A badge begun another Tuesday."""
    _proceedings, by = led(request, meeting_id)
    opening_actions.resume_web(meeting_id, uuid_in(request, "web"), by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def idea_for(request: Request, meeting_id: UUID) -> None:
    """An idea entered for somebody, marked as such."""
    proceedings, by = led(request, meeting_id)
    whose, web = seat_in(request, proceedings).person, _web(proceedings)
    kind = request.POST.get("kind", "")
    building.add_idea(
        web.pk,
        by=by,
        text=request.POST.get("text", ""),
        kind=kind if kind in Kind.values else Kind.KNOW_HOW,
        branch_id=branch_in(request, web) if request.POST.get("branch") else None,
        on_behalf=whose if whose != by else None,
    )
    tell(proceedings, "drawing", "web")


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def tidy(request: Request, meeting_id: UUID, gesture: str) -> None:
    """merge, move, hide, branch, lay."""
    proceedings, by = led(request, meeting_id)
    if gesture not in GESTURES:
        raise Refusal("no-such-act", _("Rechargez la page."))
    GESTURES[gesture](request, _web(proceedings), by)
    tell(proceedings, "stage", "tools", "web", "last")


def _merge(request: Request, web: Web, by: Person) -> None:
    building.merge(criterion_in(request, web), others=[criterion_in(request, web, "other")], by=by)


def _move(request: Request, web: Web, by: Person) -> None:
    building.move(criterion_in(request, web), to_branch=branch_in(request, web), by=by)


def _hide(request: Request, web: Web, by: Person) -> None:
    building.hide(criterion_in(request, web), by=by)


def _branch(request: Request, web: Web, by: Person) -> None:
    name = request.POST.get("name", "")
    if request.POST.get("branch"):
        building.rename_branch(branch_in(request, web), name=name, by=by)
    else:
        building.add_branch(web.pk, name=name, by=by)


def _lay(request: Request, web: Web, by: Person) -> None:
    building.tidy_web(web.pk, by=by)


GESTURES = {"merge": _merge, "move": _move, "hide": _hide, "branch": _branch, "lay": _lay}


# --- the debate --------------------------------------------------------------------------------------------------


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def look(request: Request, meeting_id: UUID) -> None:
    """This criterion, on the three screens."""
    _proceedings, by = led(request, meeting_id)
    debate_actions.look_at(meeting_id, uuid_in(request, "criterion"), by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def look_branch(request: Request, meeting_id: UUID) -> None:
    """This branch in large on the wall; none: that of the last idea."""
    _proceedings, by = led(request, meeting_id)
    chosen = uuid_in(request, "branch") if request.POST.get("branch") else None
    lead_actions.show_branch(meeting_id, chosen, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def go_on(request: Request, meeting_id: UUID) -> None:
    _proceedings, by = led(request, meeting_id)
    if not debate_actions.go_on(meeting_id, by=by):
        messages.info(request, _("Tous les critères sont décidés."))


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def close_vote(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    _proceedings, by = led(request, meeting_id)
    debate_actions.close_vote(meeting_id, criterion_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def keep_all(request: Request, meeting_id: UUID) -> None:
    """« Garder ce qui fait l'accord »."""
    _proceedings, by = led(request, meeting_id)
    batch = debate_actions.keep_what_nobody_opposes(meeting_id, by=by)
    messages.success(request, debate_actions.batch_in_words(batch))


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def ask(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    """Vote a sentence."""
    _proceedings, by = led(request, meeting_id)
    debate_actions.ask_wording(meeting_id, criterion_id, text=request.POST.get("text", ""), by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def ask_again(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    _proceedings, by = led(request, meeting_id)
    debate_actions.ask_again(meeting_id, criterion_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def hands(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    """Hands raised, by answer."""
    _proceedings, by = led(request, meeting_id)
    numbers = {name: value for name, value in request.POST.items() if is_number(value)}
    counted = {name: int(str(value)) for name, value in numbers.items() if name not in {"once", "csrfmiddlewaretoken"}}
    debate_actions.count_hands(meeting_id, criterion_id, hands=counted, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def answer_for(request: Request, meeting_id: UUID, criterion_id: UUID) -> None:
    """The voice of somebody who told it aloud; marked « saisi par l'animatrice »."""
    proceedings, by = led(request, meeting_id)
    said = request.POST
    debate_actions.answer(
        criterion_id,
        seat=seat_in(request, proceedings),
        choice=said.get("choice", ""),
        reason=said.get("reason", ""),
        entered_by=by,
    )


# --- reading over, stamp, publication ----------------------------------------------------------------------------


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def describe(request: Request, meeting_id: UUID) -> None:
    proceedings, by = led(request, meeting_id)
    said = request.POST
    web = _web(proceedings)
    building.describe(web.pk, by=by, name=said.get("name"), sentence=said.get("sentence"), purpose=said.get("purpose"))
    tell(proceedings, "stage", "place", "last")


@access.needs("meeting.lead")
@require_http_methods(["GET", "POST"])
@once
def picture(request: Request, meeting_id: UUID) -> HttpResponse:
    """Among what the rule proposes."""
    proceedings, by = led(request, meeting_id)
    web = _web(proceedings)
    offered = proposals(web.theme, also=[c.text for c in web.criteria.all()])
    if request.method == "GET":
        shown = [
            (n, drawing.as_image(draw(c, name=web.theme, group=web.group.name, people=23), alt=c.said))
            for n, c in enumerate(offered)
        ]
        return render(request, "meetings/picture.html", {"scene": Scene.of(meeting_id), "offered": shown})
    number = request.POST.get("picture", "")
    if not is_number(number) or int(number) >= len(offered):
        raise Refusal("choose-one", _("Choisissez une image."))
    building.choose_picture(web.pk, picture=_chosen(offered, int(number)), by=by)
    tell(proceedings, "stage")
    return redirect("meetings:lead", meeting_id)


def _chosen(offered: list[Choice], number: int) -> Choice:
    return offered[number]


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def open_stamp(request: Request, meeting_id: UUID) -> None:
    _proceedings, by = led(request, meeting_id)
    stamp_actions.open_stamp(meeting_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def press_for(request: Request, meeting_id: UUID) -> None:
    proceedings, by = led(request, meeting_id)
    stamp_actions.press(seat_in(request, proceedings), entered_by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def land(request: Request, meeting_id: UUID) -> None:
    """« Fermer le tampon » : the ink lands."""
    proceedings, by = led(request, meeting_id)
    close = stamp_actions.rehearse_landing if proceedings.is_practice else stamp_actions.land
    close(meeting_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def publish(request: Request, meeting_id: UUID) -> None:
    """Now, or after a second person read it."""
    _proceedings, by = led(request, meeting_id)
    stamp_actions.publish(meeting_id, by=by)


@access.needs("meeting.lead")
@require_POST
@once(answer=show_console)
def second_reader(request: Request, meeting_id: UUID) -> None:
    """Somebody reads it once more before it is published."""
    proceedings, by = led(request, meeting_id)
    whose = seat_in(request, proceedings) if request.POST.get("seat") else None
    stamp_actions.ask_second_reader(meeting_id, seat=whose, by=by)
    messages.info(request, _("Le badge attend sa deuxième lecture."))
