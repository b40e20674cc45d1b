"""A small world for the role matrix: a person of each role, and something for each name that an address may hold.

An app whose addresses hold a new name adds one line to THINGS: how to make the thing within a group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from besace import access
from besace.badges.models import SecondReading
from besace.credentials.models import IssuingKey, KeyState, Theft
from besace.meetings.models import Proceedings
from besace.people.models import Group, Person, Roster
from tests import factories
from tests.recognition import world as recognition_world

THINGS: dict[str, Callable[[Group], Any]] = {
    "group_id": lambda group: group.pk,
    "organisation_id": lambda group: group.organisation_id,
    "person_id": lambda group: factories.make_member("Ida", group=group).pk,
    "roster_id": lambda group: Roster.objects.create(group=group, made_by=factories.make_person()).pk,
    "meeting_id": lambda group: _meeting(group).pk,
    "seat_id": lambda group: factories.make_seat(factories.make_person(), meeting=_meeting(group)).pk,
    "badge_id": lambda group: recognition_world.badge(group).pk,
    "recognition_id": lambda group: recognition_world.recognition(group).pk,
    "evidence_id": lambda group: recognition_world.evidence(group).pk,
    "situation_id": lambda group: recognition_world.situation(group).pk,
    "observer_id": lambda group: recognition_world.situation(group).observers.first().pk,
    "decision_id": lambda group: recognition_world.decision(group).pk,
    "award_id": lambda group: recognition_world.award(group).pk,
    "revocation_id": lambda group: recognition_world.revocation(group).pk,
    "secret": lambda group: "no-such-secret",
    "token": lambda group: _meeting(group).token,
    "criterion_id": lambda group: uuid4(),
    "sign_id": lambda group: 1,
    "given_id": lambda group: uuid4(),
    "what": lambda group: "photo",
    "reading_id": lambda group: _reading(group).pk,
    "gesture": lambda group: "lay",
    "kind": lambda group: "pdf",
    "credential_id": lambda group: uuid4(),  # a stranger's: 404 for everybody but its holder, like the next one
    "notice_id": lambda group: uuid4(),
    "share_id": lambda group: uuid4(),
    "endorsement_id": lambda group: uuid4(),
    "invitation_id": lambda group: uuid4(),
    "key_id": lambda group: _theft(group).key_id,
    "theft_id": lambda group: _theft(group).pk,
    "renewal_id": lambda group: uuid4(),
    "ending": lambda group: "png",
    "pk": lambda group: 1,
}


def _meeting(group: Group) -> Any:
    """An open meeting of the group, as `open_meeting` leaves it."""
    meeting = group.meetings.first()
    if meeting is None:
        meeting = factories.make_meeting(group=group, code=str(group.pk.int)[:8])
        Proceedings.objects.create(meeting=meeting)
    return meeting


def _theft(group: Group) -> Theft:
    """A key of the organisation, declared stolen."""
    organisation = group.organisation
    state, name = KeyState.COMPROMISED, "k-2026-1"
    key = IssuingKey.objects.get_or_create(organisation=organisation, name=name, defaults={"state": state})[0]
    return Theft.objects.get_or_create(key=key, defaults={"since": timezone.now()})[0]


def _reading(group: Group) -> SecondReading:
    version = recognition_world.badge(group).current_version
    return SecondReading.objects.get_or_create(version=version, answered_at=None)[0]


def _nothing(_group: Group) -> UUID:
    """For an open route, a thing that does not exist will do."""
    return uuid4()


@dataclass(frozen=True)
class Route:
    """An address of the site and what its view declares."""

    path: str
    name: str
    names: tuple[str, ...]
    view: Any

    @property
    def verb(self) -> str:
        return str(getattr(self.view, "verb", ""))

    def __str__(self) -> str:
        return self.path


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "/", ()))


def _walk(patterns: list[Any], before: str, names: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        held = (*names, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path, held)
        elif isinstance(pattern, URLPattern):
            yield Route(path, pattern.name or "", held, pattern.callback)


def address(route: Route, group: Group) -> str:
    path = route.path
    for name in route.names:
        assert name in THINGS or route.verb == "public", f"{route.path}: add « {name} » to tests/access/world.py"
        start = path.index("<")
        path = path[:start] + str(THINGS.get(name, _nothing)(group)) + path[path.index(">") + 1 :]
    return path


def person_of(role: str, group: Group) -> Person | None:
    if role == access.VISITOR:
        return None
    return factories.make_member(role.title(), group=group, role=role)  # type: ignore[arg-type]
