"""Draws the word for who has no address: what happens, on which day, and how to stay (PDF/UA-1)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besace.passports.sheets.badge_pdf import compile_sheet, square
from besace.people.models import Group

from .queries import Silent

TEMPLATE = Path(__file__).with_name("word.typ")


def draw(silent: Silent, *, group: Group) -> bytes:
    """One A4 sheet. Nothing on it opens anything: she comes in by her own way."""
    address = settings.SITE_URL + reverse("passports:bag")
    day = date_format(timezone.localtime(silent.goes_on), "j F Y")
    words: dict[str, object] = {
        "language": (get_language() or "fr")[:2],
        "title": _("Un mot pour %(name)s") % {"name": silent.person.first_name},
        "group": f"{group.name} · {group.organisation.name}",
        "issuer": group.organisation.name,
        "hello": _("Bonjour %(name)s,") % {"name": silent.person.first_name},
        "said": [
            _("Votre compte dort depuis 22 mois."),
            _("Sans nouvelles de vous, il s’efface le %(day)s.") % {"day": day},
        ],
        "keep_title": _("Pour le garder"),
        "keep": [_("Entrez sur le site, une fois."), _("Ou dites-le à l’animatrice.")],
        "else_title": _("Pour le laisser partir"),
        "else": [_("Emportez d’abord vos badges."), _("Vos fichiers se vérifient encore, pour toujours.")],
        "qr_alt": _("Carré à viser pour ouvrir votre sac"),
        "address": address,
    }
    return compile_sheet(TEMPLATE, words, picture="", qr=square(address))
