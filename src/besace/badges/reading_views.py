"""The second reader's screen: the whole badge, then « C'est bon » or what must change."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from besace import access
from besace.core.errors import Refusal
from besace.core.once import once
from besace.people.request import Request

from . import reading
from .models import SecondReading


@access.needs("badge.read-over")
@require_http_methods(["GET", "POST"])
@once
def second_reading(request: Request, reading_id: UUID) -> HttpResponse:
    asked = get_object_or_404(
        SecondReading.objects.select_related("version__badge__group__organisation", "asked_by", "answered_by"),
        pk=reading_id,
    )
    badge = asked.version.badge
    access.require("badge.read-over", request.person, badge.group)
    assert request.person is not None
    if request.method == "GET":
        is_mine = asked.asked_by_id == request.person.pk
        context = {"reading": asked, "version": asked.version, "badge": badge, "is_mine": is_mine}
        return render(request, "badges/reading.html", context)
    answer = request.POST.get("answer")
    if answer == "good":
        reading.say_good(asked.pk, by=request.person)
        messages.success(request, _("Merci. Le badge est publié."))
    elif answer == "redo":
        reading.say_to_redo(asked.pk, remark=request.POST.get("remark", ""), by=request.person)
        messages.success(request, _("Merci. Le badge n’est pas publié."))
    else:
        raise Refusal("choose-one", _("Choisissez une réponse."))
    return redirect("badges:version", asked.version_id)
