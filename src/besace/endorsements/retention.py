"""How long words that nobody read stay, and links that ended."""

from __future__ import annotations

from besace.core.retention import kept

from . import actions, rules

kept("words-unread", rules.KEPT_AFTER, rule="SECURITY.md E.6")(actions.forget_what_is_over)
