"""What waits to be read, what is shown, which links are open; and what a link leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from besace.badges.models import BadgeClass
from besace.credentials import queries as credentials
from besace.credentials.models import Credential
from besace.people.models import Group, KnownDevice, Membership, Organisation, Person, Role

from . import rules
from .models import Endorsement, Invitation

_ALL = Endorsement.objects.select_related(
    "invitation__credential__version", "invitation__version", "invitation__group", "signed"
)
_LINKS = Invitation.objects.select_related(
    "credential__version", "credential__holder", "version", "group__organisation", "made_by"
)


@dataclass(frozen=True)
class Asked:
    """What somebody sees who opened a link: one screen, nothing more of the badge than is needed to speak of it."""

    version_id: UUID
    name: str
    sentence: str
    organisation: str
    holder_name: str
    seen: tuple[str, ...]
    peers: str


def invitation(invitation_id: UUID) -> Invitation | None:
    return _LINKS.filter(pk=invitation_id).first()


def asked(invitation: Invitation) -> Asked:
    version, organisation = invitation.badge_version, invitation.group.organisation.name
    if invitation.credential is None:
        seen = tuple(criterion.text for criterion in version.stamped_criteria)
        return Asked(version.pk, version.name, version.sentence, organisation, "", seen, "")
    shown = credentials.shown(invitation.credential)
    holder = invitation.holder.first_name if invitation.holder else ""
    seen = shown.seen or shown.criteria
    return Asked(version.pk, shown.name, shown.sentence, organisation, holder, seen, shown.peers_in_short)


def as_link(invitation: Invitation) -> rules.Link:
    """The link as the plain values that `rules` judge."""
    badge = invitation.credential
    return rules.Link(
        ends_at=invitation.ends_at,
        ended_at=invitation.ended_at,
        places=invitation.places,
        taken=invitation.endorsements.count(),
        waiting=_beside(invitation).filter(state=rules.SENT).count(),
        is_in_force=badge is None or (badge.is_in_force and bool(badge.document)),
    )


def _beside(invitation: Invitation) -> QuerySet[Endorsement]:
    """Everything said of the same badge, through any link."""
    if invitation.credential_id:
        return Endorsement.objects.filter(invitation__credential=invitation.credential_id)
    return Endorsement.objects.filter(invitation__version=invitation.version_id)


def is_the_holder(invitation: Invitation, *, person: Person | None, device: UUID) -> bool:
    """She herself, or a telephone of hers where she did not sign in this time; a tablet of the place is nobody's."""
    holder = invitation.holder
    if holder is None:
        return False
    if person is not None:
        return person.pk == holder.pk
    return KnownDevice.objects.filter(device=device, person=holder, is_shared=False).exists()


def already_said(invitation: Invitation, *, person: Person | None, device: UUID) -> Endorsement | None:
    """What this person, or this telephone, said through this link."""
    hers = Q(device=device) | Q(by=person) if person else Q(device=device)
    return invitation.endorsements.filter(hers).first()


def is_known_to(organisation: Organisation, person: Person) -> bool:
    held = Membership.objects.filter(person=person, organisation=organisation)
    return held.exclude(role=Role.GUEST).exists()


def open_links(**of: Any) -> QuerySet[Invitation]:
    """Those that still open: `credential=` or `version__badge=`."""
    now = timezone.now()
    living = _LINKS.filter(ended_at=None, ends_at__gt=now, **of).annotate(used=Count("endorsements"))
    return living.filter(used__lt=rules.ROOM).exclude(places=rules.ALONE, used__gte=rules.ALONE)


def of_credential(credential: Credential, *states: str) -> list[Endorsement]:
    return list(_ALL.filter(invitation__credential=credential, state__in=states or rules.SPOKEN))


def of_badge(badge: BadgeClass, *states: str) -> list[Endorsement]:
    return list(_ALL.filter(invitation__version__badge=badge, state__in=states or rules.SPOKEN))


def waiting_for(person: Person) -> list[Endorsement]:
    """What was said of her badges, and that she has not read."""
    return list(_ALL.filter(holder=person, state=rules.SENT))


def waiting_for_who_leads(group: Group, *, person: Person) -> list[Endorsement]:
    """What was said of her own badges, then of the group's."""
    hers, of_the_group = Q(holder=person), Q(invitation__group=group, invitation__credential=None)
    found = _ALL.filter(hers | of_the_group, state=rules.SENT)
    return sorted(found, key=lambda one: one.holder_id != person.pk)


def endorsement(endorsement_id: UUID) -> Endorsement | None:
    return _ALL.filter(pk=endorsement_id).first()


def known_of(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of her here, for the file that she takes away: said of her badges, said by her, her links."""
    received = _ALL.filter(holder=person, state__in=rules.SPOKEN)
    given = _ALL.filter(by=person, state__in=rules.SPOKEN)
    links = _LINKS.filter(Q(credential__holder=person) | Q(made_by=person))
    return {
        "received": [_plain(one) for one in received],
        "given": [_plain(one) for one in given],
        "links": [
            {"badge": one.badge_version.name, "made": _day(one.made_at), "until": _day(one.ends_at)} for one in links
        ],
    }


def _plain(one: Endorsement) -> dict[str, str]:
    return {
        "badge": one.invitation.badge_version.name,
        "who": one.who,
        "words": one.words,
        "state": one.state,
        "said": _day(one.said_at),
    }


def _day(moment: Any) -> str:
    return str(moment.date().isoformat())
