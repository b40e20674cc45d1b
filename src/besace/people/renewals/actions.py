"""Asking again, hearing the answer, and what silence means: nothing before she was told for 60 days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from besace.core import journal
from besace.core.events import announce

from ..events import AskedAgain
from ..models import Person, Renewal
from .kinds import Due, Kind, Words, kind_of, kinds

SILENCE = timedelta(days=60)


@dataclass(frozen=True)
class Asked:
    """One question on her page."""

    id: UUID
    words: Words


@transaction.atomic
def ask_again() -> int:
    """Ask all that wears off now, once; what is not to be asked any more is taken back. How many were asked."""
    now, asked = timezone.now(), list[Renewal]()
    for kind in kinds():
        due = list(kind.due(now))
        Renewal.objects.filter(kind=kind.name).exclude(about__in=[one.about for one in due]).delete()
        asked += _new(kind, due)
    for one in {renewal.person_id: renewal for renewal in asked}.values():
        announce(AskedAgain(one.pk))
    return len(asked)


def _new(kind: Kind, due: Iterable[Due]) -> list[Renewal]:
    known = set(Renewal.objects.filter(kind=kind.name).values_list("about", flat=True))
    rows = {
        one.about: Renewal(kind=kind.name, about=one.about, person_id=one.person_id, group_id=one.group_id)
        for one in due
        if one.about not in known
    }
    return Renewal.objects.bulk_create(rows.values())


def shown_to(person: Person) -> list[Asked]:
    """What is asked of her, on a page that she looks at now: she knows it from today."""
    open_ones = list(Renewal.objects.filter(person=person).order_by("asked_at", "pk"))
    if any(one.told_at is None for one in open_ones):
        note_told(person)
    said = {
        kind.name: kind.words([one.about for one in open_ones if one.kind == kind.name])
        for kind in kinds()
        if any(one.kind == kind.name for one in open_ones)
    }
    return [Asked(one.pk, said[one.kind][one.about]) for one in open_ones if one.about in said.get(one.kind, {})]


def note_told(person: Person) -> None:
    Renewal.objects.filter(person=person, told_at=None).update(told_at=timezone.now())


@transaction.atomic
def answer(renewal_id: UUID, *, by: Person, is_yes: bool) -> None:
    """Her yes lasts as long as the first; her no is done at once. Of somebody else, it does not exist."""
    asked = Renewal.objects.select_for_update(of=("self",)).filter(pk=renewal_id, person=by).first()
    if asked is None:
        raise Http404
    kind = kind_of(asked.kind)
    (kind.renew if is_yes else kind.give_up)(asked.about)
    journal.write(by, "renewal.said", asked.about, group=asked.group_id, kind=asked.kind, yes=is_yes)
    asked.delete()


@transaction.atomic
def end_silent(name: str, before: datetime) -> int:
    """Told before that moment, she said nothing; how many."""
    silent = list(Renewal.objects.select_for_update(of=("self",)).filter(kind=name, told_at__lt=before))
    for one in silent:
        kind_of(name).lapse(one.about)
        journal.write(None, "renewal.unanswered", one.about, group=one.group_id, kind=name)
        one.delete()
    return len(silent)
