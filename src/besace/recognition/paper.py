"""Paper, as tagged PDF (PDF/UA-1) drawn by typst: the sheet of an observer, the poster of a badge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besace.core import paper as core_paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from besace.badges.models import BadgeClass
    from besace.badges.rules import StampedCriterion

    from .models import Situation

TEMPLATES = Path(__file__).parent / "typst"


def sheets(situation: Situation, *, criteria: Sequence[StampedCriterion]) -> bytes:
    """One page for each who watches."""
    recognition = situation.recognition
    day = timezone.localtime(situation.starts_at)
    return _drawn(
        "sheet.typ",
        {
            "badge": recognition.badge.name,
            "person": recognition.person.first_name,
            "group": recognition.group.name,
            "when": ", ".join(filter(None, [date_format(day, "l j F Y, H:i"), situation.place])),
            "help": situation.adaptations,
            "observers": [one.person.first_name for one in situation.observers.all()],
            "criteria": [one.text for one in criteria],
            "words": {
                "title": _("Ce que je vois"),
                "watches": _("regarde"),
                "criterion": _("Critère"),
                "seen": _("vu"),
                "with_help": _("vu avec aide"),
                "not_yet": _("pas encore"),
                "story": _("Je raconte"),
                "helps": _("Ce qui l’aide"),
                "give": _("Donnez cette feuille à l’animatrice."),
            },
        },
    )


def poster(badge: BadgeClass) -> bytes:
    """The picture, the sentence, the square that leads to « Je demande ce badge »."""
    version = badge.current_version
    assert version is not None, "a stamped badge has a version (constraint a_stamped_badge_has_a_version)"
    address = settings.SITE_URL.rstrip("/") + reverse("recognition:ask", args=[badge.pk])
    square = segno.make(address, error="m").svg_inline(dark="#14203A", border=2, scale=8)
    return _drawn(
        "poster.typ",
        {
            "badge": version.name,
            "sentence": version.sentence,
            "group": f"{badge.group.name} · {badge.organisation.name}",
            "address": address.split("//")[-1],
            "words": {
                "ask": _("Vous savez le faire ? Demandez ce badge."),
                "scan": _("Montrez ce carré à votre téléphone, ou parlez-en à l’animatrice."),
                "qr": _("Carré à scanner pour demander le badge %(badge)s") % {"badge": version.name},
                "picture": version.picture_words,
            },
        },
        pictures={"picture.svg": version.picture_svg.encode(), "qr.svg": square.encode()},
    )


def _drawn(template: str, said: dict[str, Any], *, pictures: dict[str, bytes] | None = None) -> bytes:
    said["words"]["lang"] = get_language() or "fr"
    files = {
        "main": (TEMPLATES / template).read_bytes(),
        "said.json": json.dumps(said).encode(),
        **(pictures or {}),
    }
    return core_paper.pdf(files)
