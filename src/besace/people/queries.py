"""Looking at people: who is in a group, who leads it, what we know of somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from .models import Card, Consent, Contact, Group, KnownDevice, Membership, Organisation, Person, Role

LEADING = (Role.FACILITATOR, Role.ADMINISTRATOR)
TAKING_PART = (Role.PARTICIPANT, Role.AMBASSADOR, Role.FACILITATOR)


def current(memberships: QuerySet[Membership] | None = None) -> QuerySet[Membership]:
    """Those that count today."""
    rows = Membership.objects.all() if memberships is None else memberships
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))


@dataclass(frozen=True)
class Listed:
    """A person as a list of the group shows her."""

    person: Person
    roles: list[str]
    role_names: list[str]
    has_email: bool
    has_phone: bool
    card: Card | None

    @property
    def is_guest(self) -> bool:
        return self.roles == [Role.GUEST.value]


def people_of(group: Group) -> list[Listed]:
    """Everybody of the group, by first name; the number of queries does not depend on how many they are."""
    memberships = (
        current(Membership.objects.filter(group=group))
        .select_related("person")
        .prefetch_related(
            "person__contacts",
            Prefetch("person__emailaddress_set", EmailAddress.objects.all()),
            Prefetch("person__cards", Card.objects.filter(revoked_at__isnull=True), to_attr="valid_cards"),
        )
    )
    grouped: dict[UUID, list[Membership]] = {}
    for membership in memberships:
        grouped.setdefault(membership.person_id, []).append(membership)
    listed = [_listed(rows) for rows in grouped.values()]
    return sorted(listed, key=lambda one: one.person.first_name.casefold())


def _listed(memberships: list[Membership]) -> Listed:
    person: Any = memberships[0].person
    return Listed(
        person=person,
        roles=[m.role for m in memberships],
        role_names=[str(m.get_role_display()) for m in memberships],
        has_email=bool(person.emailaddress_set.all()),
        has_phone=any(c.kind == Contact.Kind.PHONE for c in person.contacts.all()),
        card=person.valid_cards[0] if person.valid_cards else None,
    )


def members(group: Group, *roles: str) -> QuerySet[Person]:
    """The persons who hold one of these roles in the group (by default: who takes part), each once."""
    wanted = roles or TAKING_PART
    held = current(Membership.objects.filter(group=group, role__in=wanted)).values("person")
    return Person.objects.filter(pk__in=held, is_active=True).order_by("first_name")


def groups_of(person: Person, *roles: str) -> QuerySet[Group]:
    """The groups where she holds one of these roles (any, by default), herself or through the organisation."""
    held = current(Membership.objects.filter(person=person))
    if roles:
        held = held.filter(role__in=roles)
    return (
        Group.objects.select_related("organisation")
        .filter(
            Q(pk__in=held.filter(group__isnull=False).values("group"))
            | Q(organisation__in=held.filter(group__isnull=True).values("organisation"))
        )
        .order_by("name")
    )


def member(group: Group, person_id: UUID) -> Person:
    """Somebody of this group, or 404: from elsewhere she does not exist."""
    here = Membership.objects.filter(Q(group=group) | Q(group__isnull=True, organisation=group.organisation_id))
    return get_object_or_404(Person.objects.filter(pk__in=here.values("person")), pk=person_id)


def belongs_elsewhere(person: Person, organisation: Organisation) -> bool:
    """Does another organisation know her too? Then nobody but herself may make her a card."""
    rows = Membership.objects.filter(person=person).exclude(organisation=organisation).exclude(role=Role.GUEST)
    return rows.exists()


def facilitators(group: Group) -> QuerySet[Person]:
    return members(group, Role.FACILITATOR)


def valid_card(person: Person) -> Card | None:
    return Card.objects.filter(person=person, revoked_at__isnull=True).first()


def cards_stopped_by(printed: set[UUID], *, persons: list[Person]) -> list[Card]:
    """The cards that these persons hold today and that would stop, were the printed ones handed out."""
    held = Card.objects.filter(person__in=persons, revoked_at__isnull=True).exclude(pk__in=printed)
    return list(held.select_related("person").order_by("person__first_name"))


@dataclass(frozen=True)
class Newcomer:
    """Somebody who cannot come in by herself yet."""

    person: Person
    is_guest: bool
    is_asleep: bool = False


def to_welcome(group: Group) -> list[Newcomer]:
    """Who has no way to come in: neither an address nor a card, or a card that sleeps (these first). One query."""
    addresses = EmailAddress.objects.filter(user=OuterRef("person"))
    cards = Card.objects.filter(person=OuterRef("person"), revoked_at__isnull=True)
    asleep = Exists(cards.filter(asleep_at__isnull=False))
    held = current(Membership.objects.filter(group=group)).annotate(has_card_asleep=asleep)
    held = held.filter(Q(has_card_asleep=True) | (~Exists(addresses) & ~Exists(cards)))
    grouped: dict[UUID, list[Membership]] = {}
    for membership in held.select_related("person"):
        grouped.setdefault(membership.person_id, []).append(membership)
    newcomers = [
        Newcomer(rows[0].person, {m.role for m in rows} == {Role.GUEST}, vars(rows[0])["has_card_asleep"])
        for rows in grouped.values()
    ]
    return sorted(newcomers, key=lambda one: (not one.is_asleep, one.person.first_name.casefold()))


def devices_of(person: Person) -> QuerySet[KnownDevice]:
    return KnownDevice.objects.filter(person=person, until__gt=timezone.now()).order_by("-seen_at")


@dataclass(frozen=True)
class Known:
    """All that this app knows of a person, in plain values."""

    first_name: str
    picture: str
    has_photo: bool
    language: str
    since: str
    emails: list[str]
    contacts: list[str]
    memberships: list[dict[str, str]]
    consents: list[str]
    devices: list[dict[str, str]] = field(default_factory=list)


def known_of(person: Person) -> Known:
    return Known(
        first_name=person.first_name,
        picture=person.picture,
        has_photo=bool(person.photo),
        language=person.language,
        since=person.created_at.date().isoformat(),
        emails=list(EmailAddress.objects.filter(user=person).values_list("email", flat=True)),
        contacts=list(Contact.objects.filter(person=person).values_list("value", flat=True)),
        memberships=[_membership(m) for m in _memberships(person)],
        consents=list(Consent.objects.filter(person=person).values_list("purpose", flat=True)),
        devices=[{"label": d.label, "since": d.since.date().isoformat()} for d in devices_of(person)],
    )


def _memberships(person: Person) -> Iterable[Membership]:
    return current(Membership.objects.filter(person=person)).select_related("organisation", "group")


def _membership(row: Membership) -> dict[str, str]:
    return {
        "organisation": row.organisation.name,
        "group": row.group.name if row.group else "",
        "role": row.role,
        "since": row.since.date().isoformat(),
    }


def consents_of(person: Person) -> set[str]:
    return set(Consent.objects.filter(person=person).values_list("purpose", flat=True))
