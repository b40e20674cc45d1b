"""Who was told, who was not, and by which way to tell her."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import F, Q
from django.http import Http404

from besace.people.models import Contact, Group, Person
from besace.recognition.models import Award

from .models import Address, Notice

NOT_TOLD = (Notice.State.BOUNCED, Notice.State.TO_HAND)
STILL_SILENT = Q(kind=Notice.Kind.SILENCE, person__is_active=True) & (
    Q(person__last_seen_at=None) | Q(person__last_seen_at__lt=F("created_at"))
)


@dataclass(frozen=True)
class Told:
    """One line of the facilitator's page."""

    notice: Notice
    badge: str
    has_answered: bool


def way_to(person: Person) -> tuple[Notice.Way, str]:
    """Her e-mail, else her telephone, else paper. A suspended address is no way any more."""
    for email in EmailAddress.objects.filter(user=person).order_by("-primary").values_list("email", flat=True):
        if not is_suspended(email):
            return Notice.Way.EMAIL, email
    phone = Contact.objects.filter(person=person, kind=Contact.Kind.PHONE).values_list("value", flat=True).first()
    return (Notice.Way.TEXT, phone) if phone else (Notice.Way.SLIP, "")


def is_suspended(address: str) -> bool:
    return Address.objects.filter(value=address, suspended_at__isnull=False).exists()


def told_in(group: Group) -> list[Told]:
    """What the group's people were told of their badges. Proposals are not here: she is asked first and alone."""
    notices = list(Notice.objects.filter(group=group, kind=Notice.Kind.AWARD).select_related("person")[:200])
    awards = Award.objects.filter(pk__in=[one.about for one in notices]).select_related("version").in_bulk()
    return [
        Told(one, awards[one.about].version.name, awards[one.about].answer != Award.Answer.WAITING)
        for one in notices
        if one.about in awards
    ]


def not_told(group: Group) -> list[Notice]:
    """Whose badge waits for somebody to tell her, and who gives no sign any more. One query."""
    waiting = Award.objects.filter(group=group, answer=Award.Answer.WAITING).values("pk")
    untold = Q(kind=Notice.Kind.AWARD, state__in=NOT_TOLD, about__in=waiting)
    return list(Notice.objects.filter(untold | STILL_SILENT, group=group).select_related("person"))


def notice_of(group: Group, notice_id: UUID) -> Notice:
    """A notice of this group that a facilitator may see, or 404."""
    found = Notice.objects.filter(pk=notice_id, group=group, kind=Notice.Kind.AWARD).select_related("person").first()
    if found is None:
        raise Http404
    return found
