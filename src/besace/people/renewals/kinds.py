"""What wears off: each app above adds its own kind, in its AppConfig.ready().

add_kind(Kind("traces", due=…, words=…, renew=…, give_up=…, lapse=…))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Due:
    """Of whom, and about what; `group` is the one that gave the badge."""

    person_id: UUID
    about: UUID
    group_id: UUID


@dataclass(frozen=True)
class Words:
    """How she is asked: the badge, one question, what her silence means, two answers."""

    badge: str
    question: str
    hint: str
    yes: str
    no: str


@dataclass(frozen=True)
class Kind:
    """`due(now)`: all that is to be asked, asked already or not; `give_up`: her no; `lapse`: her silence."""

    name: str
    due: Callable[[datetime], Iterable[Due]]
    words: Callable[[Collection[UUID]], dict[UUID, Words]]
    renew: Callable[[UUID], None]
    give_up: Callable[[UUID], None]
    lapse: Callable[[UUID], None]


_kinds: dict[str, Kind] = {}


def add_kind(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return [_kinds[name] for name in sorted(_kinds)]


def kind_of(name: str) -> Kind:
    return _kinds[name]
