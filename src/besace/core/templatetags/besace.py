"""The components, as template tags: docs/components.md says how to use each, /composants shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import uuid4

import lucide
import segno
from django import template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from besace.core import ring as drawing
from besace.core.pictures import PICTURES

register = template.Library()
NOTICES = {"": "info", "ok": "circle-check", "wait": "clock", "wrong": "triangle-alert"}
MESSAGE_KINDS = {"success": "ok", "warning": "wait", "error": "wrong"}


# --- drawings ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def _icon(name: str, size: str) -> SafeString:
    css = f"icon icon-{size}" if size else "icon"
    svg = lucide._render_icon(name, None, **{"class": css, "aria-hidden": "true", "width": 24, "height": 24})
    for inherited in (
        ' fill="none" stroke="currentColor"',
        ' stroke-width="2"',
        ' stroke-linecap="round"',
        ' stroke-linejoin="round"',
    ):
        svg = svg.replace(inherited, "", 1)
    return mark_safe(" ".join(svg.split()))  # noqa: S308 -- drawn by Lucide, nothing typed by anyone


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A Lucide drawing, always beside a word: hidden to those who listen."""
    return _icon(name, size)


@register.inclusion_tag("components/qr/qr.html")
def qr(url: str, alt: str) -> dict[str, Any]:
    """A QR code on its slip of white paper; `alt` says where it leads."""
    code = segno.make(str(url), error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=4, svgclass=None, lineclass=None)
    return {"svg": mark_safe(svg), "alt": alt}  # noqa: S308 -- drawn by segno: squares, no text


@register.inclusion_tag("components/avatar/avatar.html")
def avatar(person: Any, size: str = "") -> dict[str, Any]:
    """The picture she chose, or her initial; always beside her first name."""
    picture = getattr(person, "picture", "")
    name = str(getattr(person, "first_name", person) or "")
    return {"picture": picture if picture in PICTURES else "", "initial": name[:1].upper(), "size": size}


@register.inclusion_tag("components/badge/badge.html")
def badge_picture(src: str = "", alt: str = "", size: str = "") -> dict[str, Any]:
    """A badge's picture, on paper even at night; `size` is "", "m" or "l"."""
    return {"src": src, "alt": alt, "size": size}


@register.inclusion_tag("components/state/state.html")
def state(kind: str, word: str, quiet: bool = False) -> dict[str, Any]:
    """A shape and a word: pencil, ink, stamped, removed; ok, wait, wrong."""
    return {"kind": kind, "word": word, "quiet": quiet}


@register.inclusion_tag("components/squares/squares.html")
def squares(done: int, total: int, label: str) -> dict[str, Any]:
    """One square for each person; `label` says the same in words."""
    return {"squares": [i < done for i in range(max(total, done))], "label": label}


@register.simple_block_tag
def ring(content: str, count: int, total: int, label: str, last: bool = False, kind: str = "") -> SafeString:
    """The stamp's ring around what it holds: `count` strokes of `total` are inked; `last` shows the newest in red."""
    paths = drawing.strokes(total)
    inked = round(count * len(paths) / total) if total else 0
    parts = [{"path": path, "state": "full" if i < inked else "open"} for i, path in enumerate(paths)]
    if last and 0 < inked < len(paths):
        parts[inked - 1]["state"] = "last"
    is_whole = bool(total) and count >= total
    return _shown("ring", content=content, parts=parts, label=label, kind=kind, is_whole=is_whole)


# --- gestures ----------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/button/button.html")
def button(
    label: str, icon: str = "", kind: str = "", href: str = "", type: str = "submit", **more: Any
) -> dict[str, Any]:
    """A gesture: `kind` is act (one per screen), bare, or nothing; add big or wide: kind="act big wide"."""
    return {"label": label, "icon": icon, "classes": kind, "href": href, "type": type, "attributes": _attributes(more)}


@register.inclusion_tag("components/choices/choices.html")
def choices(name: str, options: Iterable[Any], chosen: str = "", label: str = "", grid: bool = False) -> dict[str, Any]:
    """Large answers, to be put in a form; an option has value, label and perhaps icon, hint, blank."""
    return {"name": name, "options": options, "chosen": chosen, "label": label, "grid": grid}


