"""What the mechanisms themselves keep, and the nightly walk through the table of all (SECURITY.md E.6)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session

from . import fetcher, journal, limits, live, once, outbox, presence, retention, revisions
from .retention import AT_ITS_END, HALF_A_YEAR, MONTH, kept
from .tasks import daily, task

E_6, E_7 = "SECURITY.md E.6", "SECURITY.md E.7"


@daily("03:10")
@task(apart=True)
def sweep() -> None:
    """Beside the votes' worker: a long night holds nobody."""
    retention.walk()


kept("answered-requests", once.KEPT, rule=E_7)(once.forget_old_keys)
kept("tasks-done", outbox.KEPT_WHEN_DONE, rule=E_6)(outbox.forget_done_lines)
kept("tasks-failed", HALF_A_YEAR, rule=E_6)(outbox.forget_dead_lines)
kept("journal", journal.KEPT, rule="SECURITY.md B.4 and E.6")(journal.forget_old_entries)
kept("screen-changes", revisions.KEPT, rule="ARCHITECTURE.md, live pages")(revisions.forget_old_revisions)
kept("failed-tries", limits.KEPT, rule=E_6)(limits.forget_old_failures)
kept("cut-streams", live.TICKET_LIFE * 2, rule="SECURITY.md A29")(live.forget_old_cuts)
kept("fetched-documents", fetcher.KEPT, rule=E_7)(fetcher.forget_old_documents)
kept("presences", presence.KEPT, rule="SECURITY.md B.4")(presence.forget_old_presences)


@kept("sessions", AT_ITS_END, rule="SECURITY.md B.4")
def forget_sessions(before: datetime) -> int:
    return retention.delete(Session.objects.filter(expire_date__lt=before))


@kept("written-messages", MONTH, rule=E_6)
def forget_written_messages(before: datetime) -> int:
    """Without a mail server or a sender of texts, the messages are files."""
    folders = (Path(settings.EMAIL_FILE_PATH), Path(settings.VAR) / "texts")
    files = [file for folder in folders if folder.is_dir() for file in folder.iterdir() if file.is_file()]
    old = [file for file in files if file.stat().st_mtime < before.timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
