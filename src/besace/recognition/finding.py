"""What the views of a recognition begin with: the thing asked for, and whether it is hers to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from besace import access
from besace.badges.models import BadgeClass, BadgeState

from .models import Award, Decision, Observer, Recognition, Revocation, State

if TYPE_CHECKING:
    from uuid import UUID

    from besace.people.models import Person
    from besace.people.request import Request

_RECOGNITIONS = Recognition.objects.select_related("badge__current_version", "group__organisation", "person", "teller")
_AWARDS = Award.objects.select_related("version__badge", "group__organisation", "person", "recognition")
HIDDEN_FROM_LEADERS = frozenset({State.PROPOSED, State.DECLINED, State.WITHDRAWN})


def me(request: Request) -> Person:
    assert request.person is not None, "the route's verb asks for somebody"
    return request.person


def badge_for(request: Request, badge_id: UUID, *, verb: str) -> BadgeClass:
    """A stamped badge of a group where she may do this."""
    stamped = BadgeClass.objects.filter(state=BadgeState.STAMPED)
    badge = get_object_or_404(stamped.select_related("group__organisation", "current_version"), pk=badge_id)
    access.require(verb, request.person, badge.group)
    return badge


def hers(request: Request, recognition_id: UUID) -> Recognition:
    """Her own way to a badge, even when she has left the group; for anybody else it does not exist."""
    return get_object_or_404(_RECOGNITIONS.filter(person=me(request)), pk=recognition_id)


def followed(request: Request, recognition_id: UUID) -> Recognition:
    """For who leads the group. While she is asked alone, nobody else sees it; nobody leads for herself."""
    recognition = get_object_or_404(_RECOGNITIONS, pk=recognition_id)
    access.require("recognition.lead", request.person, recognition.group)
    if recognition.state in HIDDEN_FROM_LEADERS or recognition.person_id == me(request).pk:
        raise Http404
    return recognition


def observer_for(request: Request, observer_id: UUID) -> Observer:
    """For the one who watches, or for who leads and enters what a paper sheet says; never for the person herself."""
    found = Observer.objects.select_related(
        "person", "situation__recognition__person", "situation__recognition__group__organisation"
    ).select_related("situation__recognition__badge__current_version")
    observer = get_object_or_404(found, pk=observer_id)
    recognition = observer.situation.recognition
    access.require("situation.observe", request.person, recognition.group)
    leads = access.may("recognition.lead", request.person, recognition.group)
    if recognition.person_id == me(request).pk or not (leads or observer.person_id == me(request).pk):
        raise Http404
    return observer


def decision_for(request: Request, decision_id: UUID, *, verb: str = "peers.vote") -> Decision:
    """A vote of her group, but not the one on herself."""
    found = Decision.objects.select_related("recognition__person", "recognition__group__organisation")
    decision = get_object_or_404(found.select_related("recognition__badge__current_version"), pk=decision_id)
    access.require(verb, request.person, decision.recognition.group)
    if decision.recognition.person_id == me(request).pk:
        raise Http404
    return decision


def her_award(request: Request, award_id: UUID) -> Award:
    """What was given to her, even when she has left the group."""
    return get_object_or_404(_AWARDS.filter(person=me(request)), pk=award_id)


def given_award(request: Request, award_id: UUID) -> Award:
    """For who leads: what was given to somebody else."""
    award = get_object_or_404(_AWARDS, pk=award_id)
    access.require("award.revoke", request.person, award.group)
    if award.person_id == me(request).pk:
        raise Http404
    return award


def revocation_for(request: Request, revocation_id: UUID) -> Revocation:
    found = Revocation.objects.select_related("award__version", "award__group__organisation", "award__person")
    asked = get_object_or_404(found.select_related("asked_by", "confirmed_by"), pk=revocation_id)
    access.require("award.revoke", request.person, asked.award.group)
    if asked.award.person_id == me(request).pk:
        raise Http404
    return asked
