"""What was erased is given back to the disk, at night, without making anybody wait (SECURITY.md E.6)."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.utils import OperationalError

from .base import PATIENCE, turns_of

log = logging.getLogger(__name__)
WORTH_IT = 1024 * 1024
MOST = 256 * 1024 * 1024  # written anew in memory: a copy in a temporary file would stay on its disk
LONGEST = PATIENCE * 0.3  # seconds; who writes meanwhile waits ten
STEPS_BETWEEN_LOOKS = 1000


def give_back() -> bool:
    """Write the file anew if it holds a megabyte of nothing. Too slow, or somebody writes: another night."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if not _is_worth_it(cursor):
            return False
        try:
            with _alone(), _quickly(cursor):
                cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log still holds the old pages
        except OperationalError as reason:
            log.info("The database was not written anew: %s.", reason)
            return False
    return True


def _is_worth_it(cursor: Any) -> bool:
    free, pages, size = (
        cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count", "page_size")
    )
    return bool(free * size >= WORTH_IT and (pages - free) * size <= MOST)


@contextmanager
def _alone() -> Iterator[None]:
    """In one's turn, like every writer of this process; who waits for a turn longer gives up."""
    turns = turns_of(connection.settings_dict["NAME"])
    if not turns.take(patience=1):
        raise OperationalError("somebody writes")
    try:
        yield
    finally:
        turns.give()


@contextmanager
def _quickly(cursor: Any) -> Iterator[None]:
    """Waits for no other process, stops after LONGEST, and leaves no copy on the disk."""
    raw, ends_at = connection.connection, time.monotonic() + LONGEST
    patience, store = (cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("busy_timeout", "temp_store"))
    cursor.execute("PRAGMA busy_timeout=0")
    cursor.execute("PRAGMA temp_store=MEMORY")
    raw.set_progress_handler(lambda: time.monotonic() > ends_at, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
        cursor.execute(f"PRAGMA temp_store={store}")
        cursor.execute(f"PRAGMA busy_timeout={patience}")
