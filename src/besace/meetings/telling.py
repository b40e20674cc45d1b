"""What every action of a meeting begins and ends with: the row held, the screens told, the last step remembered."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from besace.core import revisions
from besace.core.errors import Conflict, Refusal
from besace.people.models import Person

from . import rules, sentences
from .models import LeadStep, Proceedings

STAGE = ("place", "phase", "stage", "tools", "web", "room", "last")
THE_END = (*STAGE, "come")  # the way in goes with the meeting


def held(meeting_id: UUID) -> Proceedings:
    """The meeting, locked until the end of the transaction; refused once it is closed."""
    proceedings = (
        Proceedings.objects.select_for_update(of=("self",))
        .select_related("meeting__group__organisation", "web")
        .filter(meeting_id=meeting_id)
        .first()
    )
    if proceedings is None or not proceedings.meeting.is_open:
        raise Conflict("meeting-closed", str(sentences.OBSTACLES[rules.Obstacle.MEETING_CLOSED]))
    return proceedings


def must_be_real(proceedings: Proceedings) -> None:
    """Where one practises, nothing true is touched: no member, no badge of the group, no publication."""
    if proceedings.is_practice:
        raise Refusal("practice", _("On s’entraîne. Ce geste se fait dans une vraie séance."))


def tell(proceedings: Proceedings, *parts: str) -> None:
    """Raise the numbers that the three screens follow; no part named: the whole stage."""
    revisions.bump(proceedings.channel, *(parts or STAGE))


def remember(proceedings: Proceedings, verb: str, *, by: Person, told: str, before: dict[str, object]) -> LeadStep:
    """« Dernier geste : … », and what is needed to take it back."""
    return LeadStep.objects.create(
        meeting_id=proceedings.meeting_id, by=by, verb=verb, phase=proceedings.phase, told=told[:200], before=before
    )
