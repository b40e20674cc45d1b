"""Taking a badge with a slip: by its square, or by its short code."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from besace import access
from besace.core.errors import Refusal
from besace.people.request import Request

from ..models import Slip
from . import actions

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SESSION_KEY = "slip"


@access.public
@require_GET
def arrive(request: Request, secret: str) -> HttpResponse:
    """The square of a slip: the secret leaves the address bar at once. One letter changed, and there is nothing."""
    slip = actions.find(secret, address=request.META.get("REMOTE_ADDR", ""))
    if slip is None:
        raise Http404
    return _with(request, slip)


@access.public
@require_http_methods(["GET", "POST"])
def by_code(request: Request) -> HttpResponse:
    """`/r`: the short code, typed."""
    if request.method == "GET":
        return render(request, "notices/slip_code.html")
    typed = request.POST.get("code", "")
    try:
        slip = actions.find(typed, address=request.META.get("REMOTE_ADDR", "")) if typed.strip() else None
        if slip is None:
            raise Refusal("wrong-slip-code", _("Aucune feuille n’a ces chiffres. Relisez-les."))
    except Refusal as refused:
        return render(request, "notices/slip_code.html", {"error": refused.sentence, "typed": typed}, status=422)
    return _with(request, slip)


def _with(request: Request, slip: Slip) -> HttpResponse:
    try:
        actions.usable(slip.pk)
    except actions.Over as over:
        return _over(request, over)
    request.session[SESSION_KEY] = str(slip.pk)
    return redirect("notices:receive")


@access.public
@require_http_methods(["GET", "POST"])
def receive(request: Request) -> HttpResponse:
    """« Ce badge est pour Odile. C'est vous ? » Her yes takes it into her bag, and lets her in."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return redirect("notices:by_code")
    try:
        slip = actions.usable(UUID(kept))
        if request.method == "GET":
            return _ask(request, slip)
        owner = actions.use(slip.pk, by=request.person)
    except actions.Over as over:
        return _over(request, over)
    request.session.pop(SESSION_KEY, None)
    if request.person is None:
        login(request, owner, backend=BACKEND)
    messages.success(request, _("Le badge est dans votre sac. Vous seule le voyez."))
    return redirect("passports:bag")


def _ask(request: Request, slip: Slip) -> HttpResponse:
    owner = slip.award.person
    assert owner is not None, "a usable slip has an owner"
    is_other = request.person is not None and request.person.pk != owner.pk
    must_come_in = request.person is None and not actions.opens_alone(owner)
    come_in = f"{reverse('account_login')}?{urlencode({'next': reverse('notices:receive')})}"
    context = {
        "slip": slip,
        "owner": owner,
        "is_other": is_other,
        "come_in": come_in if must_come_in else "",
    }
    return render(request, "notices/slip_receive.html", context, status=403 if is_other else 200)


def _over(request: Request, over: actions.Over) -> HttpResponse:
    request.session.pop(SESSION_KEY, None)
    return render(request, "notices/slip_over.html", {"sentence": over.sentence}, status=over.status)
