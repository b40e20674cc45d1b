"""When an address is left in peace, how long a slip lives, and what a short code looks like."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

MOST_SOFT_BOUNCES = 6
BETWEEN_SOFT_BOUNCES = timedelta(hours=1)  # a mailbox that says "later" for five minutes is not a dead one
SLIP_LIVES = timedelta(days=60)
CODE_DIGITS = 12

FAILURES_OF_AN_ADDRESS = [(20, 600)]
FAILURES_OF_ALL = [(200, 3600)]


class Bounce(StrEnum):
    """What the mail server's refusal means for the address."""

    HARD = "hard"
    SOFT = "soft"


def bounce(code: int) -> Bounce:
    """550 is for ever; 4xx is later; so is 552, a mailbox that is full (RFC 5321 §4.2.2)."""
    return Bounce.HARD if 500 <= code < 600 and code != 552 else Bounce.SOFT


def counts_again(last: datetime | None, *, now: datetime) -> bool:
    """A soft bounce counts once an hour."""
    return last is None or now - last >= BETWEEN_SOFT_BOUNCES


def is_dead(soft_bounces: int) -> bool:
    return soft_bounces >= MOST_SOFT_BOUNCES


def code_typed(text: str) -> str:
    """The 12 digits, however they are spaced; or nothing."""
    digits = re.sub(r"[^0-9]", "", text)
    return digits if len(digits) == CODE_DIGITS else ""


def code_spaced(code: str) -> str:
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
