"""A post office that answers as it is told, and badges waiting for their owners."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.utils import timezone
from pytest_django import Settings

from besace.badges.models import BadgeVersion
from besace.core import outbox
from besace.core.models import OutboxLine
from besace.people.models import Person
from besace.recognition import actions as recognition
from besace.recognition.models import Award
from tests.credentials.conftest import awarding, installation, version

__all__ = ["awarding", "installation", "version"]
Give = Callable[[Person], Award]


@dataclass
class PostOffice:
    """Gives its `answers` in turn, then 250; keeps what it accepted."""

    answers: list[str] = field(default_factory=list)
    asked: int = 0
    received: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.asked += 1
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 -- the same
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def send_mail_to(port: int, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 1


@pytest.fixture
def post(settings: Settings) -> Iterator[PostOffice]:
    office, port = PostOffice(), free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    send_mail_to(port, settings)
    yield office
    controller.stop()


@pytest.fixture
def give(version: BadgeVersion, maryse: Person) -> Give:
    recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
    return lambda person: recognition.award_at_once(version.badge_id, person, by=maryse)


def work(turns: int = 1) -> None:
    """Do what is due; each turn after the first is as if the time had come to try again."""
    for _turn in range(turns):
        outbox.waiting().update(due_at=timezone.now())
        while outbox.do_one("test"):
            pass


def waiting_lines() -> int:
    return OutboxLine.objects.filter(done_at=None, target__endswith="notices.tasks.deliver").count()
