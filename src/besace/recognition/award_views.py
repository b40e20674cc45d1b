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
from .actions.correcting import changed, day_of
from .models import Award, Revocation

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
    later = Award.objects.filter(corrects=made, person=made.person_id).first()
    if later is not None:  # an old link or slip leads to the badge that counts
        return redirect("recognition:award", later.pk)
    question = made.revocations.filter(done_at=None, dropped_at=None, told_at__isnull=False).first()
    is_correction = question is not None and question.kind == Revocation.Kind.CORRECT
    context = {
        "award": made,
        "credential": credential,
        "shown": credentials.shown(credential) if credential else None,
        "question": question,
        "day": day_of(question.changes) if question else None,
        "changed": changed(credential, question.changes) if is_correction and question and credential else [],
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
    me, words = finding.me(request), request.POST.get("words", "")[:2000]
    if words.strip():
        actions.hear_holder(question.pk, by=me, words=words)
    if request.POST.get("wish") == "agree":
        actions.agree_correction(question.pk, by=me)
    messages.success(request, _("Vos mots sont gardés."))
    return redirect("recognition:award", made.pk)
