"""Announcing what happened: a line of the outbox for each listener, in the same transaction.

    announce(AwardMade(award.pk))                      in an action
    @listener(AwardMade)                               in an app's listeners.py, found by itself
    def tell_the_person(event: AwardMade) -> None: …

A listener runs in one transaction with its own end (exactly once); `apart=True` is for what leaves the house.
"""

from __future__ import annotations

import typing
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from . import outbox

Event = Any
E = TypeVar("E")
_listeners: dict[type, list[outbox.Receiver]] = defaultdict(list)


def announce(event: Event) -> None:
    """Write the event for each of its listeners; they are called after commit, at least once."""
    if not is_dataclass(event) or isinstance(event, type):
        raise TypeError("announce: a frozen dataclass of ids is needed.")
    payload = {field.name: getattr(event, field.name) for field in fields(event)}
    for receiver in _listeners[type(event)]:
        outbox.put(receiver.name, payload, is_apart=receiver.is_apart)


def listener(event_class: type[E], *, apart: bool = False) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Be called after commit for each `event_class`; `apart` when the work leaves the database."""

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        def call(payload: dict[str, Any]) -> None:
            function(read(event_class, payload))

        receiver = outbox.Receiver(f"{function.__module__}.{function.__qualname__}", call, apart)
        outbox.register(receiver)
        _listeners[event_class] = [r for r in _listeners[event_class] if r.name != receiver.name] + [receiver]
        return function

    return register


def read(event_class: type, payload: dict[str, Any]) -> Any:
    """The event again, its ids and dates in their own types."""
    hints = typing.get_type_hints(event_class)
    return event_class(**{name: _typed(hints[name], value) for name, value in payload.items() if name in hints})


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    kinds = [hint, *typing.get_args(hint)]
    for kind, reader in ((UUID, UUID), (datetime, datetime.fromisoformat), (date, date.fromisoformat)):
        if kind in kinds and isinstance(value, str):
            return reader(value)
    return tuple(value) if tuple in (hint, typing.get_origin(hint)) else value
