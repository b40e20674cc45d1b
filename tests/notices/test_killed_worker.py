"""F03: the worker is killed between the server's 250 and its own "sent": told at least once, at most twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.conf import settings as site
from django.utils import timezone

from besace.core import outbox
from besace.notices.models import Notice
from besace.recognition import actions as recognition
from tests import factories
from tests.notices.conftest import PostOffice, free_port, send_mail_to

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 4


class Deadly(PostOffice):
    """Kills the worker as soon as it has accepted a message, once for each message."""

    worker: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802 -- its name
        answer = await super().handle_DATA(server, session, envelope)
        copies = Counter(message["Message-ID"] for message in self.received)
        if self.worker is not None and copies[self.received[-1]["Message-ID"]] == 1:
            self.worker.kill()
        return answer


def start_worker(port: int) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "besace.config.settings",
        "DATABASE_URL": f"sqlite:///{site.DATABASES['default']['NAME']}",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
        "EMAIL_USE_TLS": "no",
        "SITE_URL": "https://badges.exemple.org",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    return subprocess.Popen([sys.executable, "-m", "tests.notices.killed_worker"], cwd=ROOT, env=environment)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_after_250_everyone_is_told_once_or_twice(version, maryse, group, settings):
    office, port = Deadly(), free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        people = [factories.make_member(f"Ida{n}", group=group, email=f"ida{n}@example.org") for n in range(ROUNDS)]
        recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
        for person in people:
            recognition.award_at_once(version.badge_id, person, by=maryse)
        killed = 0
        for _round in range(ROUNDS):
            outbox.waiting().update(due_at=timezone.now())
            office.worker = start_worker(port)
            killed += office.worker.wait(timeout=60) == -9
        office.worker = None
        outbox.waiting().update(due_at=timezone.now())
        send_mail_to(port, settings)
        while outbox.do_one("alive"):
            pass
    finally:
        controller.stop()

    copies = Counter(message["Message-ID"] for message in office.received)
    assert killed >= 1, "no worker died: nothing was tried"
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
    assert len(copies) == ROUNDS
    assert max(copies.values()) <= 2
