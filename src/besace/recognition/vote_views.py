"""The peers say yes, not yet, or that they do not know: in secret, and never on oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from besace import access
from besace.core.once import once
from besace.votes import actions as votes
from besace.votes import queries as ballots
from besace.votes import sentences as vote_sentences

from . import actions, finding, queries
from .models import Observer

if TYPE_CHECKING:
    from uuid import UUID

    from besace.people.request import Request


@access.needs("peers.vote")
@require_http_methods(["GET", "POST"])
@votes.late_voices_counted()
@once
def vote(request: Request, decision_id: UUID) -> HttpResponse:
    """What was seen, then four answers. The answer given is never shown again."""
    decision = finding.decision_for(request, decision_id)
    if request.method == "POST":
        return _answered(request, decision.pk)
    recognition, me, ballot = decision.recognition, finding.me(request), ballots.ballot(decision.ballot_id)
    told = Observer.objects.filter(situation__recognition=recognition, wrote_at__isnull=False)
    lines = queries.criteria_seen(recognition)
    context = {
        "decision": decision,
        "recognition": recognition,
        "lines": lines,
        "told": told.exclude(story="").select_related("person"),
        "evidence": queries.shown_evidence(recognition),
        "may_answer": decision.ballot_id in ballots.with_voice(me, among=[decision.ballot_id]),
        "has_answered": decision.closed_at is None and ballots.has_answered(ballot, me),
        "rule": vote_sentences.rule(ballots.rule(ballot)),
    }
    return render(request, "recognition/vote.html", context)


def _answered(request: Request, decision_id: UUID) -> HttpResponse:
    actions.answer_peers(
        decision_id,
        by=finding.me(request),
        answer=request.POST.get("answer", ""),
        criterion=request.POST.get("criterion", ""),
    )
    if request.POST.get("answer") == actions.TOO_CLOSE:
        messages.success(request, _("C’est noté. On ne demande pas pourquoi."))
    else:
        messages.success(request, _("C’est noté. Personne ne voit votre réponse."))
    return redirect("recognition:mine")


@access.needs("recognition.lead")
@require_POST
@once
def open_vote(request: Request, recognition_id: UUID) -> HttpResponse:
    """Seven days, among the members; its end is said from the start."""
    recognition = finding.followed(request, recognition_id)
    actions.ask_the_peers(recognition.pk, by=finding.me(request))
    messages.success(request, _("Le vote est ouvert pour sept jours."))
    return redirect("recognition:follow", recognition.pk)


@access.needs("recognition.lead")
@require_POST
@once
def close_vote(request: Request, decision_id: UUID) -> HttpResponse:
    """Before its time, when everybody has answered."""
    decision = finding.decision_for(request, decision_id, verb="recognition.lead")
    award = actions.close_validation(decision.pk, by=finding.me(request))
    if award is not None:
        messages.success(request, _("Le groupe dit oui. Le badge est donné."))
        return redirect("recognition:requests", decision.recognition.group_id)
    messages.success(request, _("Le vote est fermé."))
    return redirect("recognition:follow", decision.recognition_id)


@access.needs("recognition.lead")
@require_POST
@once
def told(request: Request, recognition_id: UUID) -> HttpResponse:
    """Somebody told her "not yet": from now on her own page says it."""
    recognition = finding.followed(request, recognition_id)
    actions.tell_not_yet(recognition.pk, by=finding.me(request), to_show=request.POST.get("to_show", "")[:1000])
    messages.success(request, _("C’est noté. Sa page le dit maintenant."))
    return redirect("recognition:follow", recognition.pk)
