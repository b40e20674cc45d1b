"""What the views begin with: the link that this browser opened, or the thing that she may decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from besace import access
from besace.badges.models import BadgeClass, BadgeState
from besace.core.errors import NotAllowed
from besace.credentials.models import Credential

from . import queries

if TYPE_CHECKING:
    from besace.people.models import Person
    from besace.people.request import Request

    from .models import Endorsement, Invitation

OPENED = "recommendations"
MOST_OPENED = 20
LEADS = "endorsement.lead"


def me(request: Request) -> Person:
    assert request.person is not None, "the route's verb asks for somebody"
    return request.person


def open_here(request: Request, invitation_id: UUID) -> None:
    """Remember that this browser came by the link; the oldest is forgotten."""
    opened = dict(request.session.get(OPENED, {}))
    opened.setdefault(str(invitation_id), {})
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])


def opened(request: Request, invitation_id: UUID) -> Invitation:
    """The link, for a browser that came by it; for any other it does not exist."""
    link = queries.invitation(invitation_id) if str(invitation_id) in request.session.get(OPENED, {}) else None
    if link is None:
        raise Http404
    return link


def draft(request: Request, link: Invitation) -> dict[str, str]:
    return dict(request.session.get(OPENED, {}).get(str(link.pk), {}))


def keep_draft(request: Request, link: Invitation, typed: dict[str, str]) -> None:
    request.session[OPENED] = {**request.session.get(OPENED, {}), str(link.pk): typed}


def held(request: Request, credential_id: UUID) -> Credential:
    """Her badge; that of somebody else does not exist."""
    hers = Credential.objects.filter(holder=me(request)).select_related("version__badge", "organisation")
    return get_object_or_404(hers, pk=credential_id)


def led(request: Request, badge_id: UUID) -> BadgeClass:
    """A stamped badge of a group that she leads."""
    stamped = BadgeClass.objects.filter(state=BadgeState.STAMPED, current_version__isnull=False)
    badge = get_object_or_404(stamped.select_related("group__organisation", "current_version"), pk=badge_id)
    access.require(LEADS, request.person, badge.group)
    return badge


def link_of(request: Request, invitation_id: UUID) -> Invitation:
    """A link of hers, or to a badge of a group that she leads."""
    link = queries.invitation(invitation_id)
    if link is None or not _is_hers(request, link):
        raise Http404
    return link


def to_settle(request: Request, endorsement_id: UUID) -> tuple[Endorsement, bool]:
    """What was said of her badge, or of a badge of a group that she leads; and whether it is as a leader."""
    one = queries.endorsement(endorsement_id)
    if one is None or not _is_hers(request, one.invitation):
        raise Http404
    return one, one.invitation.credential_id is None


def _is_hers(request: Request, link: Invitation) -> bool:
    if link.credential is not None:
        return link.credential.holder_id == me(request).pk
    try:
        access.require(LEADS, request.person, link.group)
    except NotAllowed:
        return False
    return True
