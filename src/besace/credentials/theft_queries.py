"""What the page of the keys shows: each key in words, and how far the signing again has come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from besace.people.models import Organisation

from . import renewing
from .models import IssuingKey, Renewal, Theft

Outcome = Renewal.Outcome


@dataclass(frozen=True)
class Progress:
    """How many badges and recommendations of a stolen key are where; `left`: nobody has looked at them yet."""

    again: int
    review: int
    refused: int
    unknown: int
    left: int

    @property
    def all(self) -> int:
        return self.again + self.review + self.refused + self.unknown + self.left

    @property
    def settled(self) -> int:
        return self.all - self.left


def progress(theft: Theft) -> Progress:
    """What was forgotten since is not counted: there is nothing to sign of it."""
    kept = still_kept(theft.renewals.all())
    counted = dict(kept.order_by().values_list("outcome").annotate(n=Count("pk")))
    found = {one.value: counted.get(one.value, 0) for one in Outcome}
    return Progress(**found, left=renewing.left(theft))


def keys_of(organisation: Organisation) -> QuerySet[IssuingKey]:
    """Every key it ever had, the newest first, with how many badges each one signed (of those not forgotten)."""
    signed = Count("credentials", filter=~Q(credentials__document=b""), distinct=True)
    found = IssuingKey.objects.filter(organisation=organisation).select_related("theft").annotate(signed=signed)
    return found.order_by("-created_at", "-name")


def listed(theft: Theft, *outcomes: str) -> QuerySet[Renewal]:
    """Those lines, with what a page says of each."""
    badge = ("credential__version__badge__group", "credential__holder")
    words = (
        "endorsement__credential__version__badge__group",
        "endorsement__credential__holder",
        "endorsement__version__badge__group",
    )
    found = still_kept(theft.renewals.filter(outcome__in=outcomes))
    return found.select_related("first_by", *badge, *words).order_by("at", "pk")


def still_kept(renewals: QuerySet[Renewal]) -> QuerySet[Renewal]:
    return renewals.exclude(credential__document=b"").exclude(endorsement__document=b"")


def new_file_to_take() -> Exists:
    """For a list of badges: this one was signed again, and its holder has not said that she has the new file."""
    told = Renewal.objects.filter(credential=OuterRef("pk"), outcome=Outcome.AGAIN, taken_at=None)
    return Exists(told)
