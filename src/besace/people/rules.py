"""What is true of persons, whatever the screen: names, pictures, levels of assurance, roles."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from enum import IntEnum

from besace.core.plain import LONGEST_NAME, clean_name

__all__ = ["NAME_LENGTH", "Level", "clean_name", "clean_phone", "is_worth_noting", "same_name"]

NAME_LENGTH = LONGEST_NAME
SIGN_COUNTS_FOR = timedelta(days=1)


class Level(IntEnum):
    """How sure we are that somebody is who she says; a verb asks for one at least (PROTOCOL.md 1.2)."""

    NOBODY = 0
    DOUBTED = 1  # a second device says to be her: she may look and give ideas
    TAPPED = 2  # she tapped her name
    CONFIRMED = 3  # the facilitator saw her
    ACCOUNT = 4  # she signed in: card, code or passkey


def is_worth_noting(last: datetime | None, *, now: datetime) -> bool:
    """A sign of life is written once a day at most."""
    return last is None or now - last >= SIGN_COUNTS_FOR


def same_name(text: str) -> str:
    """What two spellings of one name have in common: no accent, no case, no hyphen."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain).strip().casefold()


def clean_phone(text: str) -> str:
    """A telephone number as one calls it, or nothing."""
    digits = re.sub(r"[\s.\-()/]", "", text)
    return digits if re.fullmatch(r"\+?\d{8,15}", digits) else ""
