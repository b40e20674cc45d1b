"""The only file that opens a private key. It signs for an organisation, and does nothing else (SECURITY.md E.1)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict, Unavailable
from besace.core.events import announce
from besace.people.models import Organisation, Person
from sceau import did as dids
from sceau.keys import PrivateKey, PublicKey

from . import addresses, sealing
from .events import KeysChanged
from .models import IssuingKey, KeyState, SiteAddress

CACHES_FORGET_AFTER = timedelta(minutes=5)
PRIVATE_HALF_KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Signer:
    """An opened key: `method` is its address in the organisation's DID document."""

    key: IssuingKey
    method: str
    private: PrivateKey


def signer_for(organisation: Organisation) -> Signer:
    """The organisation's active key, opened; made at the first need.

    `Unavailable` if the instance's key is not the one that sealed it: the badge then waits. `Conflict` if the site
    moved: what was signed names the former address, and a signature under the new one would belong to nobody.
    """
    fix_site_address()
    key = IssuingKey.objects.filter(organisation=organisation, state=KeyState.ACTIVE).first() or _first(organisation)
    return Signer(key, method_of(key), _open(key))


def fix_site_address() -> None:
    """Signed badges carry the site's address: the first signature fixes it, and a later change is refused."""
    kept, _created = SiteAddress.objects.get_or_create(defaults={"address": settings.SITE_URL})
    if kept.address != settings.SITE_URL:
        raise Conflict(
            "site-address-changed",
            _("L’adresse du site a changé. Remettez %(address)s pour signer.") % {"address": kept.address},
        )


@transaction.atomic
def rotate(organisation: Organisation, *, by: Person | None = None) -> IssuingKey:
    """Announce a new key; it serves once the caches of the old DID document have expired (K02).

    Asked twice, the first announced key is the answer: two would replace each other, a minute apart.
    """
    locked = _locked(organisation.pk)
    waiting = IssuingKey.objects.filter(organisation=locked, state=KeyState.ANNOUNCED).first()
    if waiting is not None:
        return waiting
    key = _make(locked, state=KeyState.ANNOUNCED)
    journal.write(by, "key.announced", key, organisation=locked)
    announce(KeysChanged(locked.pk))
    return key


@transaction.atomic
def promote(organisation: Organisation) -> IssuingKey | None:
    """Put the announced key to work when its five minutes are over; the former is retired, and stays published."""
    now = timezone.now()
    announced = IssuingKey.objects.select_for_update().filter(organisation=organisation, state=KeyState.ANNOUNCED)
    ready = announced.filter(created_at__lte=now - CACHES_FORGET_AFTER).order_by("-created_at").first()
    if ready is None:
        return None
    active = IssuingKey.objects.filter(organisation=organisation, state=KeyState.ACTIVE)
    active.update(state=KeyState.RETIRED, retired_at=now)
    IssuingKey.objects.filter(pk=ready.pk).update(state=KeyState.ACTIVE)
    journal.write(None, "key.active", ready, organisation=organisation)
    announce(KeysChanged(organisation.pk))
    return ready


@transaction.atomic
def withdraw(key: IssuingKey, *, by: Person | None, **details: str) -> None:
    """Take a stolen key's power away: it leaves `assertionMethod`, its private half is destroyed, another serves.

    A key that was only announced lay in the same drawer and signed nothing: it goes too. Five minutes of caches are
    nothing beside a thief. `renewing.declare_stolen` calls this, then signs again what the key had signed.
    """
    organisation = _locked(key.organisation_id)
    stolen = IssuingKey.objects.filter(organisation=organisation).filter(Q(pk=key.pk) | Q(state=KeyState.ANNOUNCED))
    for one in stolen.exclude(state=KeyState.COMPROMISED):
        one.state, one.compromised_at, one.sealed_private = KeyState.COMPROMISED, timezone.now(), None
        one.save(update_fields=["state", "compromised_at", "sealed_private"])
        journal.write(by, "key.compromised", one, organisation=organisation, **details)
    with suppress(Unavailable):  # the withdrawal holds even if no key can be made now: the first need makes it
        _first(organisation)
    announce(KeysChanged(organisation.pk))


def destroy_retired_halves() -> int:
    """Seven days after retirement nothing can sign with a key any more; how many were destroyed."""
    old = timezone.now() - PRIVATE_HALF_KEPT_FOR
    retired = IssuingKey.objects.filter(state=KeyState.RETIRED, retired_at__lt=old, sealed_private__isnull=False)
    return retired.update(sealed_private=None)


def did_document(organisation: Organisation) -> dict[str, Any]:
    """The organisation's did:web document: every key it ever had, the compromised ones without any power."""
    keys = list(IssuingKey.objects.filter(organisation=organisation).order_by("created_at", "name"))
    document = dids.did_document(
        addresses.did(organisation.pk),
        {key.name: PublicKey.from_multibase(key.public_multibase) for key in keys},
        retired=tuple(key.name for key in keys if key.state == KeyState.RETIRED),
    )
    stolen = {method_of(key): key.compromised_at for key in keys if key.state == KeyState.COMPROMISED}
    for method in document["verificationMethod"]:
        if at := stolen.get(method["id"]):
            method["revoked"] = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    for power in ("assertionMethod", "authentication"):
        document[power] = [method for method in document[power] if method not in stolen]
    return {**document, "alsoKnownAs": [addresses.organisation(organisation.pk)]}


def method_of(key: IssuingKey) -> str:
    return f"{addresses.did(key.organisation_id)}#{key.name}"


def _first(organisation: Organisation) -> IssuingKey:
    with transaction.atomic():
        # Two first badges at once: the second waits here, and finds the key made.
        locked = _locked(organisation.pk)
        found = IssuingKey.objects.filter(organisation=locked, state=KeyState.ACTIVE).first()
        return found or _make(locked, state=KeyState.ACTIVE)


def _locked(organisation_id: UUID) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation_id)


def _make(organisation: Organisation, *, state: KeyState) -> IssuingKey:
    private = PrivateKey.generate("Ed25519")
    year = timezone.now().year
    number = IssuingKey.objects.filter(organisation=organisation, name__startswith=f"k-{year}-").count() + 1
    name = f"k-{year}-{number}"
    try:
        instance = _instance_key()
    except OSError:
        raise _not_opened() from None
    sealed = sealing.seal(private.to_multibase().encode(), bound_to=_binding(organisation.pk, name), instance=instance)
    return IssuingKey.objects.create(
        organisation=organisation,
        name=name,
        state=state,
        public_multibase=private.public.to_multibase(),
        sealed_private=sealed,
    )


def _open(key: IssuingKey) -> PrivateKey:
    try:
        private = sealing.open_sealed(
            bytes(key.sealed_private or b""), bound_to=_binding(key.organisation_id, key.name), instance=_instance_key()
        )
    except (sealing.SealBroken, OSError):
        raise _not_opened() from None
    return PrivateKey.from_multibase(private.decode())


def _not_opened() -> Unavailable:
    return Unavailable(
        "key-not-opened", _("La clé de signature ne s’ouvre pas. Le badge attend. Prévenez l’administration.")
    )


def _binding(organisation_id: object, name: str) -> str:
    return f"{organisation_id}|{name}"


def _instance_key() -> bytes:
    return sealing.instance_key(settings.INSTANCE_KEY_FILE)
