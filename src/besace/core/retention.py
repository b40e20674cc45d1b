"""What is kept, how long, and by which rule: one table, walked once a day by the worker (SECURITY.md E.6).

@kept("situation-notes", timedelta(days=365), rule="SECURITY.md E.6")        in an app's retention.py
def forget_situation_notes(before: datetime) -> int: …                       erases what ended before; how many

A line walked twice erases nothing more. docs/guide-administration.md says the table in plain words; a test compares.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from . import journal
from .models import JournalEntry

log = logging.getLogger(__name__)
MONTH, HALF_A_YEAR, YEAR = timedelta(days=30), timedelta(days=183), timedelta(days=365)
AT_ITS_END = timedelta(0)
LATE_AFTER = timedelta(days=2)
WALKED, STUMBLED = "retention.walked", "retention.stumbled"

Erase = Callable[[datetime], int]


class LinesFailedError(Exception):
    """Some lines could not be walked: the outbox calls the walk again later."""


@dataclass(frozen=True)
class Line:
    """One kind of thing: its life once it ended, and what erases all that ended before a moment."""

    name: str
    life: timedelta
    rule: str
    erase: Erase

    @transaction.atomic
    def walk(self, now: datetime) -> int:
        return self.erase(now - self.life)


_table: dict[str, Line] = {}


def kept(name: str, life: timedelta, *, rule: str) -> Callable[[Erase], Erase]:
    """Put a line in the table; `rule`: the paragraph it comes from."""

    def declare(erase: Erase) -> Erase:
        assert name not in _table or _table[name].erase.__module__ == erase.__module__, f"{name} is declared twice"
        _table[name] = Line(name, life, rule, erase)
        return erase

    return declare


def table() -> list[Line]:
    """All lines, by name."""
    return [_table[name] for name in sorted(_table)]


def delete(rows: models.QuerySet[Any]) -> int:
    """Delete them and what hangs from them; how many of them, not of the rest."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


def walk() -> dict[str, int]:
    """Walk the table, each line in a transaction of its own; the journal keeps the counts, and nothing else."""
    now, erased, failed = timezone.now(), {}, []
    for line in table():
        try:
            erased[line.name] = line.walk(now)
        except Exception:
            log.exception("The line %s could not be walked.", line.name)
            failed.append(line.name)
    counts = {name: count for name, count in erased.items() if count}
    journal.write(None, STUMBLED if failed else WALKED, erased=counts, failed=failed)
    if failed:
        raise LinesFailedError(", ".join(failed))
    return erased


def is_late() -> bool:
    """Whether the last whole walk (or, before the first one, the first line of the journal) is two days old."""
    since = JournalEntry.objects.filter(verb=WALKED).order_by("at").values_list("at", flat=True).last()
    if since is None:
        since = JournalEntry.objects.order_by("at").values_list("at", flat=True).first()
    return since is not None and timezone.now() - since > LATE_AFTER
