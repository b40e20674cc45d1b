"""One tap: her yes again, or her no."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from besace import access
from besace.core.once import once
from besace.people.renewals import actions
from besace.people.request import Request


@access.needs("bag.edit")
@require_POST
@once
def answer(request: Request, renewal_id: UUID) -> HttpResponse:
    assert request.person is not None, "the route's verb asks for somebody"
    said = request.POST.get("answer")
    if said not in {"yes", "no"}:  # neither of the two buttons
        raise Http404
    actions.answer(renewal_id, by=request.person, is_yes=said == "yes")
    messages.success(request, _("Votre choix est enregistré."))
    return redirect("passports:bag")
