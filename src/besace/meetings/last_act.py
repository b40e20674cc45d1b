"""The last thing that who leads did, in a phase or to the web: « Dernier geste » says it, « Annuler » undoes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from besace.building.models import FacilitatorStep, Web, WebState
from besace.people.models import Person

from . import sentences
from .models import LeadStep, Proceedings
from .rules import Phase

BEING_STAMPED = (WebState.STAMPING, WebState.STAMPED)  # nothing done to the web is taken back any more


@dataclass(frozen=True)
class Words:
    """« Des idées sont réunies. », and on the button « Annuler : réunir »."""

    told: str
    button: str


@dataclass(frozen=True)
class LastAct:
    """One of the two: the web's, when it came after the last phase of this meeting."""

    move: LeadStep | None = None
    on_web: FacilitatorStep | None = None

    @property
    def by(self) -> Person:
        step = self.on_web or self.move
        assert step is not None
        return step.by


def reading(meeting_id: UUID) -> dict[str, Any]:
    """The words of the last act, read in the same question as the meeting."""
    moves = _moves(meeting_id)
    since = Coalesce(Subquery(moves.values("done_at")[:1]), OuterRef("meeting__opened_at"))
    on_web = FacilitatorStep.objects.filter(_standing(since), web=OuterRef("web")).exclude(web__state__in=BEING_STAMPED)
    words = {"last_told": moves.values("told"), "last_phase": moves.values("phase"), "last_verb": on_web.values("verb")}
    return {name: rows[:1] for name, rows in words.items()}


def words_of(proceedings: Proceedings) -> Words | None:
    """From a meeting that `reading` read."""
    read = vars(proceedings)
    if verb := read["last_verb"]:
        return Words(str(sentences.ACTS[verb].told), _annul(str(sentences.ACTS[verb].name)))
    if read["last_phase"] is None:
        return None
    name = sentences.PHASES[Phase(read["last_phase"])].name
    return Words(read["last_told"], _annul(_("« %(phase)s »") % {"phase": name}))


def last_act(proceedings: Proceedings) -> LastAct | None:
    """The same, to be undone. What another meeting did to the same web is not taken back here."""
    move = _moves(proceedings.meeting_id).select_related("by").first()
    web, since = proceedings.web, move.done_at if move else proceedings.meeting.opened_at
    if web is not None and web.state not in BEING_STAMPED:
        on_web = web.steps.filter(_standing(since)).select_related("by").first()
        if on_web:
            return LastAct(on_web=on_web)
    return LastAct(move=move) if move else None


def made_by_the_move(web: Web, move: LeadStep) -> int:
    """How many steps of the web came with a move: a debate that opened, a badge that is read over."""
    before = move.before.get("web_step")
    if before is None or web.state in BEING_STAMPED:
        return 0
    return web.steps.filter(undone_at__isnull=True, pk__gt=before, created_at__lte=move.done_at).count()


def _moves(meeting_id: UUID) -> QuerySet[LeadStep]:
    return LeadStep.objects.filter(meeting_id=meeting_id, undone_at__isnull=True).order_by("-pk")


def _standing(since: Any) -> Q:
    return Q(undone_at__isnull=True, created_at__gt=since)


def _annul(what: str) -> str:
    return _("Annuler : %(act)s") % {"act": what}
