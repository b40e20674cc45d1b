"""Erasing one badge, or the whole bag: two plain choices, then one button (SECURITY.md E.6)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from besace import access
from besace.core.once import once
from besace.people.request import Request

from . import actions, queries
from .forms import ForgetForm


@access.needs("bag.edit")
@require_http_methods(["GET", "POST"])
@once
def forget_badge(request: Request, credential_id: UUID) -> HttpResponse:
    assert request.person is not None
    found = queries.one_of_hers(request.person, credential_id)
    form = ForgetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.forget_badge(found.pk, by=request.person, is_void=form.is_void)
        messages.success(request, _("Le badge est effacé ici."))
        return redirect("passports:bag")
    return _asked(request, form, name=found.version.name)


@access.needs("bag.edit")
@require_http_methods(["GET", "POST"])
@once
def forget_everything(request: Request) -> HttpResponse:
    assert request.person is not None
    if not queries.holds_anything(request.person):
        messages.info(request, _("Votre sac est vide. Il n’y a rien à effacer."))
        return redirect("passports:bag")
    form = ForgetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.forget_everything(request.person, is_void=form.is_void)
        messages.success(request, _("Votre sac est vide. Tout est effacé ici."))
        return redirect("passports:bag")
    return _asked(request, form, name="")


def _asked(request: Request, form: ForgetForm, *, name: str) -> HttpResponse:
    options = [
        {
            "value": "file",
            "label": _("Mon fichier reste valable"),
            "hint": _("Nous effaçons tout. Votre fichier se vérifie encore."),
            "icon": "file-check",
        },
        {
            "value": "nothing",
            "label": _("Mon fichier ne vaut plus rien"),
            "hint": _("Nous effaçons tout, et le badge s’arrête."),
            "icon": "file-x",
        },
    ]
    context = {"name": name, "options": options, "is_missing": form.is_bound}
    return render(request, "passports/forget.html", context, status=422 if form.is_bound else 200)
