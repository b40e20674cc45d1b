"""Who leads and who is seen: the roll call, hand-over, the helper, taking over, the projector's link."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.building.models import Branch
from besace.core import journal, live
from besace.core.errors import Conflict, Refusal
from besace.people.models import Person

from . import lead_queries as queries
from . import rules
from .giving import current as giving
from .models import Assurance, Proceedings, Seat, new_token
from .telling import held, tell

WALL = "wall"  # who follows by the link of the big screen: nobody in particular


@transaction.atomic
def call_the_roll(meeting_id: UUID, *, by: Person) -> int:
    """« Je vois tout le monde » : one tap confirms those seated; the quorum is counted from here."""
    proceedings = held(meeting_id)
    seated = proceedings.meeting.seats.filter(admitted_at__isnull=False, left_at__isnull=True, is_contested=False)
    confirmed = seated.update(assurance=Assurance.CONFIRMED)
    proceedings.roll_called_at = timezone.now()
    proceedings.save(update_fields=["roll_called_at"])
    journal.write(by, "meeting.roll", meeting_id, group=proceedings.meeting.group_id, confirmed=confirmed)
    tell(proceedings, "room", "stage", "tools", "last")
    return confirmed


@transaction.atomic
def hand_over(meeting_id: UUID, *, to: UUID, by: Person) -> None:
    """« Passer l'animation à… » : an explicit act; the role belongs to a seat."""
    proceedings = held(meeting_id)
    seat = _seat_of_somebody(proceedings, to)
    _not_about(proceedings, seat.person_id)
    proceedings.helper = proceedings.leader if proceedings.leader_id != seat.pk else proceedings.helper
    proceedings.leader = seat
    proceedings.save(update_fields=["leader", "helper"])
    journal.write(by, "meeting.hand-over", meeting_id, group=proceedings.meeting.group_id, to=str(seat.person_id))
    tell(proceedings, "phase", "room", "stage")


@transaction.atomic
def name_helper(meeting_id: UUID, *, seat_id: UUID | None, by: Person) -> None:
    """One co-facilitator is always possible: she sees the same console."""
    proceedings = held(meeting_id)
    helper = _seat_of_somebody(proceedings, seat_id) if seat_id else None
    _not_about(proceedings, helper.person_id if helper else None)
    proceedings.helper = helper
    proceedings.save(update_fields=["helper"])
    journal.write(by, "meeting.helper", meeting_id, group=proceedings.meeting.group_id)
    tell(proceedings, "phase", "room")


@transaction.atomic
def take_over(meeting_id: UUID, *, by: Person) -> None:
    """« Reprendre l'animation », after three minutes without a sign of the one who leads."""
    proceedings = held(meeting_id)
    seat = queries.seat_of(proceedings.meeting, person=by)
    allowed = rules.may_take_over(
        has_the_right=queries.may_lead(proceedings, person=by),
        is_leading=seat is not None and seat.pk == proceedings.leader_id,
        silent_since=queries.leader_seen_at(proceedings),
        now=timezone.now(),
    )
    if not allowed or seat is None:
        raise Conflict("not-yet", _("L’animatrice est encore là. Attendez 3 minutes."))
    _not_about(proceedings, by.pk)
    proceedings.leader = seat
    proceedings.save(update_fields=["leader"])
    journal.write(by, "meeting.take-over", meeting_id, group=proceedings.meeting.group_id)
    tell(proceedings, "phase", "room", "stage")


@transaction.atomic
def show_branch(meeting_id: UUID, branch_id: UUID | None, *, by: Person) -> None:
    """Which branch the wall shows in large when the web is too full for one drawing; None: that of the last idea."""
    proceedings = held(meeting_id)
    if branch_id and not Branch.objects.filter(pk=branch_id, web=proceedings.web_id).exists():
        raise Refusal("no-such-branch", _("Cette branche n’est plus sur la toile."))
    proceedings.branch_id = branch_id
    proceedings.save(update_fields=["branch"])
    tell(proceedings, "web", "drawing")


@transaction.atomic
def change_projector_link(meeting_id: UUID, *, by: Person) -> str:
    """The old link shows nothing any more, not even to a screen that was already open."""
    proceedings = held(meeting_id)
    proceedings.projector_key = new_token()
    proceedings.save(update_fields=["projector_key"])
    journal.write(by, "meeting.projector", meeting_id, group=proceedings.meeting.group_id)
    live.cut(channel=proceedings.channel, person=WALL)
    tell(proceedings, "phase", "room", "web")
    return proceedings.projector_key


def _not_about(proceedings: Proceedings, person_id: UUID | None) -> None:
    """Whoever the peers are voting on does not lead that vote."""
    if person_id is not None and giving.recipient_of(proceedings) == person_id:
        raise Conflict("about-her", _("On parle de cette personne. Choisissez-en une autre."))


def _seat_of_somebody(proceedings: Proceedings, seat_id: UUID) -> Seat:
    seat = Seat.objects.filter(pk=seat_id, meeting_id=proceedings.meeting_id).select_related("person").first()
    if seat is None or not seat.is_seated or seat.person is None:
        raise Refusal("no-such-seat", _("Cette personne n’est plus là. Choisissez-en une autre."))
    return seat
