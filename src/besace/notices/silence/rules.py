"""When somebody is silent, and when she may be erased for it: never before she was told, or her group asked."""

from __future__ import annotations

from datetime import datetime, timedelta

ERASED_AFTER = timedelta(days=730)  # 24 months
ASKED_BEFORE = timedelta(days=60)
SILENT_AFTER = ERASED_AFTER - ASKED_BEFORE  # 22 months


def goes_on(last_sign: datetime, *, told_at: datetime) -> datetime:
    """The day she goes: 24 months after her last sign, and never within 60 days after the first word to her."""
    return max(last_sign + ERASED_AFTER, told_at + ASKED_BEFORE)


def may_be_erased(last_sign: datetime, *, told_at: datetime | None, now: datetime) -> bool:
    """`told_at`: since when she knows, or somebody who leads her group; before her last sign, it counts no more."""
    return told_at is not None and told_at >= last_sign and now >= goes_on(last_sign, told_at=told_at)
