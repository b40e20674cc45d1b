"""What the page of the keys shows: each key in words, and how far the signing again has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from besace import access
from besace.badges.models import BadgeVersion
from besace.people.models import Organisation, Person

from . import renewing
from .actions import digest_of
from .models import IssuingKey, Renewal, Theft

Outcome = Renewal.Outcome
MOST_LINES = 200


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


@dataclass(frozen=True)
class Line:
    """One badge, or recommendation, that was not signed again by itself, for who may read it."""

    id: UUID
    outcome: str
    badge: str
    group: str
    holder: str
    is_words: bool
    signed_at: datetime | None
    first: str  # who said that it is ours
    is_mine: bool  # she said so herself
    is_hers: bool  # it is her own badge


def lines(theft: Theft, *, seen_by: Person) -> list[Line]:
    """What a person who leads may read of it: the badges of her groups; an administrator, all of them."""
    found = listed(theft, Outcome.REVIEW, Outcome.REFUSED, Outcome.UNKNOWN).iterator(chunk_size=MOST_LINES)
    hers = (one for one in found if access.may("key.review", seen_by, _version(one).badge.group))
    readable = list(islice(hers, MOST_LINES))
    logged = renewing.logged(theft, [one.signed for one in readable])
    return [_line(one, seen_by=seen_by, signed_at=logged.get(digest_of(one.signed))) for one in readable]


def _version(renewal: Renewal) -> BadgeVersion:
    if renewal.credential is not None:
        return renewal.credential.version
    said = renewal.endorsement
    assert said is not None, "the database holds that it is of one thing"
    version = said.credential.version if said.credential is not None else said.version
    assert version is not None, "the database holds that an endorsement is of one thing"
    return version


def _line(renewal: Renewal, *, seen_by: Person, signed_at: datetime | None) -> Line:
    version = _version(renewal)
    badge = renewal.credential or (renewal.endorsement.credential if renewal.endorsement else None)
    holder = badge.holder if badge is not None else None
    return Line(
        id=renewal.pk,
        outcome=renewal.outcome,
        badge=version.name,
        group=version.badge.group.name,
        holder=holder.first_name if holder else "",
        is_words=renewal.endorsement_id is not None,
        signed_at=signed_at,
        first=renewal.first_by.first_name if renewal.first_by else "",
        is_mine=renewal.first_by_id == seen_by.pk,
        is_hers=renewal.credential is not None and holder == seen_by,
    )
