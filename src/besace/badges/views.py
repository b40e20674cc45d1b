"""The badge's page, its versions, the group's list, the catalogue."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from besace import access
from besace.core.plain import clean
from besace.people.models import Group
from besace.people.request import Request

from . import queries
from .models import BadgeClass, BadgeState, BadgeVersion


@access.public
@require_safe
def version(request: Request, version_id: UUID, **beside: object) -> HttpResponse:
    """One stamped version, as the group wrote it; `beside`: what the apps above show on its page."""
    try:
        found = queries.version(version_id)
    except BadgeVersion.DoesNotExist:
        raise Http404 from None
    lines = queries.history(found.badge)
    newer = lines[0].version if lines[0].version.number > found.number else None
    change = next(line.change for line in lines if line.version.pk == found.pk)
    context = {"version": found, "badge": found.badge, "change": change, "newer": newer, "lines": lines}
    # Somebody of another group would be refused: the door is not shown to her. A visitor enters first.
    beside["may_ask"] = request.person is None or access.may("badge.ask", request.person, found.badge.group)
    beside["leads"] = access.may("endorsement.lead", request.person, found.badge.group)
    return render(request, "badges/version.html", {**context, **beside})


@access.public
@require_safe
def badge(request: Request, badge_id: UUID) -> HttpResponse:
    """The badge through time: its versions, and what changed from one to the next. A draft is for its group."""
    badges = BadgeClass.objects.select_related("group__organisation", "organisation", "current_version")
    found = get_object_or_404(badges, pk=badge_id)
    if found.state in {BadgeState.DRAFT, BadgeState.ABANDONED}:
        access.require("group.see", request.person, found.group)
    return render(request, "badges/badge.html", {"badge": found, "lines": queries.history(found)})


@access.public
@require_safe
def catalogue(request: Request) -> HttpResponse:
    """What groups published, for everyone."""
    words = clean(request.GET.get("mots", ""))[:80]
    return render(request, "badges/catalogue.html", {"badges": queries.catalogue(words=words)[:200], "words": words})


@access.needs("group.see", within=Group)
@require_safe
def group_badges(request: Request, group: Group) -> HttpResponseBase:
    """Everything the group made, or is making."""
    return render(request, "badges/group.html", {"group": group, "badges": queries.group_badges(group)})
