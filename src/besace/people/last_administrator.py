"""An organisation whose last administrator is gone can name nobody any more: she names another first."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from besace.core.errors import Conflict

from .models import Membership, Organisation, Person, Role


def keep_one(person: Person, *, organisation_id: UUID) -> None:
    """The organisation is held: two who leave the role together, each counting on the other, take turns."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    administrators = Membership.objects.filter(organisation=organisation_id, role=Role.ADMINISTRATOR)
    if administrators.filter(person=person).exists() and not administrators.exclude(person=person).exists():
        raise Conflict("last-administrator", _("Il faut une personne qui administre. Choisissez-en une autre d’abord."))


def hand_over_first(person: Person) -> None:
    """Whoever leaves for good hands over first what she alone administers, if anybody is there to take it."""
    hers = Membership.objects.filter(person=person, role=Role.ADMINISTRATOR).order_by("organisation_id")
    for house in list(hers.values_list("organisation_id", flat=True)):
        others = Membership.objects.filter(organisation=house).exclude(person=person)
        if others.exclude(role__in=[Role.GUEST, Role.PARTNER]).exists():
            keep_one(person, organisation_id=house)


def is_the_last(person: Person) -> bool:
    """Of one of her organisations: without her nobody could give a role there."""
    administrators = Membership.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True)
    hers = administrators.filter(person=person).values("organisation")
    return hers.exclude(organisation__in=administrators.exclude(person=person).values("organisation")).exists()
