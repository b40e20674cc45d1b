"""Practising alone: six simulated people who answer when one asks them to. In the demonstration only."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.building import actions as building
from besace.building.models import WebState
from besace.core.errors import Refusal
from besace.people import actions as people
from besace.people.models import Group, Person, Role

from . import debate_actions, opening_actions, phone_actions, stamp_actions
from .models import Meeting, Proceedings, Seat, Signal
from .rules import Phase
from .scene import Scene
from .telling import held, tell

NAMES = ("Lucette", "Bachir", "Aïcha", "Marcel", "Rosa", "Yanis")
STAY = timedelta(hours=3)


@transaction.atomic
def open_practice(group: Group, *, by: Person, device: UUID | None) -> Meeting:
    """A meeting like the others, with people who are not there."""
    if not settings.IS_DEMONSTRATION:
        raise Refusal("demonstration-only", _("On s’entraîne seulement dans la démonstration."))
    meeting = opening_actions.open_meeting(group, by=by, device=device, is_practice=True)
    for name in NAMES:
        person = people.make_person(name)
        people.give_role(person, role=Role.GUEST, group=group, by=None, ends_at=timezone.now() + STAY)
        opening_actions.take_seat(meeting, person=person, device=None, entered_by=by)
    return meeting


@transaction.atomic
def let_the_others_act(meeting_id: UUID, *, by: Person) -> int:
    """« Les autres répondent » : each simulated person does what the phase asks for; how many did."""
    proceedings = held(meeting_id)
    if not proceedings.is_practice:
        raise Refusal("not-a-practice", _("Cette séance n’est pas un entraînement."))
    seats = list(proceedings.meeting.seats.filter(person__first_name__in=NAMES, left_at=None).select_related("person"))
    for place, seat in enumerate(seats):
        _act(seat, place, proceedings, Scene.of(meeting_id))
    tell(proceedings, "stage", "web", "room", "count", "drawing")
    return len(seats)


def _act(seat: Seat, place: int, proceedings: Proceedings, scene: Scene) -> None:
    """One of six answers otherwise, so that there is something to talk about."""
    assert seat.person is not None
    if scene.phase is Phase.WELCOME:
        phone_actions.give_sign(seat, Signal.Kind.NO_COFFEE if place == 0 else Signal.Kind.COFFEE)
    elif scene.phase is Phase.WEB and scene.web:
        building.add_idea(scene.web.pk, by=seat.person, text=_ideas()[place])
    elif scene.phase is Phase.DEBATE and scene.asking and scene.focus:
        _answer(seat, place, scene)
    elif scene.phase is Phase.STAMP and scene.web and scene.web.state == WebState.STAMPING:
        stamp_actions.press(seat)
    elif scene.phase is Phase.REVIEW and not seat.signals.filter(kind=Signal.Kind.REVIEWED).exists():
        phone_actions.say_impression(seat, face=4 + place % 2)


def _answer(seat: Seat, place: int, scene: Scene) -> None:
    assert scene.focus is not None
    if scene.is_wording:
        choice, reason = "yes", ""
    else:
        otherwise = place == scene.position % len(NAMES) and scene.position % 3 == 0
        choice, reason = ("reword", _("On peut le dire plus simplement.")) if otherwise else ("keep", "")
    debate_actions.answer(scene.focus.pk, seat=seat, choice=choice, reason=reason)


def _ideas() -> tuple[str, ...]:
    return (
        _("Préparer le matériel"),
        _("Expliquer le geste lentement"),
        _("Vérifier que tout va bien"),
        _("Ranger après"),
        _("Demander de l’aide"),
        _("Rester patient"),
    )
