"""The server takes what the system allows it."""

from __future__ import annotations

import resource

from besace.config.server import open_as_many_as_allowed


def test_a_careful_system_does_not_stop_a_room_of_phones():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, hard), hard))
    open_as_many_as_allowed()
    now = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert now == (hard, hard)
