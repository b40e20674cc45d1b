"""The worker is killed at each of its first writes while it signs again: each badge once (SECURITY.md K03)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone

from besace.core import outbox, published, worker
from besace.credentials import actions, renewing, sources
from besace.credentials.models import Credential, IssuanceLine, IssuingKey, Renewal, Theft

if TYPE_CHECKING:
    from .conftest import MakeAwarding

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, BADGES = 24, 40


def database() -> str:
    name = site.DATABASES["default"]["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"


def killed_at(write: int, *, var: Path) -> int:
    """A worker that is killed right after its n-th write; how it ended."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "besace.config.settings",
        "DATABASE_URL": database(),
        "BESACE_VAR": str(var),
        "SITE_URL": "https://badges.exemple.org",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    command = [sys.executable, "-m", "tests.credentials.killed_signer", str(write)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def faults(stolen: IssuingKey, former: dict[object, bytes]) -> list[str]:
    """What would be wrong at any moment: signed without a line, a line without its signature, a mixed row."""
    found = []
    for badge in Credential.objects.all():
        lines = Renewal.objects.filter(credential=badge).count()
        is_by_another = badge.key_id != stolen.pk
        is_new = bytes(badge.document) != former[badge.pk]
        in_log = IssuanceLine.objects.filter(digest=actions.digest_of(badge)).count()
        if (is_by_another, is_new, in_log) != (lines == 1, lines == 1, 1) or lines > 1:
            found.append(f"{badge.pk}: {lines} lines, {is_by_another=} {is_new=} {in_log=}")
    if IssuanceLine.objects.count() != BADGES + Renewal.objects.count():
        found.append("the log does not count as many")
    return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_each_badge_is_signed_again_once(awarding: MakeAwarding, tmp_path: Path) -> None:
    badges = [actions.issue(awarding()) for _ in range(BADGES)]
    for badge in badges:
        actions.publish(badge.pk)
    worker.run_pending()
    former: dict[object, bytes] = {badge.pk: bytes(badge.document) for badge in badges}
    theft = renewing.declare_stolen(badges[0].key_id, by=None)
    ends, broken, seen = [], [], []
    for write in range(1, ROUNDS + 1):
        outbox.waiting().update(due_at=timezone.now())
        ends.append(killed_at(write, var=tmp_path))
        broken += faults(theft.key, former)
        seen.append(Renewal.objects.count())
    outbox.waiting().update(due_at=timezone.now())
    worker.run_pending()

    now = list(Credential.objects.all())
    assert broken + faults(theft.key, former) == []
    assert ends == [-9] * ROUNDS
    assert any(0 < count < BADGES for count in seen), f"never killed in the middle: {seen}"
    verdicts = {actions.verify_bytes(bytes(one.document), fetch=sources.OwnOrFetched()).verdict for one in now}
    assert verdicts == {"valid"}
    assert [one.pk for one in now if published.find(f"/c/{one.pk}").body != bytes(one.document)] == []  # type: ignore[union-attr]
    assert Renewal.objects.count() == BADGES
    assert Theft.objects.get().finished_at is not None
