"""The status lists: a place drawn at random for each badge, and a list signed at each change (SECURITY.md E.4)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core.errors import Unavailable
from besace.people.models import Organisation

from . import keys, translation
from .models import STATUS_LIST_LENGTH, Credential, CredentialState, SignedEndorsement, StatusList

Holds = StatusList.Holds

FULL_ENOUGH = STATUS_LIST_LENGTH // 2
TRIES = 64
OUT_OF_FORCE = (CredentialState.SUSPENDED, CredentialState.REVOKED, CredentialState.REPLACED)


@dataclass(frozen=True)
class Place:
    """An index of a list, given to one badge or recommendation and to no other, ever."""

    list: StatusList
    index: int


def take_place(organisation: Organisation, *, holds: StatusList.Holds = Holds.BADGES) -> Place:
    """A free place, drawn by the system's randomness so that it says nothing of when (P15).

    Called in the issuing transaction; the unique constraint of what takes it is what gives an index once.
    """
    current = _open_list(organisation, holds)
    for _try in range(TRIES):
        index = secrets.randbelow(STATUS_LIST_LENGTH)
        if not _taken(current).filter(status_index=index).exists():
            return Place(current, index)
    raise Unavailable("status-list-full", _("La liste des badges est pleine. Réessayez dans un instant."))


def sign_list(one: StatusList) -> None:
    """Sign the list as it stands now. The signature is checked by the verifying code before it is kept."""
    places = _taken(one).filter(state__in=OUT_OF_FORCE).values_list("status_index", flat=True)
    now = timezone.now()
    document = translation.signed_status_list(one, places, signer=keys.signer_for(one.organisation), now=now)
    StatusList.objects.filter(pk=one.pk).update(document=document, signed_at=now)


def _taken(one: StatusList) -> QuerySet[Credential] | QuerySet[SignedEndorsement]:
    """Everything that has a place in this list."""
    if one.holds == Holds.ENDORSEMENTS:
        return SignedEndorsement.objects.filter(status_list=one)
    return Credential.objects.filter(status_list=one)


def _open_list(organisation: Organisation, holds: StatusList.Holds) -> StatusList:
    """The list in use; a new one when half of it is taken, so that a random draw stays quick."""
    current = StatusList.objects.filter(organisation=organisation, holds=holds, is_open=True).first()
    if current and _taken(current).count() < FULL_ENOUGH:
        return current
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if current:
            StatusList.objects.filter(pk=current.pk).update(is_open=False)
        made, created = StatusList.objects.get_or_create(organisation=locked, holds=holds, is_open=True)
        if created:
            sign_list(made)
    return made
