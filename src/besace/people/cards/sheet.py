"""Draws the cards: eight to an A4 sheet, tagged so that a screen reader reads them too (PDF/UA-1)."""

from __future__ import annotations

import io
import json
from pathlib import Path

import segno
from django.conf import settings
from django.template.defaultfilters import date as day
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from besace.core import paper
from besace.core.errors import Unavailable
from besace.core.pictures import PICTURES

from .actions import Fresh

TEMPLATE = Path(__file__).with_name("sheet.typ")
INK = "#14203A"


def require_fonts() -> None:
    """Text without its font would be silently drawn with another: better no sheet than an unreadable one."""
    if not list(Path(settings.FONTS_ROOT).glob("AtkinsonHyperlegibleNext*.ttf")):
        raise Unavailable(
            "fonts-missing", _("Les cartes attendent leur police. Lancez « make setup » avec internet, puis réessayez.")
        )


def draw(fresh: list[Fresh], *, organisation: str, contact: str) -> bytes:
    """The sheets, in PDF; the codes, if any were printed, on a last page of their own."""
    require_fonts()
    words = {
        "title": _("Cartes d’entrée"),
        "under": f"{organisation}. {day(timezone.localtime(), 'j F Y')}.",
        "how": [_("Ouvrez l’appareil photo."), _("Visez le carré.")],
        "cut": _("Coupez sur les traits."),
        "lost": _("Carte perdue ? Dites-le à %(name)s.") % {"name": contact},
        "codes": _("Codes à donner, un par personne"),
        "scissors": _picture("scissors"),
        "language": (get_language() or "fr")[:2],
    }
    cards = [_card(one) for one in fresh]
    inputs = {"words": json.dumps(words), "cards": json.dumps(cards)}
    return paper.pdf(TEMPLATE.read_bytes(), **inputs)


def _card(one: Fresh) -> dict[str, str]:
    picture = one.person.picture if one.person.picture in PICTURES else ""
    return {
        "name": one.person.first_name,
        "picture": _picture(picture) if picture else "",
        "picture_alt": str(PICTURES[picture]) if picture else "",
        "qr": _qr(f"{settings.SITE_URL}/e/{one.secret}"),
        "qr_alt": _("Carré à viser pour entrer : %(name)s") % {"name": one.person.first_name},
        "pin": one.pin,
    }


def _picture(name: str) -> str:
    svg = lucide(name).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return svg.replace("currentColor", INK)


def _qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, dark=INK, xmldecl=False, scale=4)
    return out.getvalue().decode()
