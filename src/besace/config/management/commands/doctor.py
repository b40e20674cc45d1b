"""`besace doctor`: what is wrong with this installation, in plain words. Exits 1 when something is."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from besace.config.diagnosis import Weight, examine


class Command(BaseCommand):
    help = "Say in plain words what is wrong with this installation."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        styles = {Weight.WELL: self.style.SUCCESS, Weight.NOTE: self.style.WARNING, Weight.WRONG: self.style.ERROR}
        with translation.override("fr"):
            findings = examine()
        for finding in findings:
            self.stdout.write(f"  {styles[finding.weight](f'{finding.weight.value:>4}')}  {finding.sentence}")
        if any(finding.weight is Weight.WRONG for finding in findings):
            sys.exit(1)
