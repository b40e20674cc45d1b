"""Home, groups, and the people in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.once import once
from besace.core.pictures import PICTURES

from . import actions, forms, home, queries
from .models import Group, Organisation, Person, Role
from .request import Request
from .rules import Level


@access.needs("home.see")
@require_GET
def home_page(request: Request) -> HttpResponse:
    """One address, three homes: who leads, who takes part, who passes by."""
    person = request.person
    if person is None or person.level < Level.ACCOUNT:
        return render(request, "people/home_visitor.html")
    leads = any(m.role in queries.LEADING for m in person.memberships.all())  # already read, to know who she is
    led = list(queries.groups_of(person, *queries.LEADING)) if leads else []
    audience = home.FACILITATOR if led else home.PARTICIPANT
    groups = led or list(queries.groups_of(person))
    group = _current_group(request, groups)
    context = {
        "groups": groups,
        "group": group,
        "top": home.parts_for(audience, request, group, zone="top"),
        "columns": home.parts_for(audience, request, group, zone="column"),
    }
    return render(request, f"people/home_{audience}.html", context)


def _current_group(request: Request, groups: list[Group]) -> Group | None:
    """The group she looks at: the one asked for, else the last one, else the first."""
    asked = request.GET.get("groupe") or request.session.get("group", "")
    group = next((g for g in groups if str(g.pk) == asked), groups[0] if groups else None)
    if group and request.session.get("group") != str(group.pk):
        request.session["group"] = str(group.pk)
    return group


@access.needs("self.see")
@require_GET
def people(request: Request) -> HttpResponse:
    """« Personnes » of the bar: straight to the list of her group, or the choice of one."""
    groups = list(queries.groups_of(_me(request), Role.AMBASSADOR, *queries.LEADING))
    if len(groups) == 1:
        return redirect("people:group", groups[0].pk)
    administered = Organisation.objects.filter(
        memberships__person=_me(request), memberships__role=Role.ADMINISTRATOR
    ).distinct()
    return render(request, "people/groups.html", {"groups": groups, "organisations": administered})


def _me(request: Request) -> Person:
    assert request.person is not None, "the route's verb asks for somebody"
    return request.person


@access.needs("people.see", within=Group)
@require_GET
def group_people(request: Request, group: Group) -> HttpResponse:
    listed = queries.people_of(group)
    context = {
        "group": group,
        "people": [one for one in listed if not one.is_guest],
        "guests": [one for one in listed if one.is_guest],
        "may_print": access.may("card.print", request.person, group),
        "may_edit": access.may("group.edit", request.person, group),
    }
    return render(request, "people/group.html", context)


@access.needs("group.edit", within=Group)
@require_http_methods(["GET", "POST"])
@once
def group_settings(request: Request, group: Group) -> HttpResponse:
    form = forms.GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        actions.edit_group(group, **form.cleaned_data, by=_me(request))
        messages.success(request, _("C’est enregistré."))
        return redirect("people:group", group.pk)
    return render(request, "people/group_settings.html", {"group": group, "form": form})


@access.needs("organisation.edit", within=Organisation)
@require_http_methods(["GET", "POST"])
@once
def organisation(request: Request, organisation: Organisation) -> HttpResponse:
    form = forms.OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        actions.edit_organisation(organisation, **form.cleaned_data, by=_me(request))
        messages.success(request, _("C’est enregistré."))
        return redirect("people:people")
    groups = list(organisation.groups.order_by("name"))
    context = {"organisation": organisation, "form": form, "groups": groups, "new_group": forms.GroupForm()}
    return render(request, "people/organisation.html", context)


@access.needs("group.add", within=Organisation)
@require_POST
@once
def add_group(request: Request, organisation: Organisation) -> HttpResponse:
    form = forms.GroupForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Donnez un nom au groupe."))
        return redirect("people:organisation", organisation.pk)
    group = actions.make_group(**form.cleaned_data, organisation=organisation, by=_me(request))
    return redirect("people:group", group.pk)


@access.needs("people.see", within=Group)
@require_GET
def person(request: Request, group: Group, person_id: UUID) -> HttpResponse:
    return _sheet(request, group, queries.member(group, person_id))


def _sheet(request: Request, group: Group, shown: Person, *, form: Any = None, status: int = 200) -> HttpResponse:
    may_edit = access.may("person.edit", request.person, group)
    roles = access.roles_of(shown, group) - {access.VISITOR}
    context = {
        "group": group,
        "shown": shown,
        "known": queries.known_of(shown) if may_edit else None,
        "roles": [label for value, label in Role.choices if value in roles],
        "form": form or forms.PersonForm(initial={"first_name": shown.first_name, "picture": shown.picture}),
        "roles_form": forms.RolesForm(initial={"roles": sorted(roles)}),
        "pictures": PICTURES,
        "card": queries.valid_card(shown),
        "is_given_cards": bool(roles & access.MEMBERS),
        "may_edit": may_edit,
        "may_change_roles": access.may("role.change", request.person, group),
        "is_elsewhere": queries.belongs_elsewhere(shown, group.organisation),
    }
    return render(request, "people/person.html", context, status=status)


@access.needs("person.edit", within=Group)
@require_POST
@once
def edit_person(request: Request, group: Group, person_id: UUID) -> HttpResponse:
    shown = queries.member(group, person_id)
    form = forms.PersonForm(request.POST)
    if not form.is_valid():
        return _sheet(request, group, shown, form=form, status=422)
    actions.edit_person(shown, **form.cleaned_data, by=_me(request), group=group)
    messages.success(request, _("C’est enregistré."))
    return redirect("people:person", group.pk, shown.pk)


@access.needs("role.change", within=Group)
@require_POST
@once
def change_roles(request: Request, group: Group, person_id: UUID) -> HttpResponse:
    """Who unticks them all is shown where to press: one who has no role leaves by « Partir »."""
    shown = queries.member(group, person_id)
    roles = set(request.POST.getlist("roles"))
    if not roles:
        messages.warning(request, _("Choisissez au moins un rôle, ou retirez la personne."))
        return redirect("people:person", group.pk, shown.pk)
    actions.change_roles(shown, group=group, roles=roles, by=_me(request))
    messages.success(request, _("Ses rôles ont changé."))
    return redirect("people:group", group.pk)


@access.needs("person.remove", within=Group)
@require_POST
@once
def remove_member(request: Request, group: Group, person_id: UUID) -> HttpResponse:
    """A facilitator removes who takes part; only an administrator removes who leads."""
    shown = queries.member(group, person_id)
    if access.roles_of(shown, group) & access.LEADERS:
        access.require("role.change", request.person, group)
    actions.remove_member(shown, group=group, by=_me(request))
    messages.success(request, _("%(name)s n’est plus dans le groupe.") % {"name": shown.first_name})
    return redirect("people:group", group.pk)


@access.needs("people.see", within=Group)
@require_GET
def photo(request: Request, group: Group, person_id: UUID) -> FileResponse:
    """Her photo, for those who welcome in her group and if she said yes."""
    shown = queries.member(group, person_id)
    if not shown.photo or "photo" not in queries.consents_of(shown):
        raise Http404
    return FileResponse(shown.photo.open(), content_type="image/webp")
