"""`besace serve`: prepare what needs it, then answer pages and streams, with the worker beside them."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Protocol

import segno
from django.conf import settings
from django.core.management.base import BaseCommand

from besace.config import preparation
from besace.config.server import server
from besace.core import worker


class Beside(Protocol):
    """What runs beside the pages and is stopped with them."""

    def stop(self) -> None: ...


class Command(BaseCommand):
    help = "Serve the site: pages, streams and worker, in one process."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--no-worker", action="store_true", help="another machine runs `besace worker`")
        parser.add_argument("--no-prepare", action="store_true", help="tables and static files are ready")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_prepare"]:
            preparation.prepare()
            self._prepare_demonstration()
        self._say_where()
        beside: list[Beside] = [] if options["no_worker"] else [worker.start_thread()]
        if settings.IS_DEMONSTRATION:
            from besace.config.demonstration.phones import Phones  # noqa: PLC0415 -- only a demonstration needs it

            beside.append(Phones())
        try:
            self._answer()
        finally:
            for threads in beside:
                threads.stop()

    def _answer(self) -> None:
        server(
            host=settings.HOST,
            port=settings.PORT,
            log_level="warning",
            proxy_headers=True,
            forwarded_allow_ips=settings.TRUSTED_PROXIES,
        ).run()

    def _prepare_demonstration(self) -> None:
        if settings.IS_DEMONSTRATION:
            from besace.config.demonstration import make_if_empty  # noqa: PLC0415 -- only a demonstration needs it

            make_if_empty(self.stderr.write)

    def _say_where(self) -> None:
        self.stderr.write(f"\n  Besace : {settings.SITE_URL}\n\n")
        if settings.HOST != "0.0.0.0":  # noqa: S104 -- compared, not bound
            return
        self.stderr.write("  Pour les téléphones de la salle :\n")
        if sys.stderr.isatty():
            segno.make(settings.SITE_URL).terminal(out=sys.stderr, compact=True)
