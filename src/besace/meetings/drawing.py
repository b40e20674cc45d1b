"""Drawings shown in a meeting: the web, the badge's picture. Asks `building` and `badges`; draws nothing itself."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from besace.badges.pictures import Choice, draw
from besace.building import queries as building
from besace.building import sentences as building_words
from besace.building.models import Branch, Criterion, Web
from besace.building.rules import ON_THE_WEB

MOST_PAIRS = 6


@dataclass(frozen=True)
class Pair:
    """Two ideas that may be one, and how many people said so."""

    one: Criterion
    other: Criterion
    said_by: int


def badge_image(web: Web) -> SafeString:
    """The picture as it stands, in pencil until it is stamped; as an image: its style stays inside it."""
    if web.version is not None:
        svg = web.version.picture_svg
    elif web.uploaded_svg:
        svg = web.uploaded_svg
    else:
        choice = Choice.from_record(web.picture, name=web.theme)
        svg = draw(choice, name=web.theme, group=web.group.name, people=0, is_pencil=True)
    return as_image(svg, alt=_("Badge %(name)s") % {"name": web.theme})


def as_image(svg: str, *, alt: str) -> SafeString:
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    return format_html('<img class="meeting-picture" src="{}" alt="{}" width="512" height="512">', address, alt)


def web_svg(
    web: Web,
    *,
    branches: list[Branch],
    criteria: list[Criterion],
    standalone: bool = False,
    large: UUID | None = None,
) -> SafeString:
    """The web as the wall shows it; hidden to those who listen, who have the list. `standalone`: for paper."""
    if not criteria and not branches:
        return SafeString("")
    on_it = [c for c in criteria if c.state in ON_THE_WEB]
    last = None if standalone else max(on_it, key=lambda c: c.created_at, default=None)
    lines = building.lines_of(branches, criteria)
    context = {
        "picture": building.picture(web, lines=lines, latest=last.pk if last else None, branch=large),
        "standalone": standalone,
    }
    return render_to_string("building/_web.svg.html", context)


def pairs(criteria: list[Criterion]) -> list[Pair]:
    return [Pair(*found) for found in building.alike(criteria)[:MOST_PAIRS]]


def remarks(web: Web, *, among: list[Criterion]) -> list[str]:
    return [building_words.remark_in_words(remark) for remark in building.remarks(web, among=among)]
