"""Somebody who leaves for good leaves no name under any badge (SECURITY.md E.6)."""

from __future__ import annotations

from besace.core.events import listener
from besace.people.events import PersonErased
from besace.people.models import Person

from . import actions


@listener(PersonErased)
def forget_her_words(event: PersonErased) -> None:
    person = Person.objects.filter(pk=event.person_id).first()
    if person:
        actions.forget_said_by(person)
