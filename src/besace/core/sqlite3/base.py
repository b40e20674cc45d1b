"""One writer at a time, first come first served, before SQLite is asked.

SQLite lets waiting connections poll for ten seconds: under forty phones one of them may never find it free. Worse, it
waits while it holds its connection's own lock; the garbage collector, run by the thread that writes, then waits for
that same lock to let go of a cursor left by an error, and everybody stands still (docs/decisions/0012).
"""

from __future__ import annotations

from collections import defaultdict, deque
from threading import Lock

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

PATIENCE = 10.0  # seconds, as SQLite's own timeout


class Turns:
    """A lock that is given in the order in which it was asked for."""

    def __init__(self) -> None:
        self._mutex = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def take(self, *, patience: float) -> bool:
        """Wait for one's turn; False when it did not come in time."""
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=patience):
            return True
        with self._mutex:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # given in the very moment when patience ended

    def give(self) -> None:
        """To the next in line, if any."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


_turns: defaultdict[str, Turns] = defaultdict(Turns)


def turns_of(name: object) -> Turns:
    """Those of one file."""
    return _turns[str(name)]


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction begins with its turn and ends by giving it, however it ends."""

    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turns = turns_of(self.settings_dict["NAME"])
        if not turns.take(patience=PATIENCE):
            raise OperationalError("database is locked")
        self._turn = turns
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give()
