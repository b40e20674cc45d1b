"""Coming in as somebody of the demonstration, in one tap. Does not exist on a real site."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from besace import access
from besace.people.request import Request

from .people import to_be

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# role, icon, what the button says, what one will see
DOORS = (
    ("facilitator", "presentation", _("Animatrice"), _("Elle ouvre la séance et mène le débat.")),
    ("participant", "users", _("Participante"), _("Elle n’a pas d’adresse e-mail. Elle a un badge.")),
    ("partner", "handshake", _("Partenaire"), _("Il appuie les badges qu’il reconnaît.")),
    ("administrator", "key-round", _("Administratrice"), _("Elle règle les groupes et les rôles.")),
)


@access.public
@require_http_methods(["GET", "POST"])
def demonstration(request: Request) -> HttpResponse:
    """The four doors, and the visitor's; pressing one leaves whoever one was."""
    if not settings.IS_DEMONSTRATION:
        raise Http404
    if request.method == "GET":
        return render(request, "config/demonstration.html", {"doors": DOORS})
    person = to_be().get(request.POST.get("role", ""))
    logout(request)
    if person is not None:
        login(request, person, backend=BACKEND)
    return HttpResponseRedirect("/")
