"""Kill -9 during writes: nothing that was acknowledged may be lost, nothing may be half done (SECURITY.md F01).

    make kill-writes                                 50 rounds on SQLite, in a folder of its own
    make kill-writes ARGS="--rounds 200"
    DATABASE_URL=postgres://… make kill-writes       the same on PostgreSQL (tables are made there)

A child writes from four threads: one action is a journal line, a revision and an outbox line in one transaction. It
says a number once the commit has returned. The parent kills it at a random moment, then looks: each number said is
there, each journal line has its outbox line and its revision, and the database is whole.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THREADS = 4


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 -- the environment first

    django.setup()


def write_for_ever() -> None:
    """The child: act, commit, say the number."""
    set_up_django()
    from django.db import transaction  # noqa: PLC0415 -- once Django is set up

    from besace.core import journal, outbox, revisions  # noqa: PLC0415 -- the same

    def act(thread: int) -> None:
        n = 0
        while True:
            n += 1
            number = f"{os.getpid()}-{thread}-{n}"
            with transaction.atomic():
                journal.write(None, "killed", number)
                revisions.bump("kill:writes", number)
                outbox.put("tools.kill_writes", {"number": number})
            os.write(1, f"{number}\n".encode())

    for thread in range(THREADS):
        threading.Thread(target=act, args=[thread]).start()


def one_round() -> set[str]:
    """Start a child, let it write, kill it; the numbers it said."""
    child = subprocess.Popen([sys.executable, __file__, "--child"], stdout=subprocess.PIPE)
    assert child.stdout is not None
    first = child.stdout.readline()  # it has begun
    wait = random.uniform(0.05, 1.0)  # noqa: S311 -- a moment, not a secret
    timer = threading.Timer(wait, lambda: os.kill(child.pid, signal.SIGKILL))
    timer.start()
    said = (first + child.stdout.read()).decode().split("\n")
    child.wait()
    return set(said[:-1])  # the last line may be cut


def faults(said: set[str]) -> list[str]:
    from django.db import connection  # noqa: PLC0415 -- once Django is set up

    from besace.core.models import JournalEntry, OutboxLine, Revision  # noqa: PLC0415 -- the same

    journal = set(JournalEntry.objects.filter(verb="killed").values_list("what", flat=True))
    revised = set(Revision.objects.filter(channel="kill:writes").values_list("part", flat=True))
    lines = OutboxLine.objects.filter(target="tools.kill_writes").values_list("payload", flat=True)
    queued = {payload["number"] for payload in lines}
    numbers = list(Revision.objects.filter(channel="kill:writes").order_by("n").values_list("n", flat=True))
    found = []
    if lost := said - journal:
        found.append(f"{len(lost)} acknowledged and lost")
    if torn := (journal ^ revised) | (journal ^ queued):
        found.append(f"{len(torn)} half done")
    if numbers != list(range(1, len(numbers) + 1)):
        found.append("a revision number skipped or doubled")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            verdict = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            found.append(f"integrity_check: {verdict}")
    connection.close()
    return found


def main(rounds: int) -> int:
    os.environ.setdefault("BESACE_VAR", tempfile.mkdtemp(prefix="besace-kill-"))
    set_up_django()
    from django.core.management import call_command  # noqa: PLC0415 -- once Django is set up

    call_command("migrate", verbosity=0)
    said: set[str] = set()
    broken: list[str] = []
    started = time.monotonic()
    for number in range(1, rounds + 1):
        said |= one_round()
        broken += [f"round {number}: {fault}" for fault in faults(said)]
    for line in broken:
        print(line)
    print(f"{rounds} kills, {len(said)} acknowledged writes, {len(broken)} faults, {time.monotonic() - started:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        write_for_ever()
    else:
        sys.exit(main(options.rounds))
