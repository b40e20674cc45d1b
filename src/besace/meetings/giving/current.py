"""Whether a vote on somebody is open on the screens, and on whom: what every other gesture of a meeting may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from .models import Giving

if TYPE_CHECKING:
    from ..models import Proceedings


def is_open(proceedings: Proceedings) -> bool:
    """No question asked of the database when no vote is on the screens."""
    if proceedings.giving_id is None:
        return False
    return Giving.objects.filter(pk=proceedings.giving_id, decision__closed_at=None).exists()


def recipient_of(proceedings: Proceedings) -> UUID | None:
    """Whom the vote on the screens is about: she does not lead it."""
    if proceedings.giving_id is None:
        return None
    found = Giving.objects.filter(pk=proceedings.giving_id)
    return found.values_list("decision__recognition__person_id", flat=True).first()
