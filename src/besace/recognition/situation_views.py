"""She does the thing before her peers: a day, a calendar file, a sheet of paper, and what each observer saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from besace import access
from besace.core.errors import Refusal
from besace.core.once import once
from besace.people import queries as people

from . import actions, calendar, finding, forms, paper, queries
from .models import Situation

if TYPE_CHECKING:
    from uuid import UUID

    from besace.badges.rules import StampedCriterion
    from besace.people.request import Request


@access.needs("recognition.lead")
@require_http_methods(["GET", "POST"])
@once
def plan(request: Request, recognition_id: UUID) -> HttpResponse:
    """With her: a day to come, or one that is past."""
    recognition = finding.followed(request, recognition_id)
    peers = people.members(recognition.group).exclude(pk=recognition.person_id)
    criteria = queries.criteria_of(recognition.badge)
    form = forms.SituationForm(
        request.POST or None, people=peers, criteria=criteria, initial={"place": recognition.group.place}
    )
    if form.is_valid():
        try:
            actions.plan_situation(recognition.pk, by=finding.me(request), **form.planned())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("C’est prévu."))
            return redirect("recognition:follow", recognition.pk)
    context = {"recognition": recognition, "form": form}
    return render(request, "recognition/plan.html", context, status=422 if form.is_bound else 200)


@access.needs("situation.observe")
@require_http_methods(["GET", "POST"])
@once
def observe(request: Request, observer_id: UUID) -> HttpResponse:
    """The observer's own sheet on a phone; or who leads copies what a paper sheet says."""
    observer = finding.observer_for(request, observer_id)
    situation = observer.situation
    form = forms.ObserveForm(request.POST or None, observer=observer, criteria=_criteria(situation))
    is_copied = observer.person_id != finding.me(request).pk
    if form.is_valid():
        actions.tell_what_was_seen(
            observer.pk,
            by=observer.person,
            sightings=form.sightings(),
            story=form.cleaned_data["story"],
            entered_by=finding.me(request) if is_copied else None,
        )
        messages.success(request, _("Merci. C’est noté."))
        return redirect("recognition:follow", situation.recognition_id) if is_copied else redirect("recognition:mine")
    context = {
        "observer": observer,
        "situation": situation,
        "recognition": situation.recognition,
        "form": form,
        "is_copied": is_copied,
        "is_early": situation.starts_at > timezone.now(),
    }
    return render(request, "recognition/observe.html", context, status=422 if form.is_bound else 200)


def _criteria(situation: Situation) -> list[StampedCriterion]:
    wanted = set(situation.criteria)
    return [one for one in queries.criteria_of(situation.recognition.badge) if one.id in wanted]


@access.needs("recognition.see")
@require_GET
def calendar_file(request: Request, situation_id: UUID) -> HttpResponse:
    """For her own calendar, and for those who watch."""
    situation = _concerned(request, situation_id)
    answer = HttpResponse(calendar.as_calendar(situation), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="mise-en-situation.ics"'
    return answer


@access.needs("situation.observe")
@require_GET
def sheet(request: Request, situation_id: UUID) -> HttpResponse:
    """The same questions on paper, one sheet for each who watches."""
    situation = _concerned(request, situation_id, verb="situation.observe")
    answer = HttpResponse(paper.sheets(situation, criteria=_criteria(situation)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="feuille.pdf"'
    return answer


def _concerned(request: Request, situation_id: UUID, *, verb: str = "recognition.see") -> Situation:
    """Her, those who watch, and who leads."""
    found = Situation.objects.select_related(
        "recognition__person", "recognition__group__organisation", "recognition__badge__current_version"
    )
    situation: Any = get_object_or_404(found.prefetch_related("observers__person"), pk=situation_id)
    recognition = situation.recognition
    access.require(verb, request.person, recognition.group)
    watching = {observer.person_id for observer in situation.observers.all()}
    leads = access.may("recognition.lead", request.person, recognition.group)
    if not (leads or finding.me(request).pk in {recognition.person_id, *watching}):
        raise Http404
    return situation  # type: ignore[no-any-return]


@access.needs("recognition.lead")
@require_GET
def poster(request: Request, badge_id: UUID) -> HttpResponse:
    """A badge on the wall, with the square to ask for it."""
    badge = finding.badge_for(request, badge_id, verb="recognition.lead")
    answer = HttpResponse(paper.poster(badge), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="affiche.pdf"'
    return answer
