"""The few places of the top bar, in order; an app adds one line here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from besace import access

# address's name, label, icon, the verb without which it would lead to an empty page; "": for whoever is in
PLACES: list[tuple[str, str | Promise, str, str]] = [
    ("home", _("Accueil"), "house", ""),
    ("badges:catalogue", _("Badges"), "badge-check", "home.see"),
    ("people:people", _("Personnes"), "users", "people.see"),
    ("meetings:mine", _("Séances"), "calendar", ""),
    ("passports:bag", _("Mon sac"), "backpack", ""),
]


@dataclass(frozen=True)
class Entry:
    href: str
    label: str
    icon: str
    is_current: bool


def entries(request: HttpRequest) -> list[Entry]:
    """What this person sees in the bar; a place whose app is not there yet is left out."""
    person = getattr(request, "person", None)
    shown = []
    for name, label, icon, verb in PLACES:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        if access.may(verb, person) if verb else person is not None:
            current = request.path == href or (href != "/" and request.path.startswith(href))
            shown.append(Entry(href, str(label), icon, current))
    return shown
