"""Before and after: the group's meetings, the weekly rule, the calendar."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.once import once
from besace.people.models import Group
from besace.people.queries import groups_of
from besace.people.request import Request

from . import plan_actions, plan_queries
from .asking import meeting_for, uuid_in
from .calendar import as_calendar
from .forms import MeetingForm, RhythmForm
from .giving import queries as giving
from .models import Meeting, Rhythm

ICS = "text/calendar; charset=utf-8"


@access.needs("self.see")
@require_GET
def mine(request: Request) -> HttpResponse:
    """« Séances » of the bar: those of the group she looked at last, else of her first group."""
    assert request.person is not None
    groups = list(groups_of(request.person))
    last = request.session.get("group", "")
    group = next((g for g in groups if str(g.pk) == last), groups[0] if groups else None)
    return redirect("meetings:meetings", group.pk) if group else redirect("home")


@access.needs("group.see", within=Group)
@require_GET
def meetings(request: Request, group: Group) -> HttpResponse:
    """To come, and past with their minutes."""
    context = {
        "group": group,
        "to_come": plan_queries.to_come(group)[:12],
        "past": plan_queries.past(group)[:30],
        "rhythm": Rhythm.objects.filter(group=group).first(),
        "may_lead": access.may("meeting.lead", request.person, group),
    }
    return render(request, "meetings/meetings.html", context)


@access.needs("meeting.lead", within=Group)
@require_http_methods(["GET", "POST"])
@once
def plan(request: Request, group: Group) -> HttpResponse:
    """A meeting on one day."""
    form = MeetingForm(request.POST or None, initial={"place": group.place})
    if request.method == "POST" and form.is_valid():
        assert request.person is not None
        plan_actions.plan_meeting(group, by=request.person, **form.planned())
        return redirect("meetings:meetings", group.pk)
    context = {"group": group, "form": form, "title": _("Prévoir une séance")}
    return render(request, "meetings/plan.html", context, status=422 if form.is_bound else 200)


@access.needs("meeting.lead", within=Group)
@require_http_methods(["GET", "POST"])
@once
def rhythm(request: Request, group: Group) -> HttpResponse:
    """« Tous les mardis »."""
    kept = Rhythm.objects.filter(group=group).first()
    form = RhythmForm(request.POST or None, instance=kept, initial={"place": group.place})
    if request.method == "POST" and form.is_valid():
        assert request.person is not None
        made = plan_actions.set_rhythm(group, rhythm=form.save(commit=False), by=request.person)
        messages.success(request, _("%(n)s séances sont prévues.") % {"n": len(made)})
        return redirect("meetings:meetings", group.pk)
    context = {"group": group, "form": form, "title": _("Toutes les semaines")}
    return render(request, "meetings/plan.html", context, status=422 if form.is_bound else 200)


@access.needs("meeting.lead")
@require_http_methods(["GET", "POST"])
@once
def agenda(request: Request, meeting_id: UUID) -> HttpResponse:
    """What there is to do at this meeting."""
    meeting = meeting_for(request, meeting_id, verb="meeting.lead")
    if request.method == "POST":
        assert request.person is not None
        said = request.POST
        if said.get("recognition"):
            plan_actions.plan_request(meeting.pk, uuid_in(request, "recognition"), by=request.person)
            return redirect("meetings:agenda", meeting.pk)
        plan_actions.add_to_agenda(meeting.pk, text=said.get("text", ""), kind=said.get("kind", ""), by=request.person)
        return redirect("meetings:agenda", meeting.pk)
    items = meeting.agenda.all()
    planned = {item.recognition_id for item in items}
    ready = [one for one in giving.ready(meeting, besides=request.person) if one.recognition.pk not in planned]
    return render(request, "meetings/agenda.html", {"meeting": meeting, "items": items, "ready": ready})


@access.needs("meeting.lead")
@require_POST
@once
def cancel(request: Request, meeting_id: UUID) -> HttpResponse:
    meeting = meeting_for(request, meeting_id, verb="meeting.lead")
    assert request.person is not None
    plan_actions.cancel_meeting(meeting.pk, by=request.person)
    return redirect("meetings:meetings", meeting.group_id)


@access.needs("meeting.see")
@require_GET
def calendar_file(request: Request, meeting_id: UUID) -> HttpResponse:
    """One meeting, for one's own calendar."""
    meeting = meeting_for(request, meeting_id)
    answer = HttpResponse(as_calendar([meeting], name=meeting.group.name), content_type=ICS)
    answer["Content-Disposition"] = 'attachment; filename="seance.ics"'
    return answer


@access.public
@require_GET
def calendar_feed(request: Request, key: str) -> HttpResponse:
    """The group's meetings, to follow: whoever holds the link sees when and where, nothing else."""
    kept = get_object_or_404(Rhythm.objects.select_related("group"), feed_key=key)
    coming = (
        Meeting.objects.filter(plan_queries.REAL, group=kept.group).select_related("group").order_by("-starts_at")[:60]
    )
    return HttpResponse(as_calendar(coming, name=kept.group.name), content_type=ICS)
