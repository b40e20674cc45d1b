"""Look at a list, then add its people: what was understood is never lost."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict, Refusal
from besace.core.events import announce
from besace.core.pictures import PICTURES

from ..events import PersonAdded
from ..models import Contact, Group, Membership, Person, Role, Roster
from ..rules import clean_name, same_name
from . import rules


@transaction.atomic
def look_at(rows: list[list[str]], *, group: Group, by: Person, source: str) -> Roster:
    """Keep the list as it was understood, for her to check; nobody is added yet."""
    lines = rules.read_lines(rows, already=_already(group))
    if not lines:
        raise Refusal("empty-list", _("Cette liste est vide. Écrivez un prénom par ligne."))
    return Roster.objects.create(
        group=group, made_by=by, source=clean_name(source), lines=[line.as_dict() for line in lines]
    )


def _already(group: Group) -> rules.Already:
    persons = Person.objects.filter(memberships__group=group)
    emails = EmailAddress.objects.filter(user__in=persons).values_list("email", flat=True)
    phones = Contact.objects.filter(person__in=persons).values_list("value", flat=True)
    names = frozenset(same_name(name) for name in persons.values_list("first_name", flat=True))
    return rules.Already(names, frozenset([*emails, *phones]))


@transaction.atomic
def add_people(roster_id: UUID, *, by: Person, also: Collection[int] = ()) -> int:
    """Add every line understood; of those in doubt, the ones whose numbers are in `also`. Returns how many."""
    roster = Roster.objects.select_for_update().select_related("group__organisation").get(pk=roster_id)
    if roster.added_at:
        raise Conflict("already-added", _("Ces personnes sont déjà dans le groupe."))
    lines = [line for line in roster.lines if not line["problem"] and (not line["doubt"] or line["number"] in also)]
    persons = _add(lines, group=roster.group)
    roster.added_at = timezone.now()
    roster.lines = [line for line in roster.lines if line["problem"]]
    roster.save(update_fields=["added_at", "lines"])
    journal.write(by, "people.added", roster, group=roster.group, count=len(persons))
    for person in persons:
        announce(PersonAdded(person.pk, roster.group_id))
    return len(persons)


def _add(lines: list[dict[str, Any]], *, group: Group) -> list[Person]:
    pictures = list(PICTURES)
    unusable = make_password(None)
    persons = [
        Person(first_name=line["name"], picture=pictures[i % len(pictures)], password=unusable)
        for i, line in enumerate(lines)
    ]
    Person.objects.bulk_create(persons, batch_size=500)
    Membership.objects.bulk_create(
        [Membership(person=p, organisation=group.organisation, group=group, role=Role.PARTICIPANT) for p in persons],
        batch_size=500,
    )
    _add_contacts([(person, line["contact"]) for person, line in zip(persons, lines, strict=True) if line["contact"]])
    return persons


def _add_contacts(pairs: list[tuple[Person, str]]) -> None:
    """An address that somebody else has already waits until she proves that it is hers."""
    emails = [contact for _person, contact in pairs if "@" in contact]
    taken = set(EmailAddress.objects.filter(email__in=emails).values_list("email", flat=True)) if emails else set()
    addresses, contacts = [], []
    for person, contact in pairs:
        if "@" not in contact:
            contacts.append(Contact(person=person, kind=Contact.Kind.PHONE, value=contact))
        elif contact in taken:
            contacts.append(Contact(person=person, kind=Contact.Kind.EMAIL, value=contact))
        else:
            taken.add(contact)
            addresses.append(EmailAddress(user=person, email=contact, primary=True, verified=False))
    EmailAddress.objects.bulk_create(addresses, batch_size=500)
    Contact.objects.bulk_create(contacts, batch_size=500)
