"""`besace worker`: the outbox and the timetable apart from the site, for a large installation."""

from __future__ import annotations

import argparse
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from besace.core import bus, outbox
from besace.core.worker import start_thread


class Command(BaseCommand):
    help = "Do what waits in the outbox, until told to stop."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--dead", action="store_true", help="list what was given up, and stop")
        parser.add_argument("--revive", action="store_true", help="try again what was given up, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dead"] or options["revive"]:
            self._show_dead(revive=options["revive"])
            return
        ending = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: ending.set())
        listener = bus.listen_to_others()
        threads = start_thread()
        self.stderr.write("  besace worker: à l’ouvrage.\n")
        ending.wait()
        threads.stop()
        if listener:
            listener.stop()

    def _show_dead(self, *, revive: bool) -> None:
        for line in outbox.dead():
            reason = line.error.strip().splitlines()[-1:] or [""]
            self.stdout.write(f"{line.dead_at:%Y-%m-%d %H:%M}  {line.target}  {line.key}  {reason[0]}")
            if revive:
                outbox.revive(line)
