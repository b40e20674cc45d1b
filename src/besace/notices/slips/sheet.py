"""Draws the slip: the badge to be proud of, what was seen, the square, and the short code (PDF/UA-1)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.template.defaultfilters import date as day
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besace.credentials import queries as credentials
from besace.credentials.models import Credential
from besace.passports.sheets.badge_pdf import compile_sheet, square

from .. import rules
from .actions import Fresh

TEMPLATE = Path(__file__).with_name("slip.typ")


def draw(fresh: Fresh) -> bytes:
    """One A4 sheet for one person. What is on it is what was signed, and her first name."""
    award = fresh.award
    badge = credentials.shown(Credential.objects.select_related("version", "organisation").get(award_id=award.pk))
    address = settings.SITE_URL + reverse("notices:arrive", args=[fresh.secret])
    given = day(timezone.localtime(award.awarded_at), "j F Y")
    said = f"{badge.peers_in_short} {_('Donné le %(day)s.') % {'day': given}}"
    words: dict[str, object] = {
        "language": (get_language() or "fr")[:2],
        "title": _("Remise du badge %(name)s") % {"name": badge.name},
        "group": f"{award.group.name} · {badge.issuer}",
        "issuer": badge.issuer,
        "name": award.person.first_name if award.person else "",
        "badge": badge.name,
        "sentence": badge.sentence,
        "peers": said,
        "seen": list(badge.seen or badge.criteria),
        "seen_title": _("Ce que les pairs ont vu") if badge.seen else _("Ce que ce badge demande"),
        "picture_alt": award.version.picture_words or badge.name,
        "qr_alt": _("Carré à viser pour prendre ce badge"),
        "yours": _("Ce badge est à vous"),
        "how": [_("Ouvrez l’appareil photo du téléphone."), _("Visez le carré."), _("Le badge va dans votre sac.")],
        "or": _("Ou tapez ce code sur %(place)s :") % {"place": _place()},
        "code": rules.code_spaced(fresh.code),
        "paper": _("Sans téléphone ? Gardez cette feuille. Elle suffit."),
        "until": _("Le carré sert une fois, jusqu’au %(day)s.")
        % {"day": day(timezone.localtime(timezone.now() + rules.SLIP_LIVES), "j F Y")},
    }
    return compile_sheet(TEMPLATE, words, picture=award.version.picture_svg, qr=square(address))


def _place() -> str:
    return urlsplit(settings.SITE_URL).netloc + reverse("notices:by_code")
