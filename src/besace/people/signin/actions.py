"""Devices that know a person, and the way out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from besace.core import journal

from ..models import Card, KnownDevice, Person
from ..request import Request

OWN_PHONE = timedelta(days=30)
SHARED = timedelta(hours=8)


@transaction.atomic
def know_device(
    device: UUID, *, person: Person, is_shared: bool, label: str = "", card: Card | None = None
) -> KnownDevice:
    """She signed in here: her own phone remembers 30 days, a shared tablet the time of a meeting."""
    now = timezone.now()
    known, _created = KnownDevice.objects.update_or_create(
        device=device,
        person=person,
        defaults={
            "is_shared": is_shared,
            "label": label[:60],
            "card": card,
            "seen_at": now,
            "until": now + (SHARED if is_shared else OWN_PHONE),
        },
    )
    Person.objects.filter(pk=person.pk).update(last_seen_at=now)
    journal.write(person, "person.signed-in", person, by="card" if card else "account")
    return known


@transaction.atomic
def forget_device(device: UUID, *, person: Person) -> None:
    """She is signed out there at its next request."""
    KnownDevice.objects.filter(device=device, person=person).delete()
    journal.write(person, "person.signed-out", person)


@transaction.atomic
def forget_other_devices(device: UUID, *, person: Person) -> int:
    count, _what = KnownDevice.objects.filter(person=person).exclude(device=device).delete()
    journal.write(person, "person.signed-out-elsewhere", person)
    return count


def label_of(request: Request) -> str:
    """A word that she recognises: no more of the browser is kept."""
    agent = request.headers.get("User-Agent", "")
    for mark, word in (("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows")):
        if mark in agent:
            return word
    return "Mac" if "Macintosh" in agent else "Linux" if "Linux" in agent else ""
