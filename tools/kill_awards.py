"""Kill -9 while badges are given: never a signed badge without its award, nor an award without its message (F04).

    make kill-awards                              100 rounds on SQLite, in a folder of its own
    make kill-awards ARGS="--rounds 20"
    make kill-awards ARGS="--many 500"            no kill: how long 500 awards take

A child gives a badge to one person after the other: award, signed document, place in the status list, issuance line,
journal, outbox, in one transaction. It says each award once the commit has returned. The parent kills it at a random
moment, then looks.
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
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django  # noqa: PLC0415 -- the environment first

    django.setup()


def give(count: int | None) -> None:
    """Give the first stamped badge to people who come in one by one; for ever when `count` is None."""
    set_up_django()
    from besace.badges.models import BadgeClass  # noqa: PLC0415 -- once Django is set up
    from besace.people import actions as people  # noqa: PLC0415 -- the same
    from besace.people.models import Person  # noqa: PLC0415 -- the same
    from besace.recognition import actions  # noqa: PLC0415 -- the same

    badge = BadgeClass.objects.filter(current_version__isnull=False).first()
    maryse = Person.objects.get(first_name="Maryse")
    assert badge is not None
    actions.name_reviewers(badge.pk, people=[maryse], by=maryse)
    number = 0
    while count is None or number < count:
        number += 1
        person = people.add_person(f"Personne {number}", group=badge.group, by=maryse)
        award = actions.award_at_once(badge.pk, person, by=maryse)
        os.write(1, f"{award.pk}\n".encode())


def one_round() -> set[str]:
    child = subprocess.Popen([sys.executable, __file__, "--child"], stdout=subprocess.PIPE)
    assert child.stdout is not None
    first = child.stdout.readline()
    wait = random.uniform(0.01, 0.5)  # noqa: S311 -- a moment, not a secret
    threading.Timer(wait, lambda: os.kill(child.pid, signal.SIGKILL)).start()
    said = (first + child.stdout.read()).decode().split("\n")
    child.wait()
    return set(said[:-1])  # the last line may be cut


def faults(said: set[str]) -> list[str]:
    """What would be wrong: an award lost, a document without its award, a place used twice, a message missing."""
    from django.db import connection  # noqa: PLC0415 -- once Django is set up

    from besace.core.models import JournalEntry, OutboxLine  # noqa: PLC0415 -- the same
    from besace.credentials.models import Credential, IssuanceLine, SignedEndorsement  # noqa: PLC0415 -- the same
    from besace.recognition.models import Award  # noqa: PLC0415 -- the same

    awards = {str(pk) for pk in Award.objects.values_list("pk", flat=True)}
    # What replaced a badge was voted on once, before: its line says that it was corrected.
    decided = {str(pk) for pk in Award.objects.filter(corrects=None).values_list("pk", flat=True)}
    signed = [str(pk) for pk in Credential.objects.values_list("award_id", flat=True)]
    places = Counter(Credential.objects.values_list("status_list_id", "status_index"))
    told = {payload.get("award_id") for payload in OutboxLine.objects.values_list("payload", flat=True)}
    journal = set(JournalEntry.objects.filter(verb="badge-awarded").values_list("what", flat=True))
    checks: dict[str, Any] = {
        "acknowledged and lost": said - awards,
        "awards without a document, or documents without an award": awards ^ set(signed),
        "signed twice": [pk for pk, number in Counter(signed).items() if number > 1],
        "places used twice": [place for place, number in places.items() if number > 1],
        "awards without a message": awards - told,
        "awards without a journal line": decided - journal,
    }
    found = [f"{len(wrong)} {what}" for what, wrong in checks.items() if wrong]
    if IssuanceLine.objects.count() != len(signed) + SignedEndorsement.objects.count():
        found.append("the issuance log does not count as many")
    connection.close()
    return found


def main(rounds: int, many: int) -> int:
    os.environ.setdefault("BESACE_VAR", tempfile.mkdtemp(prefix="besace-kill-"))
    set_up_django()
    from besace.config import demonstration, preparation  # noqa: PLC0415 -- once Django is set up

    preparation.write_instance_key(Path(os.environ["BESACE_VAR"]) / "instance-key")
    preparation.apply_migrations()
    demonstration.make_if_empty(lambda sentence: print(sentence, end=""))
    if many:
        started = time.monotonic()
        give(many)
        print(f"{many} awards in {time.monotonic() - started:.1f} s", file=sys.stderr)
        return 0
    said: set[str] = set()
    broken: list[str] = []
    started = time.monotonic()
    for number in range(1, rounds + 1):
        said |= one_round()
        broken += [f"round {number}: {fault}" for fault in faults(said)]
    for line in broken:
        print(line)
    print(f"{rounds} kills, {len(said)} acknowledged awards, {len(broken)} faults, {time.monotonic() - started:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--many", type=int, default=0)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--give", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child or options.give:
        give(options.give or None)
    else:
        sys.exit(main(options.rounds, options.many))
