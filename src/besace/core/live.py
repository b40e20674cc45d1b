"""What an app says about its live pages, and what a page needs to follow a channel.

    @live.renderer("meeting", presence="presence")            in an app's live.py
    def render(meeting_id, parts, audience, language) -> dict[str, str]:   part -> html; parts None: all of them

    following = live.attach(f"meeting:{pk}", audience="phone", person=person.pk)     in the view, BEFORE it reads
    <main {{ following.attributes }}> … <section data-part="web">…</section>          in the template

The hub renders once per audience and language and sends the same bytes to all: nothing personal may be in a part.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from . import bus, revisions
from .models import Cut

TICKET_LIFE = timedelta(hours=12)
SALT = "besace.live"
PATH = "/flux/"

Render = Callable[[str, Collection[str] | None, str, str], dict[str, str]]


@dataclass(frozen=True)
class LivePage:
    render: Render
    presence: str


_pages: dict[str, LivePage] = {}


def renderer(kind: str, *, presence: str = "") -> Callable[[Render], Render]:
    """Say who renders the parts of channels "kind:<id>". `presence`: the part to raise when somebody comes or goes."""

    def register(render: Render) -> Render:
        _pages[kind] = LivePage(render, presence)
        return render

    return register


def render(channel: str, parts: Collection[str] | None, audience: str, language: str) -> dict[str, str]:
    kind, _colon, channel_id = channel.partition(":")
    with override(language):
        return _pages[kind].render(channel_id, parts, audience, language)


def presence_part(channel: str) -> str:
    page = _pages.get(channel.partition(":")[0])
    return page.presence if page else ""


# --- tickets: the right to open a stream, without asking Django ---------------------------------------------------


@dataclass(frozen=True)
class Ticket:
    channel: str
    audience: str
    language: str
    person: str
    issued_at: float


def ticket(channel: str, audience: str, language: str | None = None, person: object = None) -> str:
    """The signed right to follow this channel for twelve hours; the page that shows it checked who asks."""
    spoken = language or get_language() or "fr"
    who = "" if person is None else str(getattr(person, "pk", person))
    return signing.dumps([channel, audience, spoken, who, time.time()], salt=SALT)


def read_ticket(text: str) -> Ticket:
    """Raises `signing.BadSignature` for a forged, spoilt or old one."""
    return Ticket(*signing.loads(text, salt=SALT, max_age=TICKET_LIFE))


@dataclass(frozen=True)
class Following:
    """What the page's script needs: `{{ following.attributes }}` on the element that holds the parts."""

    channel: str
    ticket: str
    since: int

    @property
    def attributes(self) -> SafeString:
        return format_html('data-live="{}{}" data-ticket="{}" data-since="{}"', PATH, *self._values)

    @property
    def _values(self) -> tuple[str, str, int]:
        return self.channel, self.ticket, self.since


def attach(
    channel: str, *, audience: str, language: str | None = None, person: object = None, since: int | None = None
) -> Following:
    """Call it before the view's queries: what changes while the page is made is then sent again, not missed.

    `since`: the channel's number, for a view that reads it with the first thing that it reads.
    """
    number = revisions.latest(channel) if since is None else since
    return Following(channel, ticket(channel, audience, language, person), number)


# --- losing the right ----------------------------------------------------------------------------------------------


def cut(*, channel: str = "", person: object = None) -> None:
    """End the streams of a person, of a channel, or of a person in a channel; the tickets shown until now are void."""
    who = "" if person is None else str(getattr(person, "pk", person))
    if not (channel or who):
        raise ValueError("cut: say which channel, or whom.")
    Cut.objects.create(channel=channel, person=who)
    bus.tell("cut")


def is_void(shown: Ticket) -> bool:
    """Was there a cut since this ticket was issued?"""
    about = Q(channel__in=["", shown.channel]) & (Q(person="") | Q(person=shown.person))
    issued = datetime.fromtimestamp(shown.issued_at, tz=UTC)
    return Cut.objects.filter(about, at__gte=issued).exists()


def forget_old_cuts(before: datetime) -> int:
    return Cut.objects.filter(at__lt=before).delete()[0]
