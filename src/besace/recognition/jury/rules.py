"""What is true of an outside jury: when it may be called, when a link opens, how its rule reads."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from besace.votes.rules import Majority, Quorum, Rule, Secrecy
from besace.votes.vocabulary import FLOOR

Who = Hashable
MOST_JURORS = 30


def may_be_called(*, jurors: int, quorum: int) -> bool:
    """Enough people for the rule to be met, and few enough to be a jury."""
    return max(quorum, FLOOR) <= jurors <= MOST_JURORS


def may_confirm(*, called_by: Who, by: Who, recipient: Who) -> bool:
    """Who calls a jury never holds its links: somebody else of the association confirms it, and not the person."""
    return by not in {called_by, recipient}


def opens(*, ends_at: datetime, revoked: bool, closed: bool, now: datetime) -> bool:
    """A link opens until its end, unless it was taken back or the jury has decided."""
    return not revoked and not closed and now < ends_at


def rule(*, quorum: int, majority: str) -> Rule:
    """Secret, so many voices at least, this majority."""
    return Rule(
        quorum=Quorum.FIXED,
        quorum_number=quorum,
        majority=Majority(majority),
        secrecy=Secrecy.SECRET,
        allows_change=False,
    )
