"""She asks, or is proposed and answers alone; her own page, her traces, what she chooses to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.errors import Conflict
from besace.core.once import once
from besace.people import queries as people

from . import actions, finding, forms, queries, traces
from .models import Evidence, State

if TYPE_CHECKING:
    from uuid import UUID

    from besace.badges.models import BadgeClass
    from besace.people.models import Person
    from besace.people.request import Request

    from .models import Recognition
    from .traces import Trace


@access.needs("badge.ask")
@require_http_methods(["GET", "POST"])
def ask(request: Request, badge_id: UUID) -> HttpResponse:
    """One screen, nothing required. Who leads may ask for somebody who has no phone."""
    badge = finding.badge_for(request, badge_id, verb="badge.ask")
    leads = access.may("recognition.lead", request.person, badge.group)
    others = people.members(badge.group).exclude(pk=finding.me(request).pk) if leads else None
    form = forms.AskForm(request.POST or None, request.FILES or None, people=others)
    if form.is_valid():  # a photo is drawn anew here, before the transaction that @once opens
        return _asked(request, badge, form.cleaned_data)
    living = queries.living(finding.me(request), badge)
    if living is not None and not leads:
        return redirect("recognition:way", living.pk)
    context = {"badge": badge, "form": form, "version": badge.current_version}
    return render(request, "recognition/ask.html", context, status=422 if form.is_bound else 200)


@once
def _asked(request: Request, badge: BadgeClass, said: dict[str, Any]) -> HttpResponse:
    me: Person = finding.me(request)
    who: Person = said.get("who") or me
    entered_by = me if who != me else None
    recognition = actions.ask(badge.pk, by=who, words=said["words"], entered_by=entered_by)
    if said["trace"]:
        _add(recognition, by=who, trace=said["trace"])
    if entered_by:
        messages.success(request, _("%(name)s : la demande est notée.") % {"name": who.first_name})
        return redirect("recognition:requests", badge.group_id)
    messages.success(request, _("C’est demandé."))
    return redirect("recognition:way", recognition.pk)


def _add(recognition: Recognition, *, by: Person, trace: Trace) -> Evidence:
    return actions.add_evidence(recognition.pk, by=by, kind=trace.kind, name=trace.name, file=trace.file)


@access.needs("badge.propose")
@require_http_methods(["GET", "POST"])
@once
def propose(request: Request, badge_id: UUID) -> HttpResponse:
    """« J’ai vu… »: the answer is the same whatever others said, and whatever she holds or said before."""
    badge = finding.badge_for(request, badge_id, verb="badge.propose")
    me = finding.me(request)
    others = people.members(badge.group).exclude(pk=me.pk)
    form = forms.ProposeForm(request.POST or None, people=others)
    if form.is_valid():
        _propose(badge, by=me, said=form.cleaned_data)
        messages.success(request, _("Merci. C’est noté. La personne choisira."))
        return redirect("recognition:mine")
    context = {"badge": badge, "form": form}
    return render(request, "recognition/propose.html", context, status=422 if form.is_bound else 200)


def _propose(badge: BadgeClass, *, by: Person, said: dict[str, Any]) -> None:
    try:
        actions.propose(
            badge.pk, said["person"], by=by, saw=said["saw"], when=said["when"], where=said["where"], group=badge.group
        )
    except Conflict as refusal:
        # What she holds is hers to show: nobody learns it by proposing her.
        if refusal.code != "already-hers":
            raise


@access.needs("recognition.see")
@require_GET
def mine(request: Request) -> HttpResponse:
    """All that waits for her, and her ways to badges."""
    return render(request, "recognition/mine.html", {"part": queries.waiting_for(finding.me(request))})


@access.needs("recognition.see")
@require_GET
def way(request: Request, recognition_id: UUID) -> HttpResponse:
    """Her own page of one badge."""
    recognition = finding.hers(request, recognition_id)
    return render(request, "recognition/way.html", _way(recognition))


def _way(recognition: Recognition, *, form: forms.TraceForm | None = None) -> dict[str, Any]:
    said = queries.said_to_her(recognition)
    return {
        "recognition": recognition,
        "said": said,
        "step": queries.step_of(said),
        "labels": queries.step_labels(),
        "lines": queries.criteria_seen(recognition) if said in {State.SEEN, State.NOT_YET} else [],
        "proposals": recognition.proposals.all() if said == State.PROPOSED else [],
        "situation": queries.last_situation(recognition),
        "evidence": list(recognition.evidence.all()),
        "award": queries.award_of(recognition) if said == State.AWARDED else None,
        "peers": people.members(recognition.group).exclude(pk=recognition.person_id),
        "may_change": said in {State.OPEN, State.SEEN, State.NOT_YET},
        "form": form or forms.TraceForm(),
    }


@access.needs("recognition.see")
@require_POST
@once
def answer(request: Request, recognition_id: UUID) -> HttpResponse:
    """Oui, plus tard, non: alone, and a no is silent."""
    recognition = finding.hers(request, recognition_id)
    me, said = finding.me(request), request.POST.get("answer", "")
    if said == "yes":
        actions.accept_proposal(recognition.pk, by=me)
        return redirect("recognition:way", recognition.pk)
    if said == "no":
        actions.decline_proposal(recognition.pk, by=me)
        messages.success(request, _("C’est noté. Personne ne le saura."))
    else:
        actions.postpone_proposal(recognition.pk, by=me)
        messages.success(request, _("D’accord. La question reste ici."))
    return redirect("recognition:mine")


@access.needs("recognition.see")
@require_POST
@once
def withdraw(request: Request, recognition_id: UUID) -> HttpResponse:
    recognition = finding.hers(request, recognition_id)
    actions.withdraw_request(recognition.pk, by=finding.me(request))
    messages.success(request, _("Votre demande est retirée."))
    return redirect("recognition:mine")


@access.needs("recognition.see")
@require_POST
@once
def choose_teller(request: Request, recognition_id: UUID) -> HttpResponse:
    """Who speaks to her first, if it is not yet."""
    recognition = finding.hers(request, recognition_id)
    peers = people.members(recognition.group).exclude(pk=recognition.person_id)
    chosen = request.POST.get("teller", "")
    teller = next((one for one in peers if str(one.pk) == chosen), None)
    actions.choose_teller(recognition.pk, by=finding.me(request), teller=teller)
    messages.success(request, _("C’est noté."))
    return redirect("recognition:way", recognition.pk)


@access.needs("recognition.see")
@require_POST
def add_trace(request: Request, recognition_id: UUID) -> HttpResponse:
    """One more trace; hidden until she says yes to this one."""
    recognition = finding.hers(request, recognition_id)
    form = forms.TraceForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "recognition/way.html", _way(recognition, form=form), status=422)
    return _added(request, recognition, form.cleaned_data)


@once
def _added(request: Request, recognition: Recognition, said: dict[str, Any]) -> HttpResponse:
    me = finding.me(request)
    if said["trace"]:
        _add(recognition, by=me, trace=said["trace"])
    if said["text"] or said["address"]:
        kind = Evidence.Kind.LINK if said["address"] else Evidence.Kind.TEXT
        actions.add_evidence(recognition.pk, by=me, kind=kind, text=said["text"], address=said["address"])
    return redirect("recognition:way", recognition.pk)


@access.needs("recognition.see")
@require_POST
@once
def show_trace(request: Request, recognition_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Her yes or her no to one trace; or she takes it away."""
    recognition = finding.hers(request, recognition_id)
    item = get_object_or_404(recognition.evidence, pk=evidence_id)
    wish, me = request.POST.get("wish", ""), finding.me(request)
    if wish == "remove":
        actions.remove_evidence(item.pk, by=me)
    else:
        agree = request.POST.get("agree") == "yes"
        actions.show_evidence(item.pk, by=me, is_shown=wish == "show", people_agree=agree)
    return redirect("recognition:way", recognition.pk)


@access.needs("recognition.see")
@require_GET
def trace(request: Request, evidence_id: UUID) -> FileResponse:
    """The file itself: for her and who leads; for the peers once she shows it."""
    item = get_object_or_404(Evidence.objects.select_related("recognition__group"), pk=evidence_id)
    recognition = item.recognition
    access.require("recognition.see", request.person, recognition.group)
    leads = access.may("recognition.lead", request.person, recognition.group)
    is_peer = access.may("peers.vote", request.person, recognition.group)
    if not item.file or not (recognition.person_id == finding.me(request).pk or leads or (is_peer and item.is_shown)):
        raise Http404
    return traces.served(item)
