"""My name and picture, my contacts, what is known of me, and leaving for good."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.once import once
from besace.core.pictures import PICTURES
from besace.core.plain import clean

from .. import actions, forms, photos, queries
from ..known import everything
from ..models import Consent, Person
from ..request import Request


def _me(request: Request) -> Person:
    assert request.person is not None, "the route's verb asks for somebody"
    return request.person


@access.needs("self.edit")
@require_http_methods(["GET", "POST"])
@once
def me(request: Request) -> HttpResponse:
    person = _me(request)
    initial = {"first_name": person.first_name, "picture": person.picture}
    form = forms.PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.edit_person(person, **form.cleaned_data, by=person)
        messages.success(request, _("C’est enregistré."))
        return redirect("people:me")
    context = {
        "form": form,
        "pictures": PICTURES,
        "known": queries.known_of(person),
        "contact_form": forms.ContactForm(),
    }
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


@access.needs("self.edit")
@require_POST
@once
def my_photo(request: Request) -> HttpResponse:
    sent = request.FILES.get("photo")
    content = photos.make_safe(sent.read(photos.MOST_BYTES + 1)) if sent else b""
    actions.set_photo(_me(request), content=content, by=_me(request))
    messages.success(request, _("Votre photo a changé.") if content else _("Votre photo est enlevée."))
    return redirect("people:me")


@access.needs("self.see")
@require_GET
def see_my_photo(request: Request) -> FileResponse:
    person = _me(request)
    if not person.photo:
        raise Http404
    return FileResponse(person.photo.open(), content_type="image/webp")


@access.needs("self.edit")
@require_POST
@once
def my_contacts(request: Request) -> HttpResponse:
    if "remove" in request.POST:
        actions.remove_contact(_me(request), clean(request.POST["remove"]))
        messages.success(request, _("Ce contact est enlevé."))
    else:
        actions.add_contact(_me(request), request.POST.get("contact", ""), by=_me(request))
        messages.success(request, _("Ce contact est ajouté."))
    return redirect("people:me")


@access.needs("self.see")
@require_GET
def known(request: Request) -> HttpResponse:
    """« Ce que l’on sait de moi »."""
    person = _me(request)
    given = queries.consents_of(person)
    purposes = [{"value": v, "label": label, "is_given": v in given} for v, label in Consent.Purpose.choices]
    return render(request, "people/known.html", {"known": queries.known_of(person), "purposes": purposes})


@access.needs("self.see")
@require_GET
def known_as_file(request: Request) -> HttpResponse:
    answer = JsonResponse(everything(_me(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="ce-que-l-on-sait-de-moi.json"'
    return answer


@access.needs("self.edit")
@require_POST
@once
def my_consents(request: Request) -> HttpResponse:
    actions.set_consents(_me(request), purposes=set(request.POST.getlist("purpose")))
    messages.success(request, _("Votre choix est enregistré."))
    return redirect("people:known")


@access.needs("self.edit")
@require_http_methods(["GET", "POST"])
def erase(request: Request) -> HttpResponse:
    """Two taps: the page says what goes and what stays, the button does it."""
    if request.method == "GET":
        return render(request, "people/erase.html")
    actions.erase_person(_me(request), by=_me(request))
    logout(request)
    return render(request, "people/erased.html")
