"""Reads a meeting that ends into its minutes: never a hidden idea, never who abstained; `naming` adds the names."""

from __future__ import annotations

from collections import Counter

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from besace.badges import queries as badges
from besace.building.models import Contribution, Criterion, CriterionState, Round, Web
from besace.votes.result import Result, result_from
from besace.votes.rules import Choice

from . import answers, drawing, lead_queries, rules, sentences
from .giving import telling as giving
from .minutes import CriterionLine, Record, StampLine
from .models import Meeting, Proceedings
from .rules import Way

FEWEST_FACES = 3  # under that, faces would say who is who

OUTCOMES = {
    CriterionState.KEPT: gettext_lazy("gardé"),
    CriterionState.REWORDED: gettext_lazy("gardé, reformulé"),
    CriterionState.REMOVED: gettext_lazy("enlevé"),
    CriterionState.TO_REVIEW: gettext_lazy("à revoir"),
    CriterionState.PROPOSED: gettext_lazy("pas encore décidé"),
}


def record_of(proceedings: Proceedings) -> Record:
    """Everything the minutes say, in the language of the one who closes."""
    meeting, web = proceedings.meeting, proceedings.web
    seats = lead_queries.room(meeting).sittings
    ways = Counter(s.way for s in seats)
    return Record(
        title=str(meeting),
        group=meeting.group.name,
        organisation=meeting.group.organisation.name,
        day=date_format(proceedings.held_on or timezone.localtime(meeting.opened_at or meeting.starts_at), "l j F Y"),
        hours=_hours(meeting) if proceedings.held_on is None else "",
        place=meeting.place,
        present=len(seats),
        phones=ways[Way.PHONE] + ways[Way.SHARED],
        hands=ways[Way.HAND],
        theme=web.theme if web else "",
        purpose=web.purpose if web else "",
        web_svg=_web_svg(web) if web else "",
        criteria=tuple(_line(c) for c in _criteria(web)) if web else (),
        stamp=_stamp(web),
        given=giving.counted_in_minutes(meeting),
        faces=_faces(meeting),
        said=tuple(i.sentence for i in meeting.impressions.exclude(sentence="")),
        next_time=_next_time(proceedings),
        remarks=(*_typed_afterwards(proceedings), *_remarks(web)),
    )


def _web_svg(web: Web) -> str:
    criteria = list(web.criteria.order_by("rank", "created_at"))
    drawn = drawing.web_svg(web, branches=list(web.branches.all()), criteria=criteria, standalone=True)
    return str(drawn) if criteria else ""


def _hours(meeting: Meeting) -> str:
    start = timezone.localtime(meeting.opened_at or meeting.starts_at)
    end = timezone.localtime(timezone.now())
    return _("de %(start)s à %(end)s") % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}


def _criteria(web: Web) -> QuerySet[Criterion]:
    unseen = [CriterionState.HIDDEN, CriterionState.MERGED, CriterionState.WORDLESS]
    shown = web.criteria.exclude(state__in=unseen)
    return shown.select_related("branch").order_by("branch__place", "rank")


def _line(criterion: Criterion) -> CriterionLine:
    rounds = list(criterion.rounds.filter(settled_at__isnull=False).select_related("ballot").order_by("created_at"))
    results = [(asked, result_from(asked.ballot.result)) for asked in rounds if asked.ballot.result]
    family = [criterion.pk, *criterion.merged.values_list("pk", flat=True)]
    ideas = Contribution.objects.filter(criterion__in=family, of=Contribution.Of.IDEA).order_by("created_at")
    reasons = [reason.text for _asked, result in results for reason in result.reasons]
    return CriterionLine(
        text=criterion.text,
        branch=criterion.branch.name,
        kind=criterion.get_kind_display(),
        outcome=criterion.state,
        outcome_in_words=str(OUTCOMES[CriterionState(criterion.state)]),
        ideas=tuple(dict.fromkeys(ideas.values_list("text", flat=True))),
        answers=tuple(_answers(asked, result) for asked, result in results),
        reason=" ".join(dict.fromkeys(reasons)),
    )


def _answers(asked: Round, result: Result) -> str:
    """« 31 voix : 22 par téléphone, 9 à main levée. Garder 29, Reformuler 2 » ; nothing of what was secret."""
    ways = sentences.voices_by_way(phones=result.by_phone, hands=result.hands, proxies=result.entered_for_somebody)
    if result.tally is None:
        return ways
    counts = result.tally.counts()
    told = [
        f"{answers.SHORT.get(Choice(o.value), o.label)} {counts[o.value]}"
        for o in answers.OPTIONS[asked.ballot.question]
        if counts[o.value]
    ]
    return f"{ways} {', '.join(told)}"


def _stamp(web: Web | None) -> StampLine | None:
    version = web.version if web else None
    if version is None:
        return None
    return StampLine(
        name=version.name,
        sentence=version.sentence,
        people=version.people_count,
        rule=version.rule_in_words,
        stamped_at=version.stamped_at.isoformat(timespec="seconds"),
        fingerprint=version.fingerprint,
        address=f"/b/{version.pk}",
    )


def _faces(meeting: Meeting) -> tuple[tuple[str, int], ...]:
    given = Counter(meeting.impressions.values_list("face", flat=True))
    if sum(given.values()) < FEWEST_FACES:
        return ()
    return tuple((str(word), given[number]) for number, (_icon, word) in sorted(sentences.FACES.items(), reverse=True))


def _next_time(proceedings: Proceedings) -> tuple[str, ...]:
    web = proceedings.web
    if web is not None and web.version_id is not None and badges.is_held_back(web.badge):
        return (_("Relire « %(name)s » avant de publier.") % {"name": web.theme},)
    if web is None or web.version_id is not None:
        return ()
    waiting = web.criteria.filter(state__in=[CriterionState.PROPOSED, CriterionState.TO_REVIEW]).count()
    said = [_("Continuer le badge « %(name)s ».") % {"name": web.theme}]
    if waiting:
        told = ngettext("%(n)s critère reste à décider.", "%(n)s critères restent à décider.", waiting)
        said.append(told % {"n": waiting})
    return tuple(said)


def _typed_afterwards(proceedings: Proceedings) -> tuple[str, ...]:
    if proceedings.held_on is None:
        return ()
    typed = date_format(timezone.localdate(), "j F Y")
    return (_("Séance tenue sans réseau, saisie ensuite le %(day)s.") % {"day": typed},)


def _remarks(web: Web | None) -> tuple[str, ...]:
    """Above 30 % of answers entered for others, the minutes say it."""
    if web is None:
        return ()
    rounds = Round.objects.filter(criterion__web=web, ballot__result__isnull=False).select_related("ballot")
    results = [result_from(asked.ballot.result) for asked in rounds if asked.ballot.result]
    proxies, voices = sum(r.entered_for_somebody for r in results), sum(r.voices for r in results)
    if not rules.many_proxies(proxies=proxies, voices=voices):
        return ()
    told = _("L’animatrice a saisi %(n)s réponses sur %(of)s pour d’autres personnes.")
    return (told % {"n": proxies, "of": voices},)
