"""Small makers of things for the tests; what they make is ordinary, unless told."""

from __future__ import annotations

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from besace.meetings.models import Assurance, Meeting, Seat
from besace.people.models import Group, KnownDevice, Membership, Organisation, Person, Role


def make_organisation(name: str = "Les Savoirs du mardi") -> Organisation:
    return Organisation.objects.create(name=name)


def make_group(name: str = "Atelier du mardi", *, organisation: Organisation | None = None) -> Group:
    return Group.objects.create(name=name, organisation=organisation or make_organisation(), place="Salle du Moulin")


def make_person(first_name: str = "Ida", *, email: str = "", picture: str = "leaf") -> Person:
    person = Person.objects.create(first_name=first_name, picture=picture)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    if email:
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def make_member(
    first_name: str = "Ida", *, group: Group, role: Role = Role.PARTICIPANT, email: str = "", picture: str = "leaf"
) -> Person:
    """A person with a role in the group; administrators get it in the whole organisation."""
    person = make_person(first_name, email=email, picture=picture)
    give_role(person, group=group, role=role)
    return person


def give_role(person: Person, *, group: Group, role: Role) -> Membership:
    return Membership.objects.create(
        person=person,
        organisation=group.organisation,
        group=None if role == Role.ADMINISTRATOR else group,
        role=role,
        ends_at=timezone.now() + timedelta(hours=8) if role == Role.GUEST else None,
    )


def make_meeting(*, group: Group, is_open: bool = True, code: str = "12345678", announced: int = 40) -> Meeting:
    now = timezone.now()
    return Meeting.objects.create(
        group=group,
        starts_at=now,
        ends_at=now + timedelta(hours=3),
        place="Salle du Moulin",
        announced=announced,
        code=code if is_open else "",
        opened_at=now if is_open else None,
    )


def make_seat(person: Person | None, *, meeting: Meeting, is_confirmed: bool = True) -> Seat:
    return Seat.objects.create(
        meeting=meeting,
        person=person,
        device=uuid.uuid4(),
        assurance=Assurance.CONFIRMED if is_confirmed else Assurance.TAPPED,
        admitted_at=timezone.now(),
    )


def know_device(person: Person, *, device: uuid.UUID, is_shared: bool = False) -> KnownDevice:
    now = timezone.now()
    return KnownDevice.objects.create(
        device=device,
        person=person,
        is_shared=is_shared,
        label="Téléphone",
        seen_at=now,
        until=now + timedelta(days=30),
    )
