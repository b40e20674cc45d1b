"""Paper for a room without telephones or network: coloured cards, an empty web, a sheet for the minutes (PDF/UA-1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from besace.core import paper
from besace.people.models import Group

TEMPLATE = Path(__file__).parent / "typst" / "kit.typ"
INK = "#14203A"
LINES = 18  # criteria on one sheet


def draw(group: Group) -> bytes:
    """A card is known by its colour, by its sign and by its word."""
    said: dict[str, Any] = {
        "group": f"{group.name} · {group.organisation.name}",
        "lines": LINES,
        "cards": [
            _card("#BFE3C2", "check", _("Garder"), _("Oui")),
            _card("#FFE08A", "pencil-line", _("Reformuler"), _("Je peux vivre avec")),
            _card("#F3B0AA", "x", _("Enlever"), _("Non, parce que…")),
            _card("#FFFFFF", "circle-dashed", _("Sans avis"), _("Je ne sais pas")),
        ],
        "words": _words(),
    }
    return paper.pdf({"main": TEMPLATE.read_bytes(), "said.json": json.dumps(said).encode()})


def _card(colour: str, icon: str, word: str, other: str) -> dict[str, str]:
    svg = lucide(icon).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return {"colour": colour, "sign": svg.replace("currentColor", INK), "word": word, "other": other}


def _words() -> dict[str, str]:
    return {
        "lang": (get_language() or "fr")[:2],
        "title": _("Matériel de la séance"),
        "cards": _("Cartes pour voter"),
        "cut": _("Coupez en quatre. Une carte de chaque couleur par personne."),
        "web": _("La toile"),
        "badge": _("Nom du badge"),
        "serves": _("À quoi cela sert-il de le reconnaître ?"),
        "branch": _("Branche"),
        "minutes": _("Feuille de séance"),
        "day": _("Jour, lieu"),
        "leads": _("Qui anime"),
        "present": _("Combien de personnes"),
        "criterion": _("Critère"),
        "keep": _("Garder"),
        "otherwise": _("Autrement"),
        "remove": _("Enlever"),
        "blank": _("Sans avis"),
        "decided": _("Décidé"),
        "after": _("Après, recopiez cette feuille : « Saisir une séance sans réseau »."),
    }
