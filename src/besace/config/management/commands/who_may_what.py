"""`manage.py who_may_what`: the table of access.py, for people to read (docs/who-may-what.md)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from besace import access
from besace.people.rules import Level

HEAD = """# Who may what

*Printed by `python manage.py who_may_what` from `besace/access.py`; a test compares the two.
What is not in the table is refused. A role counts in its own group, an administrator's in the whole organisation.*

"""
SURE = {
    Level.NOBODY: "nothing asked",
    Level.DOUBTED: "a seat",
    Level.TAPPED: "tapped her name",
    Level.CONFIRMED: "seen by the facilitator",
    Level.ACCOUNT: "signed in",
}


def table() -> str:
    lines = [
        "| verb | " + " | ".join(access.ROLES) + " | how sure of her |",
        "|---|" + "---|" * (len(access.ROLES) + 1),
    ]
    for name, verb in sorted(access.VERBS.items()):
        cells = " | ".join("yes" if role in verb.roles else "" for role in access.ROLES)
        lines.append(f"| `{name}` | {cells} | {SURE[verb.level]} |")
    return HEAD + "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Print the table of who may what."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table(), ending="")
