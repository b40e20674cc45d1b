"""What the six simulated people of a practice do, phase by phase; `sentences.SIMULATED` says it on the console."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from besace.building import actions as building
from besace.building.models import Round, WebState
from besace.votes.rules import Choice, Question

from . import debate_actions, phone_actions, stamp_actions
from .models import AgendaItem, Proceedings, Seat, Signal
from .rules import Phase
from .scene import Scene

NAMES = ("Lucette", "Bachir", "Aïcha", "Marcel", "Rosa", "Yanis")
DEBATED = (2, 5)  # the third and the sixth criterion: one of the six would say it otherwise


def act(proceedings: Proceedings, seats: Sequence[Seat]) -> None:
    """Every one of them, once; asked again, they do what is left to do."""
    scene = Scene.of(proceedings.meeting_id)
    do = ACTS.get(scene.phase)
    if do:
        for place, seat in enumerate(seats):
            do(scene, seat, place)


def _try_a_vote(_scene: Scene, seat: Seat, place: int) -> None:
    phone_actions.give_sign(seat, Signal.Kind.NO_COFFEE if place == 0 else Signal.Kind.COFFEE)


def _propose_a_theme(scene: Scene, seat: Seat, place: int) -> None:
    themes = (_("Réparer un vélo"), _("Accueillir une personne nouvelle"))
    if place < len(themes) and scene.web is None and seat.person:
        AgendaItem.objects.get_or_create(
            meeting=scene.meeting, kind=AgendaItem.Kind.BADGE, text=themes[place], defaults={"taken_by": seat.person}
        )


def _give_an_idea(scene: Scene, seat: Seat, place: int) -> None:
    """Two of the six say nearly the same: that is what « Ranger » is for."""
    if scene.web is None or seat.person is None:
        return
    building.add_idea(scene.web.pk, by=seat.person, text=_ideas()[place])
    phone_actions.give_sign(seat, Signal.Kind.HELP if place == len(NAMES) - 1 else Signal.Kind.DONE)


def _find_the_same(scene: Scene, seat: Seat, place: int) -> None:
    alike = [c for c in scene.criteria if c.text in (_ideas()[2], _ideas()[5])]
    if place < 2 and len(alike) == 2 and seat.person:
        building.suggest_same(alike[0].pk, other_id=alike[1].pk, by=seat.person)


def _answer(scene: Scene, seat: Seat, place: int) -> None:
    waiting = Round.objects.filter(criterion__web=scene.web, settled_at=None).select_related("ballot", "criterion")
    for asked in waiting:
        choice, reason = _choice(scene, asked, place)
        debate_actions.answer(asked.criterion_id, seat=seat, choice=choice, reason=reason)


def _choice(scene: Scene, asked: Round, place: int) -> tuple[Choice, str]:
    if asked.ballot.question == Question.WORDING:
        return Choice.YES, ""
    if place == 1 and scene.queue.index(asked.criterion) in DEBATED:
        return Choice.REWORD, _("On peut le dire plus simplement.")
    return Choice.KEEP, ""


def _stamp(scene: Scene, seat: Seat, _place: int) -> None:
    if scene.web and scene.web.state == WebState.STAMPING and seat.person_id not in scene.pressers:
        stamp_actions.press(seat)


def _say_how_it_was(_scene: Scene, seat: Seat, place: int) -> None:
    if not seat.signals.filter(kind=Signal.Kind.REVIEWED).exists():
        phone_actions.say_impression(seat, face=4 + place % 2)


ACTS: dict[Phase, Callable[[Scene, Seat, int], None]] = {
    Phase.WELCOME: _try_a_vote,
    Phase.THEME: _propose_a_theme,
    Phase.WEB: _give_an_idea,
    Phase.TIDY: _find_the_same,
    Phase.DEBATE: _answer,
    Phase.STAMP: _stamp,
    Phase.REVIEW: _say_how_it_was,
}


def _ideas() -> tuple[str, ...]:
    return (
        _("Préparer le matériel"),
        _("Expliquer le geste lentement"),
        _("Vérifier que tout va bien"),
        _("Ranger après"),
        _("Demander de l’aide"),
        _("Regarder si tout va bien"),
    )
