"""The minutes: a page, a tagged PDF, plain text, CSV and JSON; seven days of corrections."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from besace import access
from besace.core.once import once
from besace.people.request import Request

from . import closing_actions, naming, rules
from .minutes import Record, as_csv, as_text
from .minutes_pdf import as_pdf
from .models import Minutes


def _minutes(request: Request, meeting_id: UUID) -> Minutes:
    minutes = get_object_or_404(Minutes.objects.select_related("meeting__group__organisation"), meeting_id=meeting_id)
    access.require("minutes.see", request.person, minutes.meeting.group)
    return minutes


@access.needs("minutes.see")
@require_GET
def minutes(request: Request, meeting_id: UUID) -> HttpResponse:
    kept = _minutes(request, meeting_id)
    record = naming.record_with_names(kept)
    corrections = list(kept.corrections.select_related("by"))
    named = naming.named_among(kept, [c.by.pk for c in corrections if c.by])
    context = {
        "minutes": kept,
        "record": record,
        "web": mark_safe(record.web_svg),  # noqa: S308 -- drawn by `building`, every word escaped
        "corrections": [(c.text, str(c.by) if c.by and c.by.pk in named else "") for c in corrections],
        "was_there": naming.was_there(kept.meeting, request.person),
        "is_named": naming.is_named(kept, request.person),
        "is_frozen": rules.is_frozen(kept.written_at, now=timezone.now()),
        "until": kept.written_at + rules.CORRECTIONS_LAST,
    }
    return render(request, "meetings/minutes.html", context)


@access.needs("minutes.see")
@require_GET
def file(request: Request, meeting_id: UUID, kind: str) -> HttpResponse:
    """The same record in the form that one asks for."""
    kept = _minutes(request, meeting_id)
    record = naming.record_with_names(kept)
    response = _as(kind, record)
    day = timezone.localtime(kept.written_at)
    response["Content-Disposition"] = f'attachment; filename="compte-rendu-{day:%Y-%m-%d}.{kind}"'
    return response


def _as(kind: str, record: Record) -> HttpResponse:
    if kind == "pdf":
        return HttpResponse(as_pdf(record), content_type="application/pdf")
    if kind == "csv":
        return HttpResponse(as_csv(record), content_type="text/csv; charset=utf-8")
    if kind == "json":
        return JsonResponse(record.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return HttpResponse(as_text(record), content_type="text/plain; charset=utf-8")


@access.needs("minutes.see")
@require_POST
@once
def correct(request: Request, meeting_id: UUID) -> HttpResponse:
    """« Il faut corriger… »"""
    kept = _minutes(request, meeting_id)
    assert request.person is not None
    closing_actions.ask_correction(kept.pk, text=request.POST.get("text", ""), by=request.person)
    messages.success(request, _("Merci. Votre correction est notée."))
    return redirect("meetings:minutes", meeting_id)
