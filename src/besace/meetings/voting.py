"""Who has a voice at this meeting, by the rule of the vote (PROTOCOL.md 1.1, 1.4): `votes` has the rule."""

from __future__ import annotations

from uuid import UUID

from django.db.models import prefetch_related_objects

from besace import access
from besace.people.models import Group, Role
from besace.votes import customs
from besace.votes import queries as ballots
from besace.votes.models import Ballot
from besace.votes.rules import Question, Rule, Standing, has_voice

from . import lead_queries
from .lead_queries import Room, Sitting
from .models import Proceedings, Seat

_STANDINGS = (  # the first that she holds in this group; who facilitates another day is a participant today
    (Role.PARTICIPANT, Standing.PARTICIPANT),
    (Role.AMBASSADOR, Standing.AMBASSADOR),
    (Role.FACILITATOR, Standing.PARTICIPANT),
    (Role.ADMINISTRATOR, Standing.ADMINISTRATOR),
    (Role.PARTNER, Standing.PARTNER),
)


def standing(seat: Seat, *, group: Group, leader_id: UUID | None) -> Standing:
    """What somebody is in this meeting; a seat without a person only looks on."""
    if seat.person is None:
        return Standing.OBSERVER
    if seat.is_simulated:
        return Standing.PARTICIPANT
    if leader_id is not None and seat.person_id == leader_id:
        return Standing.FACILITATOR
    held = access.roles_of(seat.person, group)
    return next((told for role, told in _STANDINGS if role in held), Standing.GUEST)


def may_answer(seat: Seat, *, rule: Rule, group: Group, leader_id: UUID | None) -> bool:
    return has_voice(rule, standing=standing(seat, group=group, leader_id=leader_id))


def with_voice(proceedings: Proceedings, *, room: Room, rule: Rule) -> tuple[Sitting, ...]:
    """Of those present, who may answer."""
    prefetch_related_objects([s.seat.person for s in room.present if s.seat.person], "memberships")
    group, leader_id = proceedings.meeting.group, leader_of(proceedings)
    return tuple(s for s in room.present if may_answer(s.seat, rule=rule, group=group, leader_id=leader_id))


def with_a_stamp(proceedings: Proceedings, room: Room, ballot: Ballot) -> tuple[Sitting, ...]:
    """Of those present, who may stamp: who leads stamps as the others do."""
    prefetch_related_objects([s.seat.person for s in room.present if s.seat.person], "memberships")
    rule, group = ballots.rule(ballot), proceedings.meeting.group
    return tuple(s for s in room.present if may_answer(s.seat, rule=rule, group=group, leader_id=None))


def number_with_voice(proceedings: Proceedings, *, question: Question = Question.FIRST_ANSWER) -> int:
    """How many of those present may answer: what the quorum is a part of."""
    rule = customs.rule_of(proceedings.meeting.group, question=question)
    return len(with_voice(proceedings, room=lead_queries.room(proceedings.meeting), rule=rule))


def leader_of(proceedings: Proceedings) -> UUID | None:
    return proceedings.leader.person_id if proceedings.leader else None
