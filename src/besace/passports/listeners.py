"""Somebody who leaves for good leaves no badge here; the files that she took stay good (SECURITY.md E.6)."""

from __future__ import annotations

from besace.core.events import listener
from besace.credentials.events import CredentialReplaced
from besace.people.events import PersonErased
from besace.people.models import Person

from . import actions


@listener(CredentialReplaced)
def carry_the_corrected_one(event: CredentialReplaced) -> None:
    actions.follow_correction(event.former_id, event.credential_id)


@listener(PersonErased)
def forget_her_badges(event: PersonErased) -> None:
    person = Person.objects.filter(pk=event.person_id).first()
    if person:
        actions.forget_everything(person, is_void=False)
