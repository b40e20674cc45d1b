"""For who leads: all the requests of a group, and one of them with its next gesture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from besace import access
from besace.badges.models import BadgeClass, BadgeState
from besace.people.models import Group
from besace.votes import queries as ballots

from . import finding, following, queries
from .jury.models import Jury
from .models import Decision, Reviewer

if TYPE_CHECKING:
    from uuid import UUID

    from besace.people.request import Request


@access.needs("recognition.lead", within=Group)
@require_GET
def requests(request: Request, group: Group) -> HttpResponse:
    """Who waits for what."""
    me = finding.me(request)
    context = {
        "group": group,
        "lines": following.followed(group, besides=me),
        "given": following.given(group, besides=me),
        "may_name": access.may("reviewers.name", me, group),
        "may_give": set(Reviewer.objects.filter(person=me).values_list("badge_id", flat=True)),
        "badges": BadgeClass.objects.filter(group=group, state=BadgeState.STAMPED),
    }
    return render(request, "recognition/requests.html", context)


@access.needs("recognition.lead")
@require_GET
def follow(request: Request, recognition_id: UUID) -> HttpResponse:
    """One way, and what to do now."""
    recognition = finding.followed(request, recognition_id)
    decision = Decision.objects.filter(recognition=recognition, closed_at=None).first()
    prefetch_related_objects([recognition], "situations__observers__person")
    situations = list(recognition.situations.all())
    context = {
        "recognition": recognition,
        "line": following.line_of(recognition),
        "situations": situations,
        "lines": queries.criteria_seen(recognition),
        "decision": decision,
        "jury": Jury.objects.filter(badge=recognition.badge).exists(),
        "progress": ballots.progress(decision.ballot_id) if decision else None,
        "notes": following.notes(recognition),
        "award": queries.award_of(recognition),
        "labels": queries.step_labels(),
        "step": queries.step_of(recognition.state),
    }
    return render(request, "recognition/follow.html", context)
