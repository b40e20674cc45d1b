"""Going from phase to phase, the web of the badge following; the timer; taking back the last step."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.building import actions as building
from besace.building.models import Criterion, Round, Web, WebState
from besace.core import journal
from besace.core.errors import Conflict, Refusal
from besace.people.models import Person

from . import lead_queries as queries
from . import rules, sentences, voting
from .last_act import last_act, made_by_the_move
from .models import LeadStep, Proceedings
from .rules import Phase
from .telling import held, remember, tell


@transaction.atomic
def move_to(meeting_id: UUID, phase: Phase, *, by: Person) -> Proceedings:
    """Go to a phase, forward or back; people's screens follow."""
    proceedings = held(meeting_id)
    if obstacle := rules.obstacle(phase, progress=queries.progress(proceedings)):
        raise Refusal(obstacle.value, str(sentences.OBSTACLES[obstacle]))
    before: dict[str, object] = {"phase": proceedings.phase, "web_step": _last_web_step(proceedings)}
    _bring_web(proceedings, phase, by=by)
    set_phase(proceedings, phase)
    told = _("Vous êtes à « %(phase)s ».") % {"phase": sentences.PHASES[phase].name}
    remember(proceedings, "move", by=by, told=told, before=before)
    journal.write(by, "meeting.move", meeting_id, group=proceedings.meeting.group_id, phase=int(phase))
    tell(proceedings)
    return proceedings


@transaction.atomic
def add_time(meeting_id: UUID, *, by: Person, minutes: int = 1) -> None:
    """One more minute from now: the timer informs, it never cuts anybody."""
    proceedings = held(meeting_id)
    late = timezone.now() - proceedings.phase_ends_at
    proceedings.phase_minutes += minutes + max(0, int(late.total_seconds() // 60) + 1)
    proceedings.save(update_fields=["phase_minutes"])
    tell(proceedings, "last")


@transaction.atomic
def undo(meeting_id: UUID, *, by: Person) -> None:
    """Take back my last step, the one that the console names: a phase and what it brought, or what I did to the web."""
    proceedings = held(meeting_id)
    act = last_act(proceedings)
    if act is None:
        raise Conflict("nothing-to-undo", _("Il n’y a rien à annuler."))
    if act.by != by:
        raise Conflict("not-your-step", _("Une autre personne a fait la dernière étape."))
    if act.move:
        _take_back(proceedings, act.move, by=by)
    elif proceedings.web:
        building.undo_last(proceedings.web.pk, by=by)
    journal.write(by, "meeting.undo", meeting_id, group=proceedings.meeting.group_id)
    tell(proceedings)


def _take_back(proceedings: Proceedings, move: LeadStep, *, by: Person) -> None:
    """The phase before, and the web as it was in it: ideas come again where they could."""
    if queries.progress(proceedings).is_vote_open:
        raise Conflict("vote-open", str(sentences.OBSTACLES[rules.Obstacle.VOTE_OPEN]))
    if web := proceedings.web:
        for _step in range(made_by_the_move(web, move)):
            building.undo_last(web.pk, by=by)
    set_phase(proceedings, Phase(move.before["phase"]))
    move.undone_at = timezone.now()
    move.save(update_fields=["undone_at"])


def _last_web_step(proceedings: Proceedings) -> int | None:
    """Where the steps of the web stood: those that follow come with the phase. None: there is no web."""
    if proceedings.web is None:
        return None
    last = proceedings.web.steps.values_list("pk", flat=True).first()
    return int(last or 0)


def set_phase(proceedings: Proceedings, phase: Phase) -> None:
    proceedings.phase = phase
    if phase <= Phase.REREAD:
        proceedings.rehearsed_stamps = None
    proceedings.phase_since = timezone.now()
    proceedings.phase_minutes = rules.MINUTES[phase]
    proceedings.save(update_fields=["phase", "phase_since", "phase_minutes", "rehearsed_stamps"])


def _bring_web(proceedings: Proceedings, phase: Phase, *, by: Person) -> None:
    """The web is growing in « Toile » and « Ranger », deciding in « Débat », read over in « Relire », and so on."""
    web = proceedings.web
    if web is None or web.state in (WebState.STAMPED, WebState.ABANDONED):
        return
    if web.state == WebState.STAMPING and phase not in (Phase.STAMP, Phase.REVIEW):
        web = building.to_read_over(web.pk, by=by)
    if proceedings.phase == Phase.DEBATE and phase != Phase.DEBATE:
        _close_untouched(web, by=by)
    if phase in (Phase.WEB, Phase.TIDY) and web.state != WebState.GROWING:
        building.back_to_ideas(web.pk, by=by)
    elif phase is Phase.DEBATE:
        building.open_debate(web.pk, by=by, present=voting.number_with_voice(proceedings))
        focus_on_first(proceedings, web)
    elif phase in (Phase.REREAD, Phase.STAMP) and web.state in (WebState.GROWING, WebState.DECIDING):
        building.to_read_over(web.pk, by=by)


def _close_untouched(web: Web, *, by: Person) -> None:
    """Questions that nobody answered are put aside for another day; `obstacle` refused the others."""
    untouched = Round.objects.filter(criterion__web=web, settled_at__isnull=True)
    for asked in untouched:
        building.settle_criterion(asked.criterion_id, by=by)


def focus_on_first(proceedings: Proceedings, web: Web) -> None:
    """The first question still open, in the order of the list."""
    waiting = Criterion.objects.filter(web=web, rounds__settled_at__isnull=True, rounds__isnull=False)
    proceedings.focus = waiting.order_by("rank", "created_at").first() or proceedings.focus
    proceedings.focus_since = timezone.now()
    proceedings.save(update_fields=["focus", "focus_since"])
