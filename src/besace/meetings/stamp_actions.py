"""Reading over, stamping, publishing: the badge of the meeting becomes a badge of the group."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from besace.badges.models import BadgeVersion
from besace.building import actions as building
from besace.building.models import Web, WebState
from besace.core.errors import Conflict, NotAllowed
from besace.people.models import Person

from . import lead_queries as queries
from .models import AgendaItem, Assurance, Proceedings, Seat
from .rules import Phase
from .telling import held, tell


@transaction.atomic
def open_stamp(meeting_id: UUID, *, by: Person) -> Web:
    """« Je tamponne » appears on the phones."""
    proceedings = held(meeting_id)
    web = _web(proceedings)
    if web.state != WebState.STAMPING:
        web = building.open_stamp(web.pk, by=by, present=queries.room(proceedings.meeting).number)
    tell(proceedings)
    return web


@transaction.atomic
def press(seat: Seat, *, credit: bool | None = None, entered_by: Person | None = None) -> None:
    """One press each: the card, the code, or having been seen by the facilitator is needed (PROTOCOL.md 1.2, 5)."""
    proceedings = Proceedings.objects.select_related("meeting", "web").get(meeting_id=seat.meeting_id)
    if not proceedings.meeting.is_open or proceedings.phase != Phase.STAMP or seat.person is None:
        raise Conflict("not-now", _("Ce n’est plus le moment. Regardez le grand écran."))
    if entered_by is None and seat.assurance != Assurance.CONFIRMED:
        raise NotAllowed("not-seen-yet", _("Demandez à l’animatrice de vous confirmer."))
    by = entered_by or seat.person
    building.press_stamp(_web(proceedings).pk, by=by, on_behalf=seat.person if entered_by else None, credit=credit)


@transaction.atomic
def land(meeting_id: UUID, *, by: Person) -> BadgeVersion:
    """The ink lands: an immutable version of the badge, and the next phase."""
    proceedings = held(meeting_id)
    version = building.stamp_badge(_web(proceedings).pk, by=by)
    tell(proceedings, "stage", "tools", "web", "stamp", "last")
    return version


@transaction.atomic
def ask_second_reader(meeting_id: UUID, *, seat: Seat, by: Person) -> AgendaItem:
    """Published once somebody else has read it: a task with a name, in the minutes if it is not done today."""
    proceedings = held(meeting_id)
    text = _("Relire « %(name)s » avant de publier.") % {"name": _web(proceedings).theme}
    item, _is_new = AgendaItem.objects.get_or_create(
        meeting=proceedings.meeting, kind=AgendaItem.Kind.TASK, text=text, defaults={"taken_by": seat.person}
    )
    tell(proceedings, "stage")
    return item


def _web(proceedings: Proceedings) -> Web:
    if proceedings.web is None:
        raise Conflict("no-web", _("Il n’y a pas encore de thème. Choisissez-en un."))
    return proceedings.web
