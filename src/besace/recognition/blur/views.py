"""Her photo, with squares to put on it; with or without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from besace import access
from besace.core.once import once

from .. import finding
from ..models import Evidence
from . import actions, rules
from .forms import BlurForm

if TYPE_CHECKING:
    from uuid import UUID

    from besace.people.request import Request


@access.needs("recognition.see")
@require_http_methods(["GET", "POST"])
def blur(request: Request, recognition_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Afterwards she comes back here: only looking tells whether somebody is still recognised."""
    recognition = finding.hers(request, recognition_id)
    photo = get_object_or_404(recognition.evidence, pk=evidence_id, kind=Evidence.Kind.PHOTO)
    if not photo.file:
        raise Http404
    form = BlurForm(request.POST or None)
    if form.is_valid():  # drawn here, before the transaction that @once opens
        picture = actions.drawn_over(photo, form.cleaned_data["areas"])
        return _blurred(request, photo, picture=picture, nobody_is_known=form.cleaned_data["nobody"])
    context = {"recognition": recognition, "photo": photo, "form": form, "rules": rules}
    return render(request, "recognition/blur.html", context, status=422 if form.is_bound else 200)


@once
def _blurred(request: Request, photo: Evidence, *, picture: bytes, nobody_is_known: bool) -> HttpResponse:
    actions.blur_evidence(
        photo.pk,
        by=finding.me(request),
        drawn_from=photo.file.name or "",
        picture=picture,
        nobody_is_known=nobody_is_known,
    )
    messages.success(request, _("C’est flouté. L’ancienne photo est effacée."))
    return redirect("recognition:blur", photo.recognition_id, photo.pk)
