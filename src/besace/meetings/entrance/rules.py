"""Who goes straight in, who waits, when the room is full (PROTOCOL.md 1.2, SECURITY.md T2, T3)."""

from __future__ import annotations

import re
from enum import StrEnum
from math import ceil

CODE_DIGITS = 8
MARGIN = 1.2  # announced + 20 %

FAILURES_OF_AN_ADDRESS = [(60, 600)]
FAILURES_OF_ALL = [(300, 600)]


class Way(StrEnum):
    """How she came to the door."""

    QR = "qr"
    CODE = "code"
    ACCOUNT = "account"  # card, e-mailed code, passkey: we know who she is


class Door(StrEnum):
    """What happens at the door."""

    SIT = "sit"
    WAIT = "wait"
    FULL = "full"
    LOCKED = "locked"


def at_the_door(
    way: Way, *, seated: int, waiting: int, announced: int, is_locked: bool, has_waiting_room: bool
) -> Door:
    """The QR and the card go straight in, unless the facilitator wishes otherwise or the room is full."""
    most = ceil(announced * MARGIN)
    is_over = seated >= most
    if is_locked and way == Way.CODE:
        return Door.LOCKED
    if way != Way.CODE and not (is_locked or has_waiting_room or is_over):
        return Door.SIT
    return Door.FULL if waiting >= most else Door.WAIT


def code_typed(text: str) -> str:
    """The 8 digits, however they are spaced; or nothing."""
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) == CODE_DIGITS else ""
