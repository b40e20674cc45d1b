"""On the facilitators' list: she is still one of us, or a word on paper for who has no address."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from besace import access
from besace.core.once import once
from besace.people.models import Group
from besace.people.request import Request

from . import actions, queries, sheet


@access.needs("notice.send", within=Group)
@require_POST
@once
def keep(request: Request, group: Group, person_id: UUID) -> HttpResponse:
    assert request.person is not None
    person = queries.one_listed(group, person_id).person
    actions.keep(person, group=group, by=request.person)
    messages.success(request, _("C’est noté. Le compte de %(name)s reste.") % {"name": person.first_name})
    return redirect("notices:told", group.pk)


@access.needs("notice.see", within=Group)
@require_GET
def word(_request: Request, group: Group, person_id: UUID) -> HttpResponse:
    """A sheet to hand over or to post; it opens nothing."""
    pdf = sheet.draw(queries.one_listed(group, person_id), group=group)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="mot.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
