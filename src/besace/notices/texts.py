"""Text messages through whoever sends them. The default writes a file, and says that it reaches nobody.

Another way: a class with `reaches_people` and `send`, named by the setting TEXT_SENDER.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .mail import place_of
from .models import Notice
from .silence.rules import goes_on


class Sender(Protocol):
    """`key` is the same at each attempt: a provider that knows it sends only once."""

    reaches_people: bool

    def send(self, *, to: str, text: str, key: str) -> None: ...


class ToFile:
    """One file for each message, in var/texts."""

    reaches_people = False

    def send(self, *, to: str, text: str, key: str) -> None:
        folder = Path(settings.VAR) / "texts"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{key}.txt").write_text(f"{to}\n{text}\n", encoding="utf-8")


def sender() -> Sender:
    made: Sender = import_string(settings.TEXT_SENDER)()
    return made


def words(notice: Notice) -> str:
    with translation.override(notice.person.language or settings.LANGUAGE_CODE):
        if notice.kind == Notice.Kind.SILENCE:
            day = date_format(goes_on(notice.person.last_sign, told_at=timezone.now()), "j F Y")
            said = _("Votre compte s’efface le %(day)s. Pour le garder, entrez ici : %(address)s")
            return said % {"day": day, "address": place_of(notice)}
        return _("Une nouvelle vous attend : %(address)s") % {"address": place_of(notice)}
