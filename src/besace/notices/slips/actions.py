"""Slips are made, found again, and used once: exactly one owner even when fifty press together."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from besace.core import journal, limits
from besace.core.errors import Conflict, NotAllowed, Refused, Unavailable
from besace.people.models import Card, Person
from besace.recognition import actions as recognition
from besace.recognition.models import Award

from .. import rules
from ..models import Slip

SECRET_BYTES = 16


class Over(Refused):
    """It was good, and is no more: 410, with a way out."""

    status = 410


@dataclass(frozen=True)
class Fresh:
    """A slip with what only its paper will know."""

    award: Award
    secret: str
    code: str


def _hashed(text: str) -> str:
    return salted_hmac("besace.slip", text, algorithm="sha256").hexdigest()


@transaction.atomic
def make(award: Award, *, by: Person) -> Fresh:
    """A new slip; the one printed before no longer opens."""
    now = timezone.now()
    Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if award.person is None or award.answer != Award.Answer.WAITING:
        raise Conflict("already-answered", _("Cette personne a déjà répondu. Rien à imprimer."))
    Slip.objects.filter(award=award, used_at=None, replaced_at=None).update(replaced_at=now)
    fresh = Fresh(award, secrets.token_urlsafe(SECRET_BYTES), f"{secrets.randbelow(10**rules.CODE_DIGITS):012d}")
    Slip.objects.create(
        award=award,
        secret_hash=_hashed(fresh.secret),
        code_hash=_hashed(fresh.code),
        made_by=by,
        ends_at=now + rules.SLIP_LIVES,
    )
    journal.write(by, "slip-made", award, group=award.group_id)
    return fresh


def find(text: str, *, address: str) -> Slip | None:
    """The slip of this square or of this short code. Wrong codes are counted; good ones never."""
    code = rules.code_typed(text)
    slips = Slip.objects.select_related("award__person", "award__version", "award__group")
    if not code:
        return slips.filter(secret_hash=_hashed(text)).first()
    tries = [
        limits.begin_try("slip-code", address, rules.FAILURES_OF_AN_ADDRESS),
        limits.begin_try("slip-code-all", "all", rules.FAILURES_OF_ALL),
    ]
    if not all(tries):
        limits.forgive(*tries)
        raise Unavailable("slip-code-closed", _("Trop de codes faux. Visez le carré, ou appelez l’animatrice."))
    found = slips.filter(code_hash=_hashed(code)).first()
    if found:
        limits.forgive(*tries)
    return found


def usable(slip_id: UUID) -> Slip:
    """The slip if it still opens, or why not."""
    slip = Slip.objects.select_related("award__person", "award__version", "award__group").get(pk=slip_id)
    if slip.used_at or slip.award.person is None or slip.award.answer != Award.Answer.WAITING:
        raise Over("slip-used", _("Ce badge est déjà dans un sac."))
    if slip.replaced_at or slip.ends_at <= timezone.now():
        raise Over("slip-over", _("Cette feuille ne sert plus. Demandez-en une nouvelle."))
    return slip


def opens_alone(person: Person) -> bool:
    """May the slip itself let her in? Not where she has a way of her own: then she comes in by that one."""
    has_card = Card.objects.filter(person=person, revoked_at=None).exclude(pin_hash="").exists()
    has_passkey = Authenticator.objects.filter(user=person).exists()
    is_alone = not (has_card or has_passkey or EmailAddress.objects.filter(user=person).exists())
    return person.is_active and is_alone


@transaction.atomic
def use(slip_id: UUID, *, by: Person | None) -> Person:
    """Take the badge into her bag. The update is the lock: of fifty who press, one finds the slip unused."""
    award_id = Slip.objects.values_list("award_id", flat=True).get(pk=slip_id)
    Award.objects.select_for_update(of=("self",)).get(pk=award_id)  # first, as whoever prints another slip does
    slip = usable(slip_id)
    owner = slip.award.person
    assert owner is not None, "a usable slip has an owner"
    if by is not None and by.pk != owner.pk:
        raise NotAllowed("not-hers", _("Ce badge est pour quelqu’un d’autre."))
    if by is None and not opens_alone(owner):
        raise NotAllowed("come-in-first", _("Entrez d’abord, à votre façon. La feuille attend."))
    now = timezone.now()
    if not Slip.objects.filter(pk=slip_id, used_at=None, replaced_at=None, ends_at__gt=now).update(used_at=now):
        raise Over("slip-used", _("Ce badge est déjà dans un sac."))
    recognition.accept_award(slip.award_id, by=owner)
    journal.write(owner, "slip-used", slip.award_id, group=slip.award.group_id)
    return owner
