"""Waking who waits: at once inside the process, by NOTIFY between processes on PostgreSQL.

What travels is only "look again"; what is true is in the database, so a lost wake costs a little time and nothing else.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable

from django.db import connection, transaction

log = logging.getLogger(__name__)
POSTGRES_CHANNEL = "besace"
Waker = Callable[[str], None]
_wakers: dict[str, list[Waker]] = defaultdict(list)


def subscribe(kind: str, waker: Waker) -> None:
    _wakers[kind].append(waker)


def unsubscribe(kind: str, waker: Waker) -> None:
    if waker in _wakers[kind]:
        _wakers[kind].remove(waker)


def tell(kind: str, subject: str = "") -> None:
    """Wake those who wait for `kind`, once the transaction is committed; never if it is undone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [POSTGRES_CHANNEL, f"{kind} {subject}"])
    transaction.on_commit(lambda: dispatch(kind, subject))


def dispatch(kind: str, subject: str) -> None:
    for waker in list(_wakers[kind]):
        waker(subject)


class Listener(threading.Thread):
    """Hears the other processes' NOTIFY and wakes ours; with SQLite there is nothing to hear and it is not started."""

    def __init__(self) -> None:
        super().__init__(name="besace-bus", daemon=True)
        self._stopping = threading.Event()

    def run(self) -> None:
        import psycopg  # noqa: PLC0415 -- only where PostgreSQL is used

        while not self._stopping.is_set():
            try:
                self._listen()
            except psycopg.OperationalError as error:
                log.warning("The bus lost PostgreSQL and tries again: %s", error)
                self._stopping.wait(2)

    def _listen(self) -> None:
        import psycopg  # noqa: PLC0415 -- only where PostgreSQL is used

        parameters = connection.get_connection_params()
        wanted = {k: v for k, v in parameters.items() if k in {"dbname", "user", "password", "host", "port"}}
        with psycopg.connect(**wanted, autocommit=True) as wire:
            wire.execute(f"LISTEN {POSTGRES_CHANNEL}")
            while not self._stopping.is_set():
                for notice in wire.notifies(timeout=1):
                    kind, _space, subject = notice.payload.partition(" ")
                    dispatch(kind, subject)

    def stop(self) -> None:
        self._stopping.set()


def listen_to_others() -> Listener | None:
    """Start hearing the other processes, where there is a way."""
    if connection.vendor != "postgresql":
        return None
    listener = Listener()
    listener.start()
    return listener
