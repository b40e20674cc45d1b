"""What is true of a card and its code."""

from __future__ import annotations

import re
from datetime import timedelta

MOST_FAILURES = 5
CARDS_A_SHEET = 8
MOST_AT_ONCE = 400
SAME_SHEET = timedelta(minutes=15)  # paper jams, a tap comes twice: the same page still prints the same cards


def is_pin(text: str) -> bool:
    return re.fullmatch(r"[0-9]{4}", text) is not None
