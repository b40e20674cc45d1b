"""The parts of a meeting's three screens: each rendered once per screen and language, and nothing personal in any."""

from __future__ import annotations

from collections.abc import Collection

from django.template.loader import render_to_string

from besace.core import live

from .rules import Audience, Phase
from .scene import Scene

TEMPLATES: dict[str, dict[str, str]] = {
    Audience.PHONE: {
        "phase": "phone/phase",
        "stage": "phone/stage",
        "web": "phone/ideas",
        "count": "phone/count",
        "stamp": "phone/count",
        "criterion": "phone/count",
        "vote": "giving/phone_count",
    },
    Audience.CONSOLE: {
        "place": "console/place",
        "phase": "console/phase",
        "web": "console/left",
        "stage": "console/stage",
        "tools": "console/tools",
        "room": "console/room",
        "last": "console/last",
        "count": "console/count",
        "drawing": "drawing",
        "objections": "console/objections",
        "stamp": "console/presses",
        "criterion": "console/tally",
        "vote": "giving/console_count",
    },
    Audience.PROJECTOR: {
        "phase": "projector/phase",
        "room": "projector/room",
        "come": "projector/come",
        "stage": "projector/stage",
        "web": "drawing",
        "count": "projector/count",
        "stamp": "projector/ring",
        "criterion": "projector/answered",
        "vote": "giving/projector_count",
    },
}
READ_OVER = {Audience.PHONE: "phone/badge", Audience.PROJECTOR: "projector/badge"}


@live.renderer("meeting", presence="room")
def render(meeting_id: str, parts: Collection[str] | None, audience: str, language: str) -> dict[str, str]:
    """`parts` None: everything this screen has."""
    scene = Scene.of(meeting_id)
    wanted = [*TEMPLATES[audience], *_criterion(scene)] if parts is None else parts
    found = {part: _template(scene, part, audience) for part in wanted}
    context = {"scene": scene, "mine": None}
    return {part: render_to_string(f"meetings/{name}.html", context) for part, name in found.items() if name}


def _criterion(scene: Scene) -> list[str]:
    return [f"criterion:{scene.focus.pk}"] if scene.focus else []


def _template(scene: Scene, part: str, audience: str) -> str | None:
    """A criterion that is not on the screens changes nothing on them."""
    if part.startswith("criterion:"):
        is_shown = part in _criterion(scene) and scene.phase is Phase.DEBATE
        return TEMPLATES[audience]["criterion"] if is_shown else None
    if part == "web" and scene.phase >= Phase.REREAD and audience in READ_OVER:
        return READ_OVER[Audience(audience)]
    return None if part == "criterion" else TEMPLATES[audience].get(part)
