"""The minutes as a tagged PDF (PDF/UA-1), drawn by typst from the record alone: no text of a person is ever code."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besace.core import paper

from .minutes import Record

TEMPLATE = Path(__file__).parent / "typst" / "minutes.typ"


def as_pdf(record: Record) -> bytes:
    """The same words as the page; the web is an image with its list right after it."""
    files: dict[str, bytes] = {
        "main": TEMPLATE.read_bytes(),
        "minutes.json": json.dumps({**record.as_json(), "words": _words(record)}).encode(),
    }
    if record.web_svg:
        files["web.svg"] = record.web_svg.encode()
    return paper.pdf(files)


def _words(record: Record) -> dict[str, str]:
    return {
        "lang": get_language() or "fr",
        "minutes": _("Compte rendu"),
        "place": _("Lieu"),
        "facilitators": _("Animation"),
        "present": _("Personnes présentes : %(n)s.") % {"n": record.present},
        "ways": record.ways,
        "badge": _("Badge"),
        "purpose": _("À quoi cela sert"),
        "web": _("La toile"),
        "web_alt": _("La toile du badge %(name)s. La liste qui suit dit la même chose.") % {"name": record.theme},
        "criteria": _("Critères"),
        "reason": _("Raison"),
        "ideas": _("Venu de"),
        "stamped": _("Le badge tamponné"),
        "people": _("Tamponné par %(n)s personnes.") % {"n": record.stamp.people if record.stamp else 0},
        "fingerprint": _("Empreinte"),
        "given": _("Badges donnés"),
        "next": _("Pour la prochaine fois"),
        "tasks": _("Qui fait quoi"),
        "review": _("Bilan"),
        "remarks": _("À savoir"),
    }
