"""The worker: does the outbox's lines, keeps the timetable, seals the journal. A thread of the site, or a process.

`start_thread()` starts two: one for the short work inside the database, one for what leaves the house (a mail server
that does not answer must not hold a vote's listeners).
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from uuid import uuid4

from django.db import InterfaceError, OperationalError, connection

from . import bus, journal, outbox, tasks

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.5
TIMETABLE_SECONDS = 20.0
BATCH = 50


class Worker:
    """One loop. `is_apart` None does everything."""

    def __init__(self, *, is_apart: bool | None = None, idle_seconds: float = IDLE_SECONDS) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"[:80]
        self.is_apart = is_apart
        self.idle_seconds = idle_seconds
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._timetable_at = 0.0

    def run(self) -> None:
        """Work until `stop`; a database that goes away is waited for."""
        bus.subscribe("outbox", self._woken)
        try:
            while not self._stopping.is_set():
                self._wake.clear()
                if not self._turn_safely():
                    self._wake.wait(self.idle_seconds)
        finally:
            bus.unsubscribe("outbox", self._woken)
            connection.close()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def turn(self) -> int:
        """Do what is due now, fifty lines at most; how many were done."""
        done = 0
        while done < BATCH and not self._stopping.is_set() and outbox.do_one(self.name, is_apart=self.is_apart):
            done += 1
        if not self.is_apart:
            journal.seal()
            self._keep_timetable()
        return done

    def _turn_safely(self) -> int:
        try:
            return self.turn()
        except (OperationalError, InterfaceError):
            log.exception("The worker lost the database and tries again.")
            connection.close()
            self._stopping.wait(1)
        except Exception:
            log.exception("The worker stumbled and goes on.")
            self._stopping.wait(1)
        return 0

    def _keep_timetable(self) -> None:
        if time.monotonic() >= self._timetable_at:
            self._timetable_at = time.monotonic() + TIMETABLE_SECONDS
            tasks.queue_what_is_due()

    def _woken(self, _subject: str) -> None:
        self._wake.set()


class WorkerThreads:
    """The two workers beside the site; `stop` waits for what is being done."""

    def __init__(self) -> None:
        self.workers = [Worker(is_apart=False), Worker(is_apart=True)]
        self.threads = [threading.Thread(target=w.run, name=f"besace-worker-{i}") for i, w in enumerate(self.workers)]
        for thread in self.threads:
            thread.daemon = True
            thread.start()

    def stop(self, timeout: float = 10) -> None:
        for worker in self.workers:
            worker.stop()
        for thread in self.threads:
            thread.join(timeout)


def start_thread() -> WorkerThreads:
    """Run the worker beside the site. Keep the result and `stop()` it at the end."""
    return WorkerThreads()


def run_pending(most: int = 1000) -> int:
    """Do every due line here and now: for tests and commands. A failure is raised, not postponed."""
    done = 0
    while done < most and outbox.do_one("here", raises=True):
        done += 1
    journal.seal()
    return done
