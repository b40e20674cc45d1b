"""Who is silent, which groups know her, and since when somebody was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from besace.people.models import Group, Membership, Person
from besace.people.queries import LEADING, current

from ..models import Notice
from ..queries import STILL_SILENT
from . import rules

LAST_SIGN = Coalesce("last_seen_at", "created_at")


@dataclass(frozen=True)
class Silent:
    """One line of the facilitators' list."""

    person: Person
    last_sign: datetime
    goes_on: datetime
    is_written_to: bool


def silent(before: datetime) -> QuerySet[Person]:
    """Who gave no sign since then, the longest silence first."""
    found = Person.objects.filter(is_active=True).annotate(sign=LAST_SIGN).filter(sign__lte=before)
    return found.order_by("sign")


def listed(group: Group) -> list[Silent]:
    """« Ces personnes n’ont plus donné signe depuis 22 mois »."""
    notices = Notice.objects.filter(STILL_SILENT, group=group).select_related("person").order_by("created_at")
    return [_line(notice) for notice in notices]


def _line(notice: Notice) -> Silent:
    person = notice.person
    goes_on = rules.goes_on(person.last_sign, told_at=notice.sent_at or notice.created_at)
    return Silent(person, person.last_sign, goes_on, is_written_to=notice.sent_at is not None)


def one_listed(group: Group, person_id: UUID) -> Silent:
    """Somebody of this group's list, or 404."""
    found = Notice.objects.filter(STILL_SILENT, group=group, person_id=person_id).select_related("person").first()
    if found is None:
        raise Http404
    return _line(found)


def groups_that_know(person: Person) -> list[Group]:
    """Where she has a role; else one group of where she administers; else where she got a badge, asked, or sat."""
    held = Membership.objects.filter(person=person)
    found = list(Group.objects.filter(memberships__in=held).distinct())
    if found:
        return found
    whole = Group.objects.filter(organisation__in=held.values("organisation"))
    met = Q(awards__person=person) | Q(recognitions__person=person) | Q(meetings__seats__person=person)
    return list(whole[:1] or Group.objects.filter(met).distinct())


def told_at(person: Person) -> datetime | None:
    """Since when she knows, by a message that left, or somebody else who leads a group of hers and comes there."""
    notices = Notice.objects.filter(STILL_SILENT, person=person).select_related("group")
    times = [one.sent_at or _seen_by_who_leads(one) for one in notices]
    return min((at for at in times if at is not None), default=None)


def _seen_by_who_leads(notice: Notice) -> datetime | None:
    leads = Q(group=notice.group) | Q(group=None, organisation=notice.group.organisation_id)
    asleep = silent(timezone.now() - rules.SILENT_AFTER).values("pk")
    leaders = current(Membership.objects.filter(leads, role__in=LEADING, person__is_active=True))
    others = leaders.exclude(person=notice.person_id).exclude(person__in=asleep)
    since = others.order_by("since").values_list("since", flat=True).first()
    return max(notice.created_at, since) if since else None


def nobody_can_be_told() -> int:
    """How many are silent although nobody could be told: they stay, and `doctor` says it."""
    late = silent(timezone.now() - rules.ERASED_AFTER)
    return sum(told_at(person) is None for person in late)
