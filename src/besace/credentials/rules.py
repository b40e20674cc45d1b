"""What is true of a signed badge, without a database."""

from __future__ import annotations

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
