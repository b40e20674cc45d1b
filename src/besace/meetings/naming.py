"""Whose name the minutes say: those who were there and said yes, as of today, and nobody else (PROTOCOL.md 1.7)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from besace.people.models import Consent, ConsentQuestion, Person

from . import rules
from .giving import telling as giving
from .minutes import Record, record_from
from .models import AgendaItem, Meeting, Minutes, Proceedings

PURPOSE = rules.NAMES_IN_MINUTES


def record_with_names(minutes: Minutes) -> Record:
    """What was written at closing, which holds no name, and the names of those who accept it now.

    A yes taken back takes the name out, even of minutes that no longer change; a yes said later adds it to none.
    """
    named = set(_named(minutes).values_list("pk", flat=True))
    names = _there(minutes.meeting).filter(pk__in=named).order_by("first_name").values_list("first_name", flat=True)
    record = record_from(minutes.record)
    return replace(
        record,
        facilitators=_facilitators(minutes.meeting),
        names=tuple(names),
        tasks=_tasks(minutes.meeting, named=named),
        given=giving.with_names(record.given, minutes.meeting, named=named),
    )


def is_named(minutes: Minutes, person: Person | None) -> bool:
    return person is not None and _named(minutes).filter(pk=person.pk).exists()


def named_among(minutes: Minutes, persons: list[UUID]) -> set[UUID]:
    return set(_named(minutes).filter(pk__in=persons).values_list("pk", flat=True))


def was_there(meeting: Meeting, person: Person | None) -> bool:
    return person is not None and _there(meeting).filter(pk=person.pk).exists()


def answer_of(person: Person) -> bool | None:
    """Her yes, her no, or nothing when she was never asked."""
    if Consent.objects.filter(person=person, purpose=PURPOSE).exists():
        return True
    return False if ConsentQuestion.objects.filter(person=person, purpose=PURPOSE).exists() else None


def _named(minutes: Minutes) -> QuerySet[Person]:
    until = minutes.written_at + rules.CORRECTIONS_LAST
    return Person.objects.filter(consents__purpose=PURPOSE, consents__given_at__lte=until, is_active=True)


def _there(meeting: Meeting) -> QuerySet[Person]:
    seats = meeting.seats.filter(
        admitted_at__isnull=False, left_at__isnull=True, refused_at__isnull=True, is_contested=False
    )
    return Person.objects.filter(pk__in=seats.values("person"))


def _facilitators(meeting: Meeting) -> tuple[str, ...]:
    """To lead is to be named; who asked to be forgotten no more."""
    held = Proceedings.objects.filter(meeting=meeting).select_related("leader__person", "helper__person").first()
    persons = [seat.person for seat in (held.leader, held.helper) if seat] if held else []
    return tuple(str(person) for person in persons if person and person.is_active)


def _tasks(meeting: Meeting, *, named: set[UUID]) -> tuple[str, ...]:
    """« Qui fait quoi » : the name of who takes it, with her yes."""
    items = meeting.agenda.filter(kind=AgendaItem.Kind.TASK, done_at__isnull=True).select_related("taken_by")
    return tuple(_task(item, named=named) for item in items)


def _task(item: AgendaItem, *, named: set[UUID]) -> str:
    if item.taken_by is None:
        return item.text
    who = str(item.taken_by) if item.taken_by.pk in named else _("quelqu’un s’en charge")
    return f"{item.text} ({who})"
