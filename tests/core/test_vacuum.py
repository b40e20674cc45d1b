"""What was erased leaves the file, at night, when it is worth it, and nobody waits for it."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from besace.config import tasks
from besace.core.models import AnsweredRequest, Channel
from besace.core.sqlite3 import base, vacuum
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does it by itself"),
]
WORDS = b"words that she took back "


def pragma(name: str) -> int:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.fixture
def emptied() -> Path:
    """A file with three megabytes of nothing."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE heavy (words BLOB)")
        cursor.executemany("INSERT INTO heavy VALUES (%s)", [[WORDS * 120]] * 1000)
        cursor.execute("DROP TABLE heavy")
    assert pragma("freelist_count") * pragma("page_size") > 2 * vacuum.WORTH_IT
    return Path(str(connection.settings_dict["NAME"]))


def whole() -> str:
    with connection.cursor() as cursor:
        return str(cursor.execute("PRAGMA integrity_check").fetchone()[0])


def test_what_is_deleted_is_zeroed() -> None:
    assert pragma("secure_delete") == 1


def test_the_file_shrinks_and_no_word_is_left(emptied: Path) -> None:
    kept = Channel.objects.create(name="kept")
    before = emptied.stat().st_size
    assert tasks.give_space_back() is True
    log = emptied.with_name(f"{emptied.name}-wal")
    assert emptied.stat().st_size < before - vacuum.WORTH_IT
    assert (WORDS in emptied.read_bytes(), log.stat().st_size, whole()) == (False, 0, "ok")
    assert Channel.objects.filter(pk=kept.pk).exists()


def test_a_file_with_nothing_to_give_back_is_left_alone(emptied: Path) -> None:
    tasks.give_space_back()
    assert tasks.give_space_back() is False


def test_never_while_people_meet(emptied: Path) -> None:
    factories.make_meeting(group=factories.make_group())
    assert tasks.give_space_back() is False
    assert pragma("freelist_count") > 256


@pytest.mark.parametrize("limit", [{"LONGEST": 0.0, "STEPS_BETWEEN_LOOKS": 1}, {"MOST": 0}])
def test_what_would_last_too_long_waits_for_another_night(emptied: Path, limit, monkeypatch) -> None:
    for name, value in limit.items():
        monkeypatch.setattr(vacuum, name, value)
    before = pragma("busy_timeout"), pragma("temp_store")
    assert tasks.give_space_back() is False
    assert (pragma("busy_timeout"), pragma("temp_store"), whole()) == (*before, "ok")
    with transaction.atomic():  # the turn was given back, and nothing interrupts any more
        AnsweredRequest.objects.create(owner="x", key="5f0c2a8e-9a7b-4a53-8d2c-0d6f6a0f5a11", path="/")


def test_somebody_who_writes_is_not_waited_for(emptied: Path) -> None:
    turns = base.turns_of(connection.settings_dict["NAME"])
    assert turns.take(patience=0)
    try:
        assert tasks.give_space_back() is False
    finally:
        turns.give()
    other = sqlite3.connect(emptied, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert tasks.give_space_back() is False
    other.close()
    assert time.monotonic() - began < 10
    assert tasks.give_space_back() is True
