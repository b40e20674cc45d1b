"""What the one who leads does to the meeting itself: phases, timer, roll call, hand-over, undo."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal, revisions
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.people.models import Person

from . import lead_queries as queries
from . import rules, sentences
from .models import LeadStep, Proceedings, Seat, new_token
from .rules import Phase

EVERY_SCREEN = ("phase", "stage", "count", "roll")


@transaction.atomic
def move_to(meeting_id: UUID, phase: Phase, *, by: Person) -> Proceedings:
    """Go to a phase, forward or back; people's screens follow."""
    proceedings = _locked(meeting_id)
    if obstacle := rules.obstacle(phase, progress=queries.progress(proceedings)):
        raise Refusal(obstacle.value, str(sentences.OBSTACLES[obstacle]))
    before = {"phase": proceedings.phase, "minutes": proceedings.phase_minutes}
    _set_phase(proceedings, phase)
    told = _("Vous êtes passée à « %(phase)s ».") % {"phase": sentences.PHASES[phase].name}
    remember(proceedings, "move", by=by, told=told, before=before)
    journal.write(by, "meeting.move", meeting_id, group=proceedings.meeting.group_id, phase=int(phase))
    revisions.bump(proceedings.channel, *EVERY_SCREEN)
    return proceedings


@transaction.atomic
def add_time(meeting_id: UUID, *, by: Person, minutes: int = 1) -> None:
    """One more minute: the timer informs, it never cuts anybody."""
    proceedings = _locked(meeting_id)
    gone = timezone.now() - proceedings.phase_ends_at
    late = max(0, int(gone.total_seconds() // 60) + 1) if gone.total_seconds() > 0 else 0
    proceedings.phase_minutes += minutes + late
    proceedings.save(update_fields=["phase_minutes"])
    revisions.bump(proceedings.channel, "phase")


@transaction.atomic
def call_the_roll(meeting_id: UUID, *, by: Person) -> int:
    """« Je vois tout le monde » : one tap confirms those seated; the quorum is counted from here."""
    proceedings = _locked(meeting_id)
    seated = proceedings.meeting.seats.filter(admitted_at__isnull=False, left_at__isnull=True, is_contested=False)
    confirmed = seated.update(assurance="confirmed")
    proceedings.roll_called_at = timezone.now()
    proceedings.save(update_fields=["roll_called_at"])
    journal.write(by, "meeting.roll", meeting_id, group=proceedings.meeting.group_id, confirmed=confirmed)
    revisions.bump(proceedings.channel, "roll", "stage")
    return confirmed


@transaction.atomic
def hand_over(meeting_id: UUID, *, to: UUID, by: Person) -> None:
    """« Passer l'animation à… » : an explicit act; the role belongs to a seat."""
    proceedings = _locked(meeting_id)
    seat = _seat_of_somebody(proceedings, to)
    proceedings.helper = proceedings.leader if proceedings.leader_id != seat.pk else proceedings.helper
    proceedings.leader = seat
    proceedings.save(update_fields=["leader", "helper"])
    journal.write(by, "meeting.hand-over", meeting_id, group=proceedings.meeting.group_id, to=str(seat.person_id))
    revisions.bump(proceedings.channel, "phase", "roll", "stage")


@transaction.atomic
def name_helper(meeting_id: UUID, *, seat_id: UUID | None, by: Person) -> None:
    """One co-facilitator is always possible: she sees the same console."""
    proceedings = _locked(meeting_id)
    proceedings.helper = _seat_of_somebody(proceedings, seat_id) if seat_id else None
    proceedings.save(update_fields=["helper"])
    journal.write(by, "meeting.helper", meeting_id, group=proceedings.meeting.group_id)
    revisions.bump(proceedings.channel, "phase", "roll")


@transaction.atomic
def take_over(meeting_id: UUID, *, by: Person) -> None:
    """« Reprendre l'animation », after three minutes without a sign of the one who leads."""
    proceedings = _locked(meeting_id)
    seat = queries.seat_of(proceedings.meeting, person=by)
    allowed = rules.may_take_over(
        has_the_right=queries.may_lead(proceedings, person=by),
        is_leading=seat is not None and seat.pk == proceedings.leader_id,
        silent_since=queries.leader_seen_at(proceedings),
        now=timezone.now(),
    )
    if not allowed or seat is None:
        raise NotAllowed("not-yet", _("L’animatrice est encore là. Attendez 3 minutes."))
    proceedings.leader = seat
    proceedings.save(update_fields=["leader"])
    journal.write(by, "meeting.take-over", meeting_id, group=proceedings.meeting.group_id)
    revisions.bump(proceedings.channel, "phase", "roll", "stage")


@transaction.atomic
def change_projector_link(meeting_id: UUID, *, by: Person) -> str:
    """The old link shows nothing any more."""
    proceedings = _locked(meeting_id)
    proceedings.projector_key = new_token()
    proceedings.save(update_fields=["projector_key"])
    journal.write(by, "meeting.projector", meeting_id, group=proceedings.meeting.group_id)
    revisions.bump(proceedings.channel, "phase")
    return proceedings.projector_key


@transaction.atomic
def undo(meeting_id: UUID, *, by: Person) -> None:
    """Undo my last step on the meeting. What was done to the web is undone by `building`."""
    proceedings = _locked(meeting_id)
    step = queries.last_step(proceedings)
    if step is None or step.by_id != by.pk or step.verb != "move":
        raise Conflict("nothing-to-undo", _("Il n’y a rien à annuler."))
    if queries.progress(proceedings).is_vote_open:
        raise Conflict("vote-open", _("Un vote est ouvert. Fermez-le d’abord."))
    _set_phase(proceedings, Phase(step.before["phase"]))
    proceedings.phase_minutes = step.before["minutes"]
    proceedings.save(update_fields=["phase_minutes"])
    step.undone_at = timezone.now()
    step.save(update_fields=["undone_at"])
    journal.write(by, "meeting.undo", meeting_id, group=proceedings.meeting.group_id, verb=step.verb)
    revisions.bump(proceedings.channel, *EVERY_SCREEN)


def remember(proceedings: Proceedings, verb: str, *, by: Person, told: str, before: dict[str, object]) -> LeadStep:
    """« Dernier geste : … », and what is needed to take it back."""
    return LeadStep.objects.create(
        meeting_id=proceedings.meeting_id, by=by, verb=verb, phase=proceedings.phase, told=told, before=before
    )


def _set_phase(proceedings: Proceedings, phase: Phase) -> None:
    proceedings.phase = phase
    proceedings.phase_since = timezone.now()
    proceedings.phase_minutes = rules.MINUTES[phase]
    proceedings.save(update_fields=["phase", "phase_since", "phase_minutes"])


def _locked(meeting_id: UUID) -> Proceedings:
    proceedings = (
        Proceedings.objects.select_for_update(of=("self",)).select_related("meeting__group").get(meeting_id=meeting_id)
    )
    if not proceedings.meeting.is_open:
        raise Conflict("meeting-closed", str(sentences.OBSTACLES[rules.Obstacle.MEETING_CLOSED]))
    return proceedings


def _seat_of_somebody(proceedings: Proceedings, seat_id: UUID) -> Seat:
    seat = Seat.objects.filter(pk=seat_id, meeting_id=proceedings.meeting_id).select_related("person").first()
    if seat is None or not seat.is_seated or seat.person is None:
        raise Refusal("no-such-seat", _("Cette personne n’est plus là. Choisissez-en une autre."))
    return seat
