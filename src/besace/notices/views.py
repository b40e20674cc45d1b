"""The facilitator's page: who was told, who was not, and the other way."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from besace import access
from besace.core.once import once
from besace.people.models import Group
from besace.people.request import Request
from besace.recognition.models import Award

from . import actions, queries
from .silence import queries as silence
from .slips import actions as slips
from .slips import sheet


@access.needs("notice.see", within=Group)
@require_GET
def told(request: Request, group: Group) -> HttpResponse:
    context = {"group": group, "lines": queries.told_in(group), "silent": silence.listed(group)}
    return render(request, "notices/told.html", context)


@access.needs("notice.send", within=Group)
@require_POST
@once
def again(request: Request, group: Group, notice_id: UUID) -> HttpResponse:
    assert request.person is not None
    notice = actions.tell_again(queries.notice_of(group, notice_id).pk, by=request.person)
    is_paper = notice.way == notice.Way.SLIP
    messages.success(request, _("Imprimez sa feuille.") if is_paper else _("Le message repart."))
    return redirect("notices:told", group.pk)


@access.needs("notice.send", within=Group)
@require_POST
def slip(request: Request, group: Group, notice_id: UUID) -> HttpResponse:
    """The sheet to hand over; the one printed before no longer opens."""
    assert request.person is not None
    notice = queries.notice_of(group, notice_id)
    award = Award.objects.select_related("person", "version", "group").filter(pk=notice.about).first()
    if award is None:
        raise Http404
    pdf = sheet.draw(slips.make(award, by=request.person))
    actions.mark_handed(notice, by=request.person)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="remise.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
