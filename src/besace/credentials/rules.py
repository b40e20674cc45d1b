"""What is true of a signed badge, without a database."""

from __future__ import annotations

from datetime import datetime, timedelta

VALID, SUSPENDED, REVOKED, REPLACED = "valid", "suspended", "revoked", "replaced"

MOVES: dict[str, frozenset[str]] = {
    VALID: frozenset({SUSPENDED, REVOKED, REPLACED}),
    SUSPENDED: frozenset({VALID, REVOKED, REPLACED}),
    REVOKED: frozenset(),
    REPLACED: frozenset(),
}

REVOCATION_REASONS = frozenset({"issued-by-mistake", "wrong-person", "fraud", "key-stolen", "holder"})


def may_become(state: str, wanted: str) -> bool:
    """A revoked badge stays revoked; a suspended one may come back (PROTOCOL.md 1.8, item 7)."""
    return wanted in MOVES[state]


def bit_of(state: str) -> bool:
    """Whether the badge's place in the status list says "not in force"."""
    return state != VALID


AGAIN, REVIEW, UNKNOWN = "again", "review", "unknown"
KEY_GROWS_OLD_AFTER = timedelta(days=730)


def after_theft(*, is_itself: bool, logged_at: datetime | None, since: datetime) -> str:
    """What becomes of something that a stolen key signed (SECURITY.md K03).

    In the log from before the theft: signed again. In the log, but later: two persons look first. Its bytes are not
    those of the log, or not its own: it stays refused.
    """
    if not is_itself or logged_at is None:
        return UNKNOWN
    return AGAIN if logged_at < since else REVIEW


def is_old(made_at: datetime, *, now: datetime) -> bool:
    """A key serves 24 months (SECURITY.md E.2)."""
    return now - made_at > KEY_GROWS_OLD_AFTER
