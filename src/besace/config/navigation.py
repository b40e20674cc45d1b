"""The few places of the top bar, in order; an app adds one line here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# address's name, label, icon, shown only to people who are in
PLACES: list[tuple[str, str | Promise, str, bool]] = [
    ("home", _("Accueil"), "house", True),
    ("badges:catalogue", _("Badges"), "badge-check", False),
    ("people:people", _("Personnes"), "users", True),
    ("meetings:mine", _("Séances"), "calendar", True),
    ("passports:bag", _("Mon sac"), "backpack", True),
]


@dataclass(frozen=True)
class Entry:
    href: str
    label: str
    icon: str
    is_current: bool


def entries(request: HttpRequest) -> list[Entry]:
    """What this person sees in the bar; a place whose app is not there yet is left out."""
    is_in = getattr(request, "person", None) is not None
    shown = []
    for name, label, icon, needs_person in PLACES:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        if is_in or not needs_person:
            current = request.path == href or (href != "/" and request.path.startswith(href))
            shown.append(Entry(href, str(label), icon, current))
    return shown
