"""What happens elsewhere and changes our screens."""

from __future__ import annotations

from besace.badges.events import ReadingAnswered
from besace.core.events import listener
from besace.people.events import PersonErased

from .models import Proceedings, Seat
from .telling import tell


@listener(ReadingAnswered)
def show_the_answer(event: ReadingAnswered) -> None:
    """The second reader answered, perhaps from home."""
    here = Proceedings.objects.filter(web__badge_id=event.badge_id, meeting__closed_at__isnull=True)
    for proceedings in here:
        tell(proceedings, "stage", "tools", "last")


@listener(PersonErased)
def forget_what_she_typed_at_the_door(event: PersonErased) -> None:
    """Her seats stay, to count who was there; the first name that she typed to sit does not."""
    Seat.objects.filter(person_id=event.person_id).update(typed_name="")
