"""The pages of the house itself: its components, how it is displayed, what it says when something is wrong."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from besace import access
from besace.core.answers import NOTICE_TARGET

from . import showcase
from .context import THEME_COOKIE, THEMES

A_YEAR = 365 * 24 * 3600
EXAMPLES: dict[str, Any] = {
    "answers": [
        {"value": "keep", "label": "Garder", "icon": "check", "hint": "C’est bien dit."},
        {"value": "reword", "label": "Reformuler", "icon": "pen-line", "hint": "Je le dis autrement."},
        {"value": "merge", "label": "Réunir", "icon": "merge", "hint": "Il ressemble à un autre."},
        {"value": "remove", "label": "Enlever", "icon": "x", "hint": "Il n’est pas utile ici."},
        {"value": "blank", "label": "Je n’ai pas d’avis", "icon": "minus", "blank": True},
    ],
    "phases": ["Accueil", "Thème", "Toile", "Ranger", "Débat", "Relire", "Tampon", "Publier", "Bilan"],
    "person": SimpleNamespace(first_name="Odile", picture="bird"),
    "present": ["Odile", "Fatou", "Lucette", "Bachir", "Aïcha", "Marcel", "Jeanne", "Rémi", "Nadia", "Paul", "Sylvie"],
}


class ShownForm(forms.Form):
    """Fields of every kind, for the living page."""

    first_name = forms.CharField(label=_("Prénom ou surnom"), help_text=_("C’est tout ce qu’on vous demande."))
    idea = forms.CharField(label=_("Votre idée"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    code = forms.CharField(label=_("Code de la séance"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    day = forms.ChoiceField(
        label=_("Quel jour ?"), choices=[("1", _("Mardi")), ("2", _("Jeudi"))], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label=_("Je veux bien que ma photo soit montrée."), required=False)


@access.public
@require_GET
def components(request: HttpRequest) -> HttpResponse:
    told = {"code": "4821", "idea": "Vérifier que le bât ne le serre pas"}
    moving = {"ends_at": timezone.now() + timedelta(seconds=100)}
    context = {**EXAMPLES, **moving, "form": ShownForm(), "wrong_form": ShownForm(told)}
    return render(request, "config/components.html", {"components": showcase.components(context)})


@access.public
@require_GET
def frame(request: HttpRequest, name: str) -> HttpResponse:
    """A believable screen in each frame: what a page must look like before it has a life."""
    return render(
        request, f"config/frames/{name}.html", {**EXAMPLES, "ends_at": timezone.now() + timedelta(seconds=100)}
    )


@access.public
@require_http_methods(["GET", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """The light and the language, kept on this device."""
    back = request.POST.get("back") or request.GET.get("retour") or "/"
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    if request.method == "GET":
        return render(request, "config/display.html", {"back": back, "languages": settings.LANGUAGES})
    response = HttpResponseRedirect(back)
    if (theme := request.POST.get("theme")) is not None:
        _keep(response, THEME_COOKIE, theme if theme in THEMES else "")
    if (language := request.POST.get("language")) in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, str(language))
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    if value:
        response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.IS_HTTPS, httponly=True)
    else:
        response.delete_cookie(name)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _fault(request, "errors/400.html", 400, _("Nous n’avons pas compris la demande. Rien n’a été changé."))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _fault(request, "errors/403.html", 403, _("Cette page n’est pas pour vous."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _fault(request, "errors/404.html", 404, _("Cette page n’existe pas, ou plus."))


def too_long_open(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key (CSRF) is not the one we gave: almost always a page left open too long."""
    return _fault(
        request, "errors/form_too_old.html", 403, _("La page est restée ouverte trop longtemps. Rechargez-la.")
    )


def broken(request: HttpRequest) -> HttpResponse:
    """A bug of ours: nothing here may ask the database or the session."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def _fault(request: HttpRequest, template: str, status: int, sentence: str | Promise) -> HttpResponse:
    """A whole page, or one sentence for htmx to put at the top of the page that asked."""
    if request.headers.get("HX-Request") != "true" or request.headers.get("HX-Boosted") == "true":
        return render(request, template, status=status)
    response = render(request, "errors/refused_fragment.html", {"sentence": sentence}, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = NOTICE_TARGET, "innerHTML"
    return response
