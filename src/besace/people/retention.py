"""How long one stays known: a device, a list left unchecked, a card replaced, a guest who never came back."""

from __future__ import annotations

from datetime import datetime, timedelta

from besace.core import retention
from besace.core.retention import AT_ITS_END, kept

from . import actions
from .models import Card, KnownDevice, Membership, Person, Role, Roster

E_6 = "SECURITY.md E.6"


@kept("devices", AT_ITS_END, rule="SECURITY.md B.4")
def forget_devices(before: datetime) -> int:
    return retention.delete(KnownDevice.objects.filter(until__lt=before))


@kept("lists", timedelta(days=7), rule="SECURITY.md B.4")
def forget_lists(before: datetime) -> int:
    return retention.delete(Roster.objects.filter(made_at__lt=before))


@kept("old-cards", timedelta(days=180), rule=E_6)
def forget_cards(before: datetime) -> int:
    return retention.delete(Card.objects.filter(revoked_at__lt=before))


@kept("guests", timedelta(days=60), rule="PROTOCOL.md 1.1")
def forget_guests(before: datetime) -> int:
    """Who was nothing but a guest."""
    passed = Membership.objects.filter(role=Role.GUEST, ends_at__lt=before)
    guests = Person.objects.filter(memberships__in=passed, is_active=True)
    gone = guests.exclude(memberships__in=Membership.objects.exclude(pk__in=passed.values("pk"))).distinct()
    for guest in gone:
        actions.erase_person(guest, by=None)
    return len(gone)
