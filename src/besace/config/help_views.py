"""Help at the same place on every page, and what the site promises to those who read or move with difficulty."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from besace import access
from besace.people import queries
from besace.people.request import Request


@access.public
@require_GET
def help_page(request: Request) -> HttpResponse:
    """What to do, and whom to ask: those who lead her groups, by first name."""
    person = request.person
    groups = queries.groups_of(person)[:5] if person else []
    callers = [(group, queries.facilitators(group)) for group in groups]
    leads = person is not None and queries.groups_of(person, *queries.LEADING).exists()
    return render(request, "config/help.html", {"callers": callers, "leads": leads})


@access.public
@require_GET
def accessibility(request: Request) -> HttpResponse:
    return render(request, "config/accessibility.html", {"contact": settings.CONTACT_EMAIL})
