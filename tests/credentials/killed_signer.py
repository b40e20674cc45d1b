"""A worker as a process of its own, two badges at a time, that dies at the write of the database it is told of."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 -- Django must be set up first

from besace.core import outbox  # noqa: E402 -- the same
from besace.credentials import renewing  # noqa: E402 -- the same

left = int(sys.argv[1])


def die_in_time(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
    """The write itself is done, then the process is no more; nothing of it had time to say goodbye."""
    global left
    done = execute(sql, *arguments)
    if sql.startswith(("INSERT", "UPDATE")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return done


renewing.BATCH = 2
with connection.execute_wrapper(die_in_time):
    while outbox.do_one("killed"):
        pass
