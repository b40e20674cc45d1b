"""How long a badge stays public without a new yes."""

from __future__ import annotations

from datetime import datetime

from besace.core.retention import kept
from besace.people.renewals import actions as renewals

from . import renewing


@kept("badges-shown", renewals.SILENCE, rule="SECURITY.md E.6")
def hide_what_is_not_renewed(before: datetime) -> int:
    """Asked after two years whether it stays public, she said nothing for 60 days: it is private, and still hers."""
    return renewals.end_silent(renewing.SHOWN, before)
