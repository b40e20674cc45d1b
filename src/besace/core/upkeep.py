"""The nightly sweep: each mechanism forgets what it no longer needs (SECURITY.md E.6)."""

from __future__ import annotations

from . import fetcher, journal, limits, live, once, outbox, presence, revisions
from .tasks import daily, task


@daily("03:10")
@task
def sweep() -> None:
    once.forget_old_keys()
    outbox.forget_done_lines()
    journal.forget_old_entries()
    revisions.forget_old_revisions()
    limits.forget_old_failures()
    live.forget_old_cuts()
    fetcher.forget_old_documents()
    presence.forget_old_presences()
