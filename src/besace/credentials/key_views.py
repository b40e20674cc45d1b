"""The signing keys: what they are, to change one, and the day one is stolen (SECURITY.md E.2, docs/decisions/0038)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.once import once
from besace.people.models import Organisation, Person
from besace.people.request import Request

from . import keys, renewing, theft_queries
from .forms import StolenForm
from .models import IssuingKey, KeyState, Renewal, Theft

ANSWERS = {"ours": renewing.say_ours, "not-ours": renewing.say_not_ours}


def _me(request: Request) -> Person:
    assert request.person is not None, "the route's verb asks for somebody"
    return request.person


@access.needs("key.manage", within=Organisation)
@require_GET
def key_list(request: Request, organisation: Organisation) -> HttpResponse:
    found = list(theft_queries.keys_of(organisation))
    announced = next((key for key in found if key.state == KeyState.ANNOUNCED), None)
    context = {
        "organisation": organisation,
        "keys": found,
        "serves": next((key for key in found if key.state == KeyState.ACTIVE), None),
        "ready_at": announced.created_at + keys.CACHES_FORGET_AFTER if announced else None,
    }
    return render(request, "credentials/keys.html", context)


@access.needs("key.manage", within=Organisation)
@require_POST
@once
def change(request: Request, organisation: Organisation) -> HttpResponse:
    keys.rotate(organisation, by=_me(request))
    messages.success(request, _("La nouvelle clé servira dans cinq minutes."))
    return redirect("credentials:keys", organisation.pk)


@access.needs("key.manage", within=Organisation)
@require_http_methods(["GET", "POST"])
@once
def stolen(request: Request, organisation: Organisation, key_id: UUID) -> HttpResponse:
    """Asks to be sure, and since when; says before what will happen."""
    key = get_object_or_404(IssuingKey.objects.select_related("theft"), pk=key_id, organisation=organisation)
    if hasattr(key, "theft"):
        return redirect("credentials:theft", organisation.pk, key.theft.pk)
    form = StolenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        theft = renewing.declare_stolen(key.pk, since=form.cleaned_data["since"], by=_me(request))
        return redirect("credentials:theft", organisation.pk, theft.pk)
    context = {"organisation": organisation, "key": key, "form": form, "serves": key.state == KeyState.ACTIVE}
    return render(request, "credentials/stolen.html", context, status=422 if form.is_bound else 200)


@access.needs("key.review", within=Organisation)
@require_GET
def theft(request: Request, organisation: Organisation, theft_id: UUID) -> HttpResponse:
    """How far the signing again has come; what two persons must look at; what stays refused."""
    found = _theft(organisation, theft_id)
    lines = theft_queries.lines(found, seen_by=_me(request))
    context = {
        "organisation": organisation,
        "theft": found,
        "so_far": theft_queries.progress(found),
        "review": [line for line in lines if line.outcome == Renewal.Outcome.REVIEW],
        "refused": [line for line in lines if line.outcome == Renewal.Outcome.REFUSED],
        "unknown": [line for line in lines if line.outcome == Renewal.Outcome.UNKNOWN],
        "may_manage": access.may("key.manage", request.person, organisation),
        "address": request.build_absolute_uri(),
    }
    return render(request, "credentials/theft.html", context)


@access.needs("key.review", within=Organisation)
@require_POST
@once
def review(request: Request, organisation: Organisation, theft_id: UUID, renewal_id: UUID) -> HttpResponse:
    """One of the two persons says whether the badge is ours."""
    found = _theft(organisation, theft_id)
    line = next((one for one in theft_queries.lines(found, seen_by=_me(request)) if one.id == renewal_id), None)
    act = ANSWERS.get(request.POST.get("answer", ""))
    if line is None or act is None:
        raise Http404
    settled = act(renewal_id, by=_me(request))
    messages.success(request, _said(settled))
    return redirect("credentials:theft", organisation.pk, found.pk)


def _said(renewal: Renewal) -> str:
    match renewal.outcome:
        case Renewal.Outcome.AGAIN:
            return _("Ce badge est signé de nouveau.")
        case Renewal.Outcome.REFUSED:
            return _("Ce badge reste refusé.")
    return _("C’est noté. Une autre personne doit confirmer.")


def _theft(organisation: Organisation, theft_id: UUID) -> Theft:
    found = Theft.objects.select_related("key__organisation", "declared_by")
    return get_object_or_404(found, pk=theft_id, key__organisation=organisation)
