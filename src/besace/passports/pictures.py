"""The picture that a network shows beside a shared link: 1200 by 630, the badge and its name, drawn by rule."""

from __future__ import annotations

import base64
import textwrap
from functools import lru_cache
from html import escape
from uuid import UUID

import resvg_py
from django.conf import settings
from django.utils.translation import gettext as _

from besace.badges.models import BadgeVersion
from besace.credentials.models import Credential
from besace.people.models import Person

WIDTH, HEIGHT = 1200, 630
PAPER, INK, SOFT = "#F6F0E3", "#14203A", "#3A4356"
FONT = "Atkinson Hyperlegible Next"


def of_page(badges: list[Credential], *, holder: Person | None) -> bytes:
    """One badge large, or the first of several with their number; her first name only if she said so."""
    first = badges[0].version
    who = holder.first_name if holder else ""
    if len(badges) == 1:
        return _drawn(first.pk, who, first.name, first.sentence)
    return _drawn(first.pk, who, _("%(n)s badges") % {"n": len(badges)}, " · ".join(b.version.name for b in badges))


@lru_cache(maxsize=64)
def _drawn(version_id: UUID, who: str, title: str, under: str) -> bytes:
    picture = bytes(BadgeVersion.objects.values_list("picture_png", flat=True).get(pk=version_id))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=_svg(picture, who, title, under),
            width=WIDTH,
            height=HEIGHT,
            skip_system_fonts=True,
            font_dirs=[str(settings.FONTS_ROOT)],
        )
    )


def _svg(picture: bytes, who: str, title: str, under: str) -> str:
    big = textwrap.wrap(title, 16)[:2]
    small = textwrap.wrap(under, 34)[:4]
    top = 315 - (len(big) * 76 + len(small) * 46 + (60 if who else 0)) // 2
    lines, y = [], top
    if who:
        y += 44
        lines.append(_text(who, y, 40, SOFT, 600))
    for line in big:
        y += 76
        lines.append(_text(line, y, 68, INK, 700))
    y += 20
    for line in small:
        y += 46
        lines.append(_text(line, y, 34, SOFT, 400))
    encoded = base64.b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<rect y="618" width="{WIDTH}" height="12" fill="{INK}"/>'
        f'<image x="60" y="80" width="470" height="470" href="data:image/png;base64,{encoded}"/>{"".join(lines)}</svg>'
    )


def _text(line: str, y: int, size: int, fill: str, weight: int) -> str:
    return (
        f'<text x="590" y="{y}" font-family="{FONT}" font-size="{size}" font-weight="{weight}" fill="{fill}">'
        f"{escape(line)}</text>"
    )
