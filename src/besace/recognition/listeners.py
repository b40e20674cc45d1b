"""Somebody who leaves for good leaves no way behind her: no request, no situation, no trace, no jury that waits."""

from __future__ import annotations

from besace.core.events import listener
from besace.people.events import PersonErased
from besace.people.models import Person

from . import actions


@listener(PersonErased)
def forget_her_ways(event: PersonErased) -> None:
    person = Person.objects.filter(pk=event.person_id).first()
    if person:
        actions.forget_ways(person)
