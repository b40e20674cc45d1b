"""Reading over, stamping, publishing: the badge of the meeting becomes a badge of the group."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from besace.badges import actions as badges
from besace.badges import reading
from besace.badges.models import BadgeVersion, SecondReading
from besace.building import actions as building
from besace.building.models import Web, WebState
from besace.core.errors import Conflict, NotAllowed
from besace.people.models import Person
from besace.votes import queries as votes
from besace.votes.rules import Question, Standing

from . import voting
from .models import Assurance, Proceedings, Seat
from .rules import Phase
from .telling import held, must_be_real, tell

LANDED = ("stage", "tools", "web", "stamp", "last")


@transaction.atomic
def open_stamp(meeting_id: UUID, *, by: Person) -> Web:
    """« Je tamponne » appears on the phones."""
    proceedings = held(meeting_id)
    web = _web(proceedings)
    if web.state != WebState.STAMPING:
        web = building.open_stamp(web.pk, by=by, present=voting.number_with_voice(proceedings, question=Question.STAMP))
    tell(proceedings)
    return web


@transaction.atomic
def press(seat: Seat, *, credit: bool | None = None, entered_by: Person | None = None) -> None:
    """One press each: the card, the code, or having been seen by the facilitator is needed (PROTOCOL.md 1.2, 5)."""
    proceedings = Proceedings.objects.select_related("meeting__group", "web__stamp_ballot").get(
        meeting_id=seat.meeting_id
    )
    if not proceedings.meeting.is_open or proceedings.phase != Phase.STAMP or seat.person is None:
        raise Conflict("not-now", _("Ce n’est plus le moment. Regardez le grand écran."))
    if entered_by is None and seat.assurance != Assurance.CONFIRMED:
        raise NotAllowed("not-seen-yet", _("Demandez à l’animatrice de vous confirmer."))
    _must_have_a_stamp(proceedings, seat)
    by = entered_by or seat.person
    building.press_stamp(_web(proceedings).pk, by=by, on_behalf=seat.person if entered_by else None, credit=credit)


def _must_have_a_stamp(proceedings: Proceedings, seat: Seat) -> None:
    """A guest stamps, unless the group's rule says otherwise; a partner looks on."""
    ballot, group = _web(proceedings).stamp_ballot, proceedings.meeting.group
    if ballot is None or voting.may_answer(seat, rule=votes.rule(ballot), group=group, leader_id=None):
        return
    if voting.standing(seat, group=group, leader_id=None) is Standing.GUEST:
        raise NotAllowed("guests-do-not-stamp", _("Dans ce groupe, les invités ne tamponnent pas."))
    raise NotAllowed("no-stamp", _("Vous ne tamponnez pas cette fois. Vous pouvez parler."))


@transaction.atomic
def land(meeting_id: UUID, *, by: Person) -> BadgeVersion:
    """The ink lands: an immutable version of the badge, and the next phase."""
    proceedings = held(meeting_id)
    version = building.stamp_badge(_web(proceedings).pk, by=by)
    tell(proceedings, *LANDED)
    return version


@transaction.atomic
def rehearse_landing(meeting_id: UUID, *, by: Person) -> int:
    """The same in a practice: how many stamped is kept until it ends, and no badge is made."""
    proceedings = held(meeting_id)
    people = proceedings.rehearsed_stamps = building.rehearse_stamp(_web(proceedings).pk, by=by)
    proceedings.save(update_fields=["rehearsed_stamps"])
    tell(proceedings, *LANDED)
    return people


@transaction.atomic
def publish(meeting_id: UUID, *, by: Person) -> None:
    """Now, in front of everybody."""
    proceedings = held(meeting_id)
    must_be_real(proceedings)
    badges.publish(_web(proceedings).badge_id, by=by)
    tell(proceedings)


@transaction.atomic
def ask_second_reader(meeting_id: UUID, *, seat: Seat | None, by: Person) -> SecondReading:
    """Held back until somebody else has read it: the one named, or anybody who may."""
    proceedings = held(meeting_id)
    must_be_real(proceedings)
    asked = reading.ask_reading(_web(proceedings).badge_id, of=seat.person if seat else None, by=by)
    tell(proceedings, "stage", "tools")
    return asked


def _web(proceedings: Proceedings) -> Web:
    if proceedings.web is None:
        raise Conflict("no-web", _("Il n’y a pas encore de thème. Choisissez-en un."))
    return proceedings.web
