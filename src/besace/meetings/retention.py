"""How long a meeting remembers who did what in it."""

from __future__ import annotations

from datetime import datetime

from besace.core.retention import kept

from . import closing_actions, practice_actions, rules

NAMES_STAY = rules.CORRECTIONS_LAST + rules.AUTHORS_STAY

kept("authors-of-ideas", NAMES_STAY, rule="PROTOCOL.md part 3, 30")(closing_actions.forget_old_authors)
kept("small-signs", NAMES_STAY, rule="SECURITY.md E.6")(closing_actions.forget_small_signs)


@kept("practices", practice_actions.SHELL_STAYS, rule="PROTOCOL.md part 3, 30")
def forget_practices(_before: datetime) -> int:
    return practice_actions.forget_practices()
