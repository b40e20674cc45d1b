"""Writes and sends an e-mail. Neither its subject nor its first words say what it is about (SECURITY.md P14)."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .models import Notice
from .silence import rules

PLACES = {
    Notice.Kind.AWARD.value: "/sac",
    Notice.Kind.PROPOSAL.value: "/",
    Notice.Kind.WORDS.value: "/",
    Notice.Kind.JURY.value: "/avis/{about}/jury",
    Notice.Kind.SILENCE.value: "/sac",
    Notice.Kind.AGAIN.value: "/sac",
    Notice.Kind.RENEWAL.value: "/sac",
}


def place_of(notice: Notice) -> str:
    """The page that what she is told leads to."""
    return settings.SITE_URL + PLACES[notice.kind].format(about=notice.about)


def send(notice: Notice, *, key: UUID) -> str:
    """Send it; its Message-ID, the same at each attempt, so that a second copy is seen as one."""
    message_id = f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"
    with translation.override(notice.person.language or settings.LANGUAGE_CODE):
        message = written(notice, message_id=message_id)
    message.connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    message.send()
    return message_id


def written(notice: Notice, *, message_id: str) -> EmailMultiAlternatives:
    is_silence = notice.kind == Notice.Kind.SILENCE
    context: dict[str, object] = {
        "name": notice.person.first_name,
        "address": place_of(notice),
        "is_badge": notice.kind == Notice.Kind.AWARD,
        "day": rules.goes_on(notice.person.last_sign, told_at=timezone.now()) if is_silence else None,
        "is_again": notice.kind == Notice.Kind.AGAIN,
        "language": translation.get_language(),
    }
    return _letter(
        "silence" if is_silence else "news",
        subject=_("Une nouvelle pour vous"),
        to=notice.address,
        context=context,
        name=message_id,
    )


def send_to_juror(to: str, *, name: str, address: str, key: UUID) -> None:
    """Her own link, straight to her; neither the subject nor the first words say whom it is about."""
    message_id = f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"
    with translation.override(settings.LANGUAGE_CODE):
        context: dict[str, object] = {"name": name, "address": address, "language": translation.get_language()}
        message = _letter("juror", subject=_("On vous demande votre avis"), to=to, context=context, name=message_id)
    message.connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    message.send()


def _letter(which: str, *, subject: str, to: str, context: dict[str, object], name: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"notices/mail/{which}.txt", context),
        to=[to],
        headers={"Message-ID": name, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"notices/mail/{which}.html", context), "text/html")
    return message
