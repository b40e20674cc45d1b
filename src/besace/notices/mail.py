"""Writes and sends an e-mail. Neither its subject nor its first words say what it is about (SECURITY.md P14)."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .models import Notice

PLACES = {Notice.Kind.AWARD.value: "/sac", Notice.Kind.PROPOSAL.value: "/", Notice.Kind.WORDS.value: "/"}


def send(notice: Notice, *, key: UUID) -> str:
    """Send it; its Message-ID, the same at each attempt, so that a second copy is seen as one."""
    message_id = f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"
    with translation.override(notice.person.language or settings.LANGUAGE_CODE):
        message = written(notice, message_id=message_id)
    message.connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    message.send()
    return message_id


def written(notice: Notice, *, message_id: str) -> EmailMultiAlternatives:
    context = {
        "name": notice.person.first_name,
        "address": settings.SITE_URL + PLACES[notice.kind],
        "is_badge": notice.kind == Notice.Kind.AWARD,
        "language": translation.get_language(),
    }
    message = EmailMultiAlternatives(
        subject=_("Une nouvelle pour vous"),
        body=render_to_string("notices/mail/news.txt", context),
        to=[notice.address],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("notices/mail/news.html", context), "text/html")
    return message
