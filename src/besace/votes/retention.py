"""How long one knows who took part in a vote; who chose what in a secret one is gone at its closing."""

from __future__ import annotations

from besace.core.retention import kept

from . import actions

kept("voters", actions.NAMES_ARE_KEPT, rule="SECURITY.md E.6")(actions.purge)
