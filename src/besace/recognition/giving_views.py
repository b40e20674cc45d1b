"""Where the organisation so decides for a badge: one reviewer gives it. The organisation names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from besace import access
from besace.core.errors import Conflict
from besace.core.once import once
from besace.people import queries as people

from . import actions, finding, forms, queries
from .models import Reviewer

if TYPE_CHECKING:
    from uuid import UUID

    from besace.people.request import Request


@access.needs("award.give")
@require_http_methods(["GET", "POST"])
@once
def give(request: Request, badge_id: UUID) -> HttpResponse:
    """For those whom the organisation named; for anybody else this page does not exist."""
    badge, me = finding.badge_for(request, badge_id, verb="award.give"), finding.me(request)
    if not queries.is_reviewer(me, badge):
        raise Http404
    form = forms.GiveForm(request.POST or None, people=people.members(badge.group).exclude(pk=me.pk))
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.award_at_once(badge.pk, said["person"], by=me, why=said["why"])
        except Conflict as refusal:
            form.add_error("person", refusal.sentence)
        else:
            messages.success(request, _("Le badge est donné. La personne choisira."))
            return redirect("recognition:mine")
    context = {"badge": badge, "form": form}
    return render(request, "recognition/give.html", context, status=422 if form.is_bound else 200)


@access.needs("reviewers.name")
@require_http_methods(["GET", "POST"])
@once
def reviewers(request: Request, badge_id: UUID) -> HttpResponse:
    """Who may give this badge alone."""
    badge = finding.badge_for(request, badge_id, verb="reviewers.name")
    named = list(Reviewer.objects.filter(badge=badge).values_list("person_id", flat=True))
    form = forms.ReviewersForm(request.POST or None, people=people.members(badge.group), initial={"people": named})
    if form.is_valid():
        actions.name_reviewers(badge.pk, people=list(form.cleaned_data["people"]), by=finding.me(request))
        messages.success(request, _("C’est noté."))
        return redirect("recognition:requests", badge.group_id)
    context = {"badge": badge, "form": form}
    return render(request, "recognition/reviewers.html", context, status=422 if form.is_bound else 200)
