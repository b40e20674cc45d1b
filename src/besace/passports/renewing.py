"""A badge that she shows: her choice is asked again after two years; without an answer it is private (E.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.credentials.models import Credential
from besace.people.renewals.kinds import Due, Kind, Words, add_kind

from . import actions
from .models import Showing
from .queries import LIVING

SHOWN = "shown"
LASTS = timedelta(days=730)  # 24 months


def _old(now: datetime) -> QuerySet[Showing]:
    said = Showing.objects.filter(LIVING, credential__holder__isnull=False).annotate(
        said_at=Coalesce(F("renewed_at"), F("given_at"))
    )
    return said.filter(said_at__lte=now - LASTS)


def due(now: datetime) -> Iterator[Due]:
    """Each badge once, by the oldest of the places where it is shown."""
    old = Credential.objects.filter(pk__in=_old(now).values("credential")).select_related("version__badge")
    for badge in old:
        if badge.holder_id is not None:
            yield Due(badge.holder_id, badge.pk, badge.version.badge.group_id)


def words(credential_ids: Collection[UUID]) -> dict[UUID, Words]:
    return {
        badge.pk: Words(
            badge=badge.version.name,
            question=_("Montrer encore ce badge ?"),
            hint=_("Sans réponse, il redevient privé. Il reste à vous."),
            yes=_("Oui, le montrer"),
            no=_("Non, le cacher"),
        )
        for badge in Credential.objects.filter(pk__in=credential_ids).select_related("version")
    }


def renew(credential_id: UUID) -> None:
    Showing.objects.filter(LIVING, credential=credential_id).update(renewed_at=timezone.now())


add_kind(Kind(SHOWN, due=due, words=words, renew=renew, give_up=actions.hide_everywhere, lapse=actions.hide_everywhere))
