"""What is in the bag, and what a page that she shares shows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from besace.credentials import queries as credentials
from besace.credentials import theft_queries
from besace.credentials.models import Credential
from besace.people.models import Person
from besace.recognition.models import Award

from .models import Share, Showing

LIVING = Q(ended_at=None)
NOT_HERS_YET = (Award.Answer.WAITING, Award.Answer.REFUSED)


@dataclass(frozen=True)
class Carried:
    """One badge of the bag, for a list."""

    id: UUID
    name: str
    picture: str
    state: str
    pages: int
    is_shown: bool
    has_new_file: bool


def hers(person: Person) -> QuerySet[Credential]:
    """The badges in her bag: those she was given and did not refuse; what waits for her answer is not there yet."""
    answered = Award.objects.filter(person=person, answer__in=NOT_HERS_YET).values("pk")
    return credentials.credentials_of(person).exclude(award_id__in=answered)


def holds_anything(person: Person) -> bool:
    """A badge, answered or not, or a page: what « Effacer tous mes badges » would erase."""
    return Credential.objects.filter(holder=person).exists() or Share.objects.filter(holder=person).exists()


def contents(person: Person) -> list[Carried]:
    living = Count("showings", filter=Q(showings__ended_at=None, showings__share__isnull=False))
    return [
        Carried(
            id=badge.pk,
            name=badge.version.name,
            picture=f"/b/{badge.version_id}/image.svg",
            state=badge.state,
            pages=badge.pages,
            is_shown=badge.is_published,
            has_new_file=badge.has_new_file,
        )
        for badge in hers(person).annotate(pages=living, has_new_file=theft_queries.new_file_to_take())
    ]


def one_of_hers(person: Person | None, credential_id: UUID) -> Credential:
    """Her badge, or 404: that of somebody else does not exist."""
    told = {"has_new_file": theft_queries.new_file_to_take()}
    found = hers(person).filter(pk=credential_id).annotate(**told).first() if person else None
    if found is None:
        raise Http404
    return found


def is_shown_at_its_address(credential: Credential) -> bool:
    return Showing.objects.filter(LIVING, credential=credential, share=None).exists()


def living_shares(person: Person) -> QuerySet[Share]:
    now = timezone.now()
    still = Share.objects.filter(LIVING, holder=person).filter(Q(ends_at=None) | Q(ends_at__gt=now))
    return still.prefetch_related("showings__credential__version")


def pages_with(credential: Credential) -> QuerySet[Share]:
    """The pages that show this badge now."""
    if credential.holder is None:
        return Share.objects.none()
    return living_shares(credential.holder).filter(showings__credential=credential, showings__ended_at=None)


def share_of_hers(person: Person | None, share_id: UUID) -> Share:
    found = living_shares(person).filter(pk=share_id).first() if person else None
    if found is None:
        raise Http404
    return found


def open_share(share_id: UUID) -> Share | None:
    """The page for strangers: None once it has ended; 404 if it never was."""
    found = Share.objects.select_related("holder").filter(pk=share_id).first()
    if found is None:
        raise Http404
    is_over = found.ended_at is not None or (found.ends_at is not None and found.ends_at <= timezone.now())
    return None if is_over or not found.holder.is_active else found


def on_page(share: Share) -> list[Credential]:
    """What the page shows today, in the order she was given them."""
    shown = Credential.objects.filter(showings__share=share, showings__ended_at=None, is_published=True)
    return list(shown.select_related("version", "organisation", "replaced_by").order_by("issued_at"))
