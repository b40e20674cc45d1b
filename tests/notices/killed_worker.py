"""A worker as a process of its own, on the database that it is told of: killed by the test that starts it."""

from __future__ import annotations

import django

django.setup()

from besace.core import outbox  # noqa: E402 -- Django must be set up first

while outbox.do_one("killed", is_apart=None):
    pass
