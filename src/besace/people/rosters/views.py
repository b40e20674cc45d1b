"""Adding people: one, a pasted list, a file; and the check before they are added."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.once import once

from .. import actions as people
from ..forms import AddForm, ListForm
from ..models import Group, Roster
from ..request import Request
from . import actions, reading

SHOWN = 60
WHY: dict[str, Promise] = {
    "no-name": gettext_lazy("Il manque le prénom."),
    "not-a-name": gettext_lazy("Ce n’est pas un prénom."),
    "bad-contact": gettext_lazy("L’e-mail ou le téléphone n’est pas complet."),
    "too-long": gettext_lazy("Cette ligne est trop longue."),
    "twice": gettext_lazy("Cette personne est deux fois dans la liste."),
    "same-contact": gettext_lazy("Ce contact est déjà dans le groupe."),
    "same-name": gettext_lazy("Ce prénom est déjà dans le groupe."),
}


@access.needs("person.add", within=Group)
@require_http_methods(["GET", "POST"])
@once
def add(request: Request, group: Group) -> HttpResponse:
    """One person; the same page offers the list and the file."""
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = people.add_person(
            form.cleaned_data["first_name"], group=group, by=request.person, contact=form.cleaned_data["contact"]
        )
        messages.success(request, _("%(name)s est dans le groupe.") % {"name": added.first_name})
        return redirect("people:add", group.pk)
    return _page(request, group, form=form)


def _page(
    request: Request, group: Group, *, form: AddForm | None = None, list_form: ListForm | None = None
) -> HttpResponse:
    is_wrong = bool((form and form.errors) or (list_form and list_form.errors))
    context = {"group": group, "form": form or AddForm(), "list_form": list_form or ListForm()}
    return render(request, "people/add.html", context, status=422 if is_wrong else 200)


@access.needs("person.add", within=Group)
@require_POST
@once
def look_at(request: Request, group: Group) -> HttpResponse:
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, group, list_form=form)
    file = form.cleaned_data["file"]
    rows = (
        reading.rows_of(file.read(reading.MOST_BYTES + 1)) if file else reading.rows_of_text(form.cleaned_data["text"])
    )
    assert request.person is not None
    roster = actions.look_at(rows, group=group, by=request.person, source=file.name if file else "")
    return redirect("people:roster", group.pk, roster.pk)


@access.needs("person.add", within=Group)
@require_GET
def roster(request: Request, group: Group, roster_id: UUID) -> HttpResponse:
    """What was understood, what may be a double, what was not understood and why."""
    shown = get_object_or_404(Roster, pk=roster_id, group=group)
    lines = [{**line, "why": WHY.get(line["problem"] or line["doubt"], "")} for line in shown.lines]
    good = [line for line in lines if not line["problem"] and not line["doubt"]]
    bad = [line for line in lines if line["problem"]]
    context = {
        "group": group,
        "roster": shown,
        "good": good[:SHOWN],
        "good_count": len(good),
        "more": max(0, len(good) - SHOWN),
        "doubtful": [line for line in lines if line["doubt"]],
        "bad": bad,
        "bad_text": "\n".join(line["text"] for line in bad if line["problem"] != "twice"),
    }
    return render(request, "people/roster.html", context)


@access.needs("person.add", within=Group)
@require_POST
@once
def add_people(request: Request, group: Group, roster_id: UUID) -> HttpResponse:
    shown = get_object_or_404(Roster, pk=roster_id, group=group)
    assert request.person is not None
    also = {int(number) for number in request.POST.getlist("also") if number.isdecimal()}
    count = actions.add_people(shown.pk, by=request.person, also=also)
    said = ngettext("%(count)d personne est dans le groupe.", "%(count)d personnes sont dans le groupe.", count)
    messages.success(request, said % {"count": count})
    shown.refresh_from_db()
    return redirect("people:roster", group.pk, shown.pk) if shown.lines else redirect("people:group", group.pk)
