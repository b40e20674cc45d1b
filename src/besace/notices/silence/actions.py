"""Telling who is silent, and erasing her as she would herself (SECURITY.md E.6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from besace.people import actions as people
from besace.people.last_administrator import is_the_last
from besace.people.models import Group, Person

from .. import actions
from ..models import Notice
from ..queries import STILL_SILENT
from . import queries, rules

NOTED = Notice.objects.filter(kind=Notice.Kind.SILENCE)


@transaction.atomic
def note_the_silent() -> int:
    """Whoever is silent for 22 months is written to, and stands on her groups' list; who came back leaves it."""
    NOTED.exclude(pk__in=Notice.objects.filter(STILL_SILENT).values("pk")).delete()
    silent = queries.silent(timezone.now() - rules.SILENT_AFTER).exclude(pk__in=NOTED.values("person"))
    told = list(silent)
    for person in told:
        _tell(person, queries.groups_that_know(person))
    return len(told)


def _tell(person: Person, groups: list[Group]) -> None:
    """One message to her, if she has an address; a line for each group that knows her."""
    for group in groups[:1]:
        actions.tell(person, kind=Notice.Kind.SILENCE, about=group.pk, group=group)
    line = {"kind": Notice.Kind.SILENCE, "way": Notice.Way.SLIP, "state": Notice.State.TO_HAND}
    Notice.objects.bulk_create(Notice(person=person, about=group.pk, group=group, **line) for group in groups[1:])


@transaction.atomic
def keep(person: Person, *, group: Group, by: Person) -> None:
    """« Elle est toujours des nôtres »."""
    people.keep_person(person, group=group, by=by)
    NOTED.filter(person=person).delete()


def erase_the_silent(before: datetime) -> int:
    """Whose last sign is older than that, and who was told; how many."""
    noted = queries.silent(before).filter(pk__in=NOTED.values("person"))
    return sum(
        _erase(person_id, now=before + rules.ERASED_AFTER) for person_id in list(noted.values_list("pk", flat=True))
    )


@transaction.atomic
def _erase(person_id: UUID, *, now: datetime) -> bool:
    """She may have come back a moment ago: asked again under the lock."""
    person = Person.objects.select_for_update().get(pk=person_id)
    may_go = rules.may_be_erased(person.last_sign, told_at=queries.told_at(person), now=now)
    if not may_go or is_the_last(person):
        return False
    people.erase_person(person, by=None)
    NOTED.filter(person=person).delete()
    return True
