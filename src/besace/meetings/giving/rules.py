"""What is true of a vote on somebody, in a room where she may sit: who answers, what each phone shows."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from enum import StrEnum

from besace.recognition.rules import Why
from besace.votes.vocabulary import FLOOR


class Place(StrEnum):
    """What one phone shows while the vote is open."""

    HERSELF = "herself"  # « On parle de vous »
    VOTER = "voter"
    ANSWERED = "answered"
    WATCHING = "watching"  # a guest, a name merely tapped, somebody who came after the opening


def place(
    person: Hashable, *, recipient: Hashable, with_voice: Collection[Hashable], answered: Collection[Hashable]
) -> Place:
    """Whoever the roll does not name only watches, whatever she was told elsewhere."""
    if person == recipient:
        return Place.HERSELF
    if person in answered:
        return Place.ANSWERED
    return Place.VOTER if person in with_voice else Place.WATCHING


def may_open(*, leading: Collection[Hashable], recipient: Hashable, voters: int) -> Why:
    """Nobody leads the vote on herself; under three voices there is nothing to open."""
    if recipient in leading:
        return Why.HERSELF
    return Why.FINE if voters >= FLOOR else Why.TOO_FEW_VOICES


def may_answer_on_console(*, has_answered: bool, has_device: bool, is_off_line: bool, leads: bool) -> bool:
    """Turned towards whoever has no phone, or one that is silent; never to change what was answered elsewhere."""
    return not has_answered and (not has_device or is_off_line or leads)


def all_on_one_device(devices: Collection[Hashable | None]) -> bool:
    """Everybody who took part sat at one tablet, hence at one table: a neutral note (PROTOCOL.md 1.8, clan vote)."""
    return len(devices) >= FLOOR and None not in devices and len(set(devices)) == 1
