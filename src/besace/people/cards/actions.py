"""Cards: made, tried, put to sleep, woken, revoked. Only keyed hashes are kept; the secret lives on paper."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
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
from .rules import MOST_FAILURES, SAME_SHEET, is_pin


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


def prepare(persons: Iterable[Person], *, with_codes: bool, asked: UUID | None = None) -> list[Fresh]:
    """Secrets of 128 bits for the sheet; nothing is kept until the sheet is drawn.

    What the page asked under one key (`asked`) is one sheet: asked twice within minutes, it bears the same cards.
    """
    made = [_drawn_from(asked, person, with_codes) if asked else _by_chance(person, with_codes) for person in persons]
    known = {
        card.secret_hash: card for card in Card.objects.filter(secret_hash__in=[secret_hash(f.secret) for f in made])
    }
    return [_once_more(one, known.get(secret_hash(one.secret)), with_codes) for one in made]


def _by_chance(person: Person, with_codes: bool) -> Fresh:
    return Fresh(uuid4(), person, secrets.token_urlsafe(16), f"{secrets.randbelow(10_000):04}" if with_codes else "")


def _drawn_from(asked: UUID, person: Person, with_codes: bool) -> Fresh:
    """The page keeps its key and the site its own: who has only one of them, or the database, finds no secret."""
    drawn = salted_hmac("besace.card.sheet", f"{asked}:{with_codes}:{person.pk}", algorithm="sha256").digest()
    pin = f"{int.from_bytes(drawn[16:24]) % 10_000:04}" if with_codes else ""
    return Fresh(uuid4(), person, urlsafe_b64encode(drawn[:16]).decode().rstrip("="), pin)


def _once_more(one: Fresh, known: Card | None, with_codes: bool) -> Fresh:
    """The card that this sheet already bears; one that was revoked, or is no longer new, never comes back."""
    if known is None:
        return one
    if known.revoked_at or known.made_at < timezone.now() - SAME_SHEET:
        return _by_chance(one.person, with_codes)
    return Fresh(known.pk, one.person, one.secret, one.pin)


@transaction.atomic
def hand_out(fresh: Iterable[Fresh], *, by: Person, group: Group | None, replacing: Collection[UUID] = ()) -> None:
    """The new cards count from now; of the old ones, those that she was told of are refused from now."""
    fresh = list(fresh)
    held = _held_by([one.person for one in fresh])
    for one in fresh:
        card = held.get(one.person.pk)
        if card is None or card.pk != one.id:
            _put_in_place_of(card, one, by=by, replacing=replacing)
        journal.write(by, "card.printed", one.person, group=group, card=str(one.id))


def _held_by(persons: list[Person]) -> dict[UUID, Card]:
    """Their cards, the persons locked: a card that another sheet makes meanwhile is waited for."""
    locked = list(Person.objects.select_for_update().filter(pk__in=[p.pk for p in persons]).order_by("pk"))
    return {card.person_id: card for card in Card.objects.filter(person__in=locked, revoked_at__isnull=True)}


def _put_in_place_of(card: Card | None, one: Fresh, *, by: Person, replacing: Collection[UUID]) -> None:
    if card is not None and card.pk not in replacing:
        sentence = _("%(name)s a déjà une carte. Rechargez la page.") % {"name": one.person.first_name}
        raise Conflict("card-held", sentence)
    _revoke_cards(one.person)
    Card.objects.create(
        id=one.id,
        person=one.person,
        secret_hash=secret_hash(one.secret),
        pin_hash=_pin_hash(one.id, one.pin) if one.pin else "",
        made_by=by,
    )


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
