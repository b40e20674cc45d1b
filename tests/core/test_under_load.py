"""Forty people at once, and workers that die: nothing refused, nothing lost, nothing done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from besace.core import journal, outbox, revisions, tasks
from besace.core.models import JournalEntry, OutboxLine, Revision

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]

WORKER = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from datetime import timedelta
from besace.core import outbox, worker
import tests.core.test_under_load
outbox.LEASE = timedelta(seconds=2)
worker.Worker(idle_seconds=0.05).run()
"""


@tasks.task
def write_once(number: str) -> None:
    journal.write(None, "worked", number)
    time.sleep(0.003)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the trap of SQLite: a lock refused at the end of a read")
def test_forty_threads_of_fifty_writes_are_all_kept() -> None:
    refused: list[BaseException] = []

    def write() -> None:
        try:
            for _i in range(50):
                with transaction.atomic():
                    n = revisions.latest("load:forty")  # reads, then writes: what SQLite refuses by default
                    revisions.bump("load:forty", "web")
                    journal.write(None, "wrote", n=n)
        except BaseException as error:  # noqa: BLE001 -- carried to the test's own thread
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _person in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == []
    assert JournalEntry.objects.filter(verb="wrote").count() == 2000
    assert list(Revision.objects.order_by("n").values_list("n", flat=True)) == list(range(1, 2001))


def test_two_workers_one_of_them_killed_again_and_again_do_each_job_once() -> None:
    numbers = {str(uuid4()) for _job in range(150)}
    for number in numbers:
        write_once.later(number)
    name = str(connection.settings_dict["NAME"])
    connections.close_all()

    def start() -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        return subprocess.Popen([sys.executable, "-c", WORKER, name], env=environment)

    steady, victim = start(), start()
    try:
        for _kill in range(3):
            before = OutboxLine.objects.filter(done_at__isnull=False).count()
            _wait(lambda before=before: OutboxLine.objects.filter(done_at__isnull=False).count() > before + 5)  # type: ignore[misc]
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            victim = start()
        _wait(lambda: not outbox.waiting().exists())
    finally:
        for worker in (steady, victim):
            worker.kill()
            worker.wait()

    done = list(JournalEntry.objects.filter(verb="worked").values_list("what", flat=True))
    assert len(done) == 150
    assert set(done) == numbers


def _wait(for_what: object, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if for_what():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("It never happened.")
