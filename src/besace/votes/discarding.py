"""What a practice leaves: nothing. Its ballots go with their voices, for nobody decided anything by them."""

from __future__ import annotations

from collections.abc import Collection

from .models import Ballot


def discard_ballots(subjects: Collection[str]) -> None:
    """Open or closed, those about these subjects ("criterion:<uuid>", "stamp:<uuid>")."""
    Ballot.objects.filter(subject__in=subjects).delete()
