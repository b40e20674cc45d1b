"""`besace translations`: compile the catalogues that changed."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from besace.config import translations


class Command(BaseCommand):
    help = "Compile the translations that changed."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="compile all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        for file in translations.compile_all(force=options["force"]):
            if options["verbosity"]:
                self.stdout.write(f"{file.parent.parent.name}: {file.name}")
