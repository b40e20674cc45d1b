"""Cards: made, tried, put to sleep, woken, revoked. Only keyed hashes are kept; the secret lives on paper."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from besace.core import journal, live
from besace.core.errors import Conflict, Refusal
from besace.core.events import announce

from ..events import CardFellAsleep
from ..models import Card, Group, KnownDevice, Person
from .rules import MOST_FAILURES, is_pin


@dataclass(frozen=True)
class Fresh:
    """A card about to be printed: the only moment when its secret is known here."""

    id: UUID
    person: Person
    secret: str
    pin: str


def secret_hash(secret: str) -> str:
    return salted_hmac("besace.card", secret, algorithm="sha256").hexdigest()


def _pin_hash(card_id: UUID, pin: str) -> str:
    return salted_hmac("besace.card.pin", f"{card_id}:{pin}", algorithm="sha256").hexdigest()


def prepare(persons: Iterable[Person], *, with_codes: bool) -> list[Fresh]:
    """Secrets of 128 bits for the sheet; nothing is kept until the sheet is drawn."""
    return [
        Fresh(uuid4(), person, secrets.token_urlsafe(16), f"{secrets.randbelow(10_000):04}" if with_codes else "")
        for person in persons
    ]


@transaction.atomic
def hand_out(fresh: Iterable[Fresh], *, by: Person, group: Group | None) -> None:
    """The new cards count from now; the old ones are refused from now."""
    for one in fresh:
        _revoke_cards(one.person)
        Card.objects.create(
            id=one.id,
            person=one.person,
            secret_hash=secret_hash(one.secret),
            pin_hash=_pin_hash(one.id, one.pin) if one.pin else "",
            made_by=by,
        )
        journal.write(by, "card.printed", one.person, group=group, card=str(one.id))


@transaction.atomic
def revoke(person: Person, *, by: Person, group: Group | None = None) -> None:
    """A lost card opens nothing any more, and who came in with it is signed out."""
    _revoke_cards(person)
    journal.write(by, "card.revoked", person, group=group)


def _revoke_cards(person: Person) -> None:
    valid = Card.objects.select_for_update().filter(person=person, revoked_at__isnull=True)
    cards = [card.pk for card in valid]
    if not cards:
        return
    Card.objects.filter(pk__in=cards).update(revoked_at=timezone.now())
    if KnownDevice.objects.filter(card__in=cards).delete()[0]:
        live.cut(person=person)


@transaction.atomic
def wake(card: Card, *, by: Person, group: Group | None = None) -> None:
    """She is there: her card opens again, and she chooses a new code."""
    card.asleep_at, card.failures, card.pin_hash = None, 0, ""
    card.save(update_fields=["asleep_at", "failures", "pin_hash"])
    journal.write(by, "card.woken", card.person, group=group)


def found(secret: str) -> Card | None:
    return Card.objects.select_related("person").filter(secret_hash=secret_hash(secret)).first()


def open_with(card_id: UUID, *, pin: str) -> Card:
    """The card and its code are right; at the first use the code typed becomes hers."""
    if not is_pin(pin):
        raise Refusal("bad-pin", _("Il faut 4 chiffres."))
    with transaction.atomic():
        card = usable(card_id, lock=True)
        is_right = _is_right(card, pin)
        if is_right:
            card.failures, card.used_at = 0, timezone.now()
        else:
            _count_failure(card)
        card.save(update_fields=["failures", "used_at", "asleep_at", "pin_hash"])
    if is_right:
        return card
    if card.asleep_at:
        raise Conflict("card-asleep", _("Cette carte dort. Demandez à l’animatrice de la réveiller."))
    raise Refusal("wrong-pin", _("Ce ne sont pas les bons chiffres. Essayez encore."))


def _is_right(card: Card, pin: str) -> bool:
    if not card.pin_hash:
        card.pin_hash = _pin_hash(card.pk, pin)
        return True
    return constant_time_compare(card.pin_hash, _pin_hash(card.pk, pin))


def _count_failure(card: Card) -> None:
    card.failures += 1
    if card.failures >= MOST_FAILURES:
        card.asleep_at = timezone.now()
        journal.write(None, "card.fell-asleep", card.person_id)
        announce(CardFellAsleep(card.pk, card.person_id))


def usable(card_id: UUID, *, lock: bool = False) -> Card:
    """The card, unless it was replaced or sleeps: then a sentence that says what to do."""
    cards = Card.objects.select_related("person")
    card = (cards.select_for_update(of=("self",)) if lock else cards).filter(pk=card_id).first()
    if card is None or card.revoked_at or not card.person.is_active:
        raise Conflict("card-revoked", _("Cette carte ne sert plus. Demandez-en une nouvelle."))
    if card.asleep_at:
        raise Conflict("card-asleep", _("Cette carte dort. Demandez à l’animatrice de la réveiller."))
    return card


def knows_her(device: UUID, *, person: Person) -> bool:
    """Did she already come in on this device? Then the code is not asked again."""
    return KnownDevice.objects.filter(device=device, person=person, is_shared=False, until__gt=timezone.now()).exists()


@transaction.atomic
def use_here(card_id: UUID, *, device: UUID) -> Card:
    """On a device that knows her the card alone is enough."""
    card = usable(card_id, lock=True)
    if not card.pin_hash or not knows_her(device, person=card.person):
        raise Refusal("pin-needed", _("Tapez vos 4 chiffres."))
    card.used_at = timezone.now()
    card.save(update_fields=["used_at"])
    return card