@register.inclusion_tag("components/hear/hear.html")
def hear(text: str = "", of: str = "", lang: str = "") -> dict[str, Any]:
    """« Écouter »: reads `text`, or the element whose id is `of`; hidden where no voice speaks the language."""
    return {"text": text, "of": of, "lang": lang}


@register.inclusion_tag("components/counter/counter.html")
def counter(name: str, label: str, value: int = 0, most: int = 999, icon: str = "") -> dict[str, Any]:
    """A number with less and more around it."""
    return {"name": name, "id": f"id_{name}", "label": label, "value": value, "most": most, "icon": icon}


@register.inclusion_tag("components/timer/timer.html")
def timer(ends_at: datetime, label: str = "") -> dict[str, Any]:
    """How much time is left; informs only, nothing happens at zero."""
    return {"ends_at": ends_at, "label": label or gettext("reste")}


@register.inclusion_tag("components/drop/drop.html")
def drop(name: str, label: str, hint: str = "", accept: str = "", icon: str = "upload", **more: Any) -> dict[str, Any]:
    """A place to lay a file, or to choose one; many=True, required=True."""
    return {"name": name, "id": f"id_{name}", "label": label, "hint": hint, "accept": accept, "icon": icon, **more}


@register.inclusion_tag("components/share/share.html")
def share(url: str, label: str) -> dict[str, Any]:
    """An address to copy."""
    return {"url": url, "label": label}


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A form's field with its label, hint, error and kept value."""
    return bound.as_field_group()


@register.simple_tag
def once() -> SafeString:
    """A hidden key: the same form sent twice is done once (core/once.py)."""
    return format_html(
        '<input type="hidden" name="once" value="{}" data-sent="{}" data-waiting="{}" data-refused="{}">',
        uuid4(),
        gettext("Envoyé ✓"),
        gettext("En attente du réseau…"),
        gettext("Rechargez la page, puis recommencez."),
    )


# --- around a content --------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(content: str, title: str = "", kind: str = "", **more: Any) -> SafeString:
    """A sheet laid on the page; `kind` is offer (red edge) or sun (now, you)."""
    return _shown(
        "card", content=content, title=title, kind=kind, id=f"card-{uuid4().hex[:8]}", attributes=_attributes(more)
    )


@register.simple_block_tag
def notice(content: str, kind: str = "", role: str = "") -> SafeString:
    """Something to know: `kind` is nothing, ok, wait or wrong."""
    return _shown("notice", content=content, kind=kind, icon=NOTICES[kind], role=role)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A question over the page, opened by a link to "#id"."""
    return _shown("dialog", content=content, id=id, title=title)


@register.simple_block_tag
def empty(content: str, sentence: str, icon: str = "feather") -> SafeString:
    """Nothing yet: what will be here, and what to do first."""
    return _shown("empty", content=content, sentence=sentence, icon=icon)


# --- where one is ------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/steps/steps.html")
def steps(labels: Sequence[str], now: int, words: bool = True) -> dict[str, Any]:
    """The knots of the phases; `now` counts from 0; words=False draws the knots alone."""
    states = ["done" if i < now else "now" if i == now else "next" for i in range(len(labels))]
    return {"steps": [{"label": s, "state": state} for s, state in zip(labels, states, strict=True)], "words": words}


@register.inclusion_tag("components/breadcrumb/breadcrumb.html")
def breadcrumb(*ways: str) -> dict[str, Any]:
    """Label, address, label, address, and the label of this page."""
    return {"ways": [(ways[i], ways[i + 1] if i + 1 < len(ways) else "") for i in range(0, len(ways), 2)]}


@register.filter
def message_kind(tags: str) -> str:
    """The kind of notice for a Django message."""
    return MESSAGE_KINDS.get(tags, "")


def _shown(name: str, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}/{name}.html", context)


def _attributes(more: dict[str, Any]) -> SafeString:
    """hx_post="/x" becomes hx-post="/x"; True is a bare attribute; False and None vanish."""
    pairs = [(name.rstrip("_").replace("_", "-"), value) for name, value in more.items() if value not in (False, None)]
    return format_html_join("", ' {}="{}"', [(name, "" if value is True else value) for name, value in pairs])
