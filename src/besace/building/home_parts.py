"""Our part of the home page: the badges that the group is building, and how far each one is."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from besace.people.home import FACILITATOR, Part, add_part
from besace.people.models import Group
from besace.people.request import Request

from . import queries, rules

STAGES = {
    rules.GROWING: _("Toile"),
    rules.DECIDING: _("Débat"),
    rules.READING_OVER: _("Relecture"),
    rules.STAMPING: _("Tampon"),
}
MOST_SHOWN = 4


def under_construction(_request: Request, group: Group | None) -> dict[str, Any] | None:
    if group is None:
        return None
    alive = Q(criteria__state__in=rules.ON_THE_WEB)
    order = list(STAGES)
    webs = [
        {"theme": web.theme, "ideas": web.ideas, "stage": order.index(web.state), "stage_name": STAGES[web.state]}
        for web in queries.open_webs(group).annotate(ideas=Count("criteria", filter=alive))[:MOST_SHOWN]
    ]
    return {"webs": webs, "stages": list(STAGES.values())}


add_part(Part("webs", FACILITATOR, "building/part_webs.html", under_construction, order=15))
