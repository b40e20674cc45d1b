"""Threads that write to SQLite take turns: first come, first served, and a turn is always given back."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from besace.core.sqlite3 import base
from besace.core.sqlite3.base import Turns

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one writer")


def test_the_first_who_asked_is_the_first_served():
    turns, served = Turns(), []
    turns.take(patience=0)

    def ask(number: int) -> None:
        turns.take(patience=10)
        served.append(number)
        turns.give()

    threads = [Thread(target=ask, args=[number]) for number in range(20)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(turns._waiting) <= number:
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    assert served == list(range(20))


def test_whoever_loses_patience_leaves_the_line():
    turns = Turns()
    assert turns.take(patience=0) is True
    assert turns.take(patience=0.01) is False
    turns.give()
    assert turns.take(patience=0) is True


def elsewhere(act) -> object:
    """Done by another thread, with its own connection."""

    def alone() -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(alone).result()


def write() -> bool:
    with transaction.atomic():
        return True


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_turn_is_given_back_however_the_transaction_ends(monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0.05)
    with transaction.atomic(), pytest.raises(OperationalError, match="database is locked"):
        elsewhere(write)
    assert elsewhere(write) is True

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert elsewhere(write) is True

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    assert elsewhere(write) is True

    def leaves_it_open() -> None:
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    elsewhere(leaves_it_open)
    assert elsewhere(write) is True
