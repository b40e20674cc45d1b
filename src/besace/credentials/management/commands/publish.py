"""`besace publish`: write every public document again, for a new machine or a lost folder."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from besace.credentials import publication


class Command(BaseCommand):
    help = "Write every public document again (var/published)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{publication.publish_all()} badges regardés, tout est publié.")
