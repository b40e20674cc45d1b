"""The phones of the invented people: they give signs of life while the site runs, so that nobody seems to have left."""

from __future__ import annotations

import logging
import threading

from django.db import connection

from besace.core import presence
from besace.meetings.models import Seat

from .tuesdays import ON_PHONES, ON_THE_TABLET

log = logging.getLogger(__name__)


def give_signs() -> int:
    """One sign from each phone and tablet of the story whose meeting is open; how many."""
    seats = Seat.objects.filter(
        person__first_name__in=ON_PHONES + ON_THE_TABLET,
        device__isnull=False,
        left_at__isnull=True,
        meeting__opened_at__isnull=False,
        meeting__closed_at__isnull=True,
    )
    here = [(f"meeting:{meeting}", str(person)) for meeting, person in seats.values_list("meeting_id", "person_id")]
    presence.record(open_now=here, closed=[])
    return len(here)


class Phones:
    """Signs every quarter of a minute, in a thread of its own."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="besace-phones", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(5)

    def _run(self) -> None:
        try:
            while not self._stopping.wait(presence.BEAT):
                self._sign()
        finally:
            connection.close()

    def _sign(self) -> None:
        try:
            give_signs()
        except Exception:  # a beat missed is nothing: the next one comes
            log.exception("The demonstration's phones missed a beat.")
