"""Text messages through whoever sends them. The default writes a file, and says that it reaches nobody.

Another way: a class with `reaches_people` and `send`, named by the setting TEXT_SENDER.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .mail import place_of
from .models import Notice


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
        return _("Une nouvelle vous attend : %(address)s") % {"address": place_of(notice)}
