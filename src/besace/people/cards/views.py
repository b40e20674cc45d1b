"""Coming in with a card; printing cards, revoking, waking them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.once import key_of, once

from .. import queries
from ..models import Card, Group, Person
from ..request import Request
from ..signin.arrival import after_card
from ..signin.ways import next_after
from . import actions, rules, sheet

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SESSION_KEY = "card"


@access.public
@require_GET
def arrive(request: Request, secret: str) -> HttpResponse:
    """The QR of a card: the secret leaves the address bar at once."""
    card = actions.found(secret)
    if card is None:
        raise Conflict("card-revoked", _("Cette carte ne sert plus. Demandez-en une nouvelle."))
    actions.usable(card.pk)
    request.session[SESSION_KEY] = str(card.pk)
    return redirect("people:card")


@access.public
@require_http_methods(["GET", "POST"])
def card(request: Request) -> HttpResponse:
    """« Vous êtes Odile ? » Her code is asked on a device that does not know her yet."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return render(request, "people/card_none.html")
    held = actions.usable(UUID(kept))
    if request.method == "GET":
        return _ask(request, held)
    try:
        used = _use(request, held)
    except Refusal as refused:
        return _ask(request, held, error=refused.sentence)
    _come_in(request, used)
    return redirect(after_card(request, used.person) or next_after(request))


def _ask(request: Request, held: Card, *, error: str = "") -> HttpResponse:
    is_known = bool(held.pin_hash) and actions.knows_her(request.device, person=held.person)
    context = {"card": held, "is_known": is_known, "is_first": not held.pin_hash, "error": error}
    return render(request, "people/card.html", context, status=422 if error else 200)


def _use(request: Request, held: Card) -> Card:
    if "pin" in request.POST:
        return actions.open_with(held.pk, pin=request.POST["pin"].strip())
    return actions.use_here(held.pk, device=request.device)


def _come_in(request: Request, used: Card) -> None:
    del request.session[SESSION_KEY]
    request.card = used
    login(request, used.person, backend=BACKEND)


@access.needs("card.print", within=Group)
@require_http_methods(["GET", "POST"])
def cards(request: Request, group: Group) -> HttpResponse:
    """Choose whose cards to print; those who have one keep it unless she is ticked, and the page says of which day."""
    if request.method == "POST":
        return _sheet(request, group, request.POST.getlist("person"))
    people = [one for one in queries.people_of(group) if access.MEMBERS & set(one.roles)]
    return render(request, "people/cards.html", {"group": group, "people": people})


def _sheet(request: Request, group: Group, ids: list[str]) -> HttpResponse:
    chosen = [p for p in queries.members(group, *access.MEMBERS) if str(p.pk) in set(ids[: rules.MOST_AT_ONCE])]
    if not chosen:
        messages.warning(request, _("Cochez au moins une personne."))
        return redirect("people:cards", group.pk)
    for person in chosen:
        _require_hers(person, group)
    return _print(request, chosen, group=group, with_codes="with_codes" in request.POST)


def _require_hers(person: Person, group: Group) -> None:
    """A card opens all that she has: where another organisation knows her too, she prints it herself."""
    if queries.belongs_elsewhere(person, group.organisation):
        sentence = _("%(name)s est aussi ailleurs. Elle imprime sa carte depuis sa page.")
        raise NotAllowed("card-of-two-houses", sentence % {"name": person.first_name})


def _print(request: Request, persons: list[Person], *, group: Group, with_codes: bool) -> HttpResponse:
    """No card stops without a word: those that the page did not name are named first."""
    assert request.person is not None
    sheet.require_fonts()
    fresh = actions.prepare(persons, with_codes=with_codes, asked=key_of(request))
    told = set(request.POST.getlist("replace"))
    stopped = queries.cards_stopped_by({one.id for one in fresh}, persons=persons)
    if any(str(card.pk) not in told for card in stopped):
        context = {"group": group, "persons": persons, "stopped": stopped, "with_codes": with_codes}
        return render(request, "people/cards_again.html", context)
    pdf = sheet.draw(fresh, organisation=group.organisation.name, contact=request.person.first_name)
    actions.hand_out(fresh, by=request.person, group=group, replacing={card.pk for card in stopped})
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="cartes.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@access.needs("card.print", within=Group)
@require_POST
def reprint(request: Request, group: Group, person_id: UUID) -> HttpResponse:
    """The old card is refused from now, the new one is on the sheet."""
    return _sheet(request, group, [str(person_id)])


@access.needs("card.print", within=Group)
@require_POST
@once
def revoke(request: Request, group: Group, person_id: UUID) -> HttpResponse:
    person = queries.member(group, person_id)
    assert request.person is not None
    actions.revoke(person, by=request.person, group=group)
    messages.success(request, _("%(name)s : la carte ne sert plus.") % {"name": person.first_name})
    return redirect("people:person", group.pk, person.pk)


@access.needs("card.print", within=Group)
@require_POST
@once
def wake(request: Request, group: Group, person_id: UUID) -> HttpResponse:
    person = queries.member(group, person_id)
    _require_hers(person, group)
    held = queries.valid_card(person)
    assert request.person is not None
    if held:
        actions.wake(held, by=request.person, group=group)
        messages.success(request, _("%(name)s : la carte s’ouvre à nouveau.") % {"name": person.first_name})
    return redirect("people:person", group.pk, person.pk)


@access.needs("self.edit")
@require_POST
def print_mine(request: Request) -> HttpResponse:
    """My own card, from my own page."""
    me = request.person
    group = queries.groups_of(me).first() if me else None
    if me is None or group is None:
        raise Refusal("no-group", _("Vous n’êtes dans aucun groupe."))
    return _print(request, [me], group=group, with_codes=False)
