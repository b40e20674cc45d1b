"""The badge is hers: she accepts it, keeps it hidden, or refuses it; and she answers if somebody wants it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from besace import access
from besace.core.errors import Refusal
from besace.core.once import once
from besace.credentials import queries as credentials

from . import actions, finding, queries

if TYPE_CHECKING:
    from uuid import UUID

    from besace.people.request import Request

ANSWERS = {"accept": actions.accept_award, "hide": actions.hide_award, "refuse": actions.refuse_award}


@access.needs("recognition.see")
@require_GET
def award(request: Request, award_id: UUID) -> HttpResponse:
    """What the group says of her, and her answer."""
    made = finding.her_award(request, award_id)
    credential = queries.credential_of(made)
    context = {
        "award": made,
        "credential": credential,
        "shown": credentials.shown(credential) if credential else None,
        "question": made.revocations.filter(done_at=None, dropped_at=None, told_at__isnull=False).first(),
    }
    return render(request, "recognition/award.html", context)


@access.needs("recognition.see")
@require_POST
@once
def answer(request: Request, award_id: UUID) -> HttpResponse:
    made = finding.her_award(request, award_id)
    act = ANSWERS.get(request.POST.get("answer", ""))
    if act is None:
        raise Refusal("choose-one", _("Choisissez une des trois réponses."))
    act(made.pk, by=finding.me(request))
    messages.success(request, _("C’est noté."))
    return redirect("recognition:award", made.pk)


@access.needs("recognition.see")
@require_POST
@once
def speak(request: Request, award_id: UUID) -> HttpResponse:
    """Her words, beside the question to take the badge back."""
    made = finding.her_award(request, award_id)
    question = get_object_or_404(made.revocations, done_at=None, dropped_at=None, told_at__isnull=False)
    actions.hear_holder(question.pk, by=finding.me(request), words=request.POST.get("words", "")[:2000])
    messages.success(request, _("Vos mots sont gardés."))
    return redirect("recognition:award", made.pk)
