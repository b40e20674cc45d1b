"""What happens elsewhere and changes our screens."""

from __future__ import annotations

from besace.badges.events import ReadingAnswered
from besace.core.events import listener

from .models import Proceedings
from .telling import tell


@listener(ReadingAnswered)
def show_the_answer(event: ReadingAnswered) -> None:
    """The second reader answered, perhaps from home."""
    here = Proceedings.objects.filter(web__badge_id=event.badge_id, meeting__closed_at__isnull=True)
    for proceedings in here:
        tell(proceedings, "stage", "tools", "last")
