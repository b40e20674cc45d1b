"""One badge on an A4 sheet, with the square that leads to its check. Everything printed was signed."""

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

from besace.core import paper
from besace.core.errors import Unavailable
from besace.credentials import addresses, queries
from besace.credentials.models import Credential

TEMPLATE = Path(__file__).with_name("badge.typ")
INK = "#14203A"


def draw(credential: Credential) -> bytes:
    """The sheet of one badge."""
    badge = queries.shown(credential)
    address = addresses.credential(credential.pk)
    given = day(timezone.localtime(badge.awarded_at), "j F Y")
    words: dict[str, object] = {
        "language": (get_language() or "fr")[:2],
        "title": _("Badge %(name)s") % {"name": badge.name},
        "name": badge.name,
        "sentence": badge.sentence,
        "peers": badge.peers,
        "group": badge.group,
        "issuer": badge.issuer,
        "where": badge.where,
        "given": _("Donné le %(day)s.") % {"day": given},
        "picture_alt": credential.version.picture_words or badge.name,
        "seen_title": _("Ce que les pairs ont vu") if badge.seen else _("Ce que ce badge demande"),
        "seen": list(badge.seen or badge.criteria),
        "qr_alt": _("Carré à viser pour vérifier ce badge"),
        "check": _("Pour vérifier ce badge"),
        "how": [
            _("Ouvrez l’appareil photo."),
            _("Visez le carré."),
            _("La page dit si le badge est vrai."),
        ],
        "private": _("Le carré répond quand ce badge est montré."),
        "address": address,
    }
    return compile_sheet(TEMPLATE, words, picture=credential.version.picture_svg, qr=square(address))


def compile_sheet(template: Path, words: dict[str, object], *, picture: str, qr: str) -> bytes:
    if not list(Path(settings.FONTS_ROOT).glob("AtkinsonHyperlegibleNext*.ttf")):
        raise Unavailable(
            "fonts-missing", _("La feuille attend sa police. Lancez « make setup » avec internet, puis réessayez.")
        )
    files = {
        "main": template.read_bytes(),
        "words.json": json.dumps(words).encode(),
        "picture.svg": picture.encode(),
        "qr.svg": qr.encode(),
    }
    return paper.pdf(files)


def square(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, dark=INK, xmldecl=False, scale=4)
    return out.getvalue().decode()
