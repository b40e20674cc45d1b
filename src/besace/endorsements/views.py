"""Somebody opened a link: she sees the badge, says what she thinks, reads it again, sends it. Without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core import limits
from besace.core.errors import NotAllowed, Refused
from besace.core.once import once

from . import actions, finding, links, phrases, queries, rules, sentences
from .forms import SayForm
from .sentences import Over

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import _StrPromise

    from besace.people.request import Request

    from .models import Invitation


@access.public
@require_GET
def arrive(request: Request, secret: str) -> HttpResponse:
    """The link itself: its secret leaves the address bar at once. One letter changed, and there is nothing."""
    address = request.META.get("REMOTE_ADDR", "")
    limits.refuse_if_exceeded("endorsement-link", address, rules.FAILURES)
    found = links.invitation_of(secret)
    link = queries.invitation(found) if found else None
    if link is None:
        limits.count_failure("endorsement-link", address)
        raise Http404
    finding.open_here(request, link.pk)
    return redirect("endorsements:say", link.pk)


@access.public
@require_http_methods(["GET", "POST"])
@once
def say(request: Request, invitation_id: UUID) -> HttpResponse:
    """The badge, and what she thinks of it, on one screen; what was already said is answered the same each time."""
    link = finding.opened(request, invitation_id)
    refused = _refused(request, link)
    # Looked at last: what refuses may be her own words, that arrived meanwhile.
    if queries.already_said(link, person=request.person, device=request.device):
        return _sent(request, link) if request.method == "GET" else redirect("endorsements:say", link.pk)
    if refused:
        return refused
    known = finding.draft(request, link) or _known_of(request, link)
    form = SayForm(request.POST if request.method == "POST" else None, ready=_ready(link), initial=known)
    if form.is_valid():
        finding.keep_draft(request, link, form.draft())
        return redirect("endorsements:read_again", link.pk)
    context = {"asked": queries.asked(link), "form": form, "link": link}
    return render(request, "endorsements/say.html", context, status=422 if form.is_bound else 200)


@access.public
@require_http_methods(["GET", "POST"])
@once
def read_again(request: Request, invitation_id: UUID) -> HttpResponse:
    """As it may be read by all; her yes sends it, once."""
    link = finding.opened(request, invitation_id)
    form = SayForm(finding.draft(request, link), ready=_ready(link))
    if not form.is_valid():
        return redirect("endorsements:say", link.pk)
    if request.method == "POST":
        return _send(request, link, form.said)
    if refused := _refused(request, link):
        return refused
    context = {
        "asked": queries.asked(link),
        "said": form.said,
        "who": rules.who(form.said.name, form.said.role, form.said.place),
        "link": link,
        "remarks": sentences.remarks(f"{form.said.words} {form.said.role} {form.said.place}"),
        "wording": phrases.MAY_BE_PUBLIC,
    }
    return render(request, "endorsements/read_again.html", context)


def _send(request: Request, link: Invitation, said: actions.Said) -> HttpResponse:
    try:
        actions.say(link.pk, said, device=request.device, by=request.person)
    except (Over, NotAllowed) as refused:
        return _over(request, refused)
    finding.keep_draft(request, link, {})
    return redirect("endorsements:say", link.pk)


@access.public
@require_POST
@once
def withdraw(request: Request, invitation_id: UUID) -> HttpResponse:
    """Her words are hers: she takes them back from the telephone that sent them."""
    link = finding.opened(request, invitation_id)
    actions.withdraw(link.pk, device=request.device, by=request.person)
    return redirect("endorsements:withdrawn", link.pk)


@access.public
@require_GET
def withdrawn(request: Request, invitation_id: UUID) -> HttpResponse:
    finding.opened(request, invitation_id)
    return render(request, "endorsements/withdrawn.html")


def _sent(request: Request, link: Invitation) -> HttpResponse:
    """The same words whatever became of it: that it was declined is told to nobody."""
    return render(request, "endorsements/sent.html", {"asked": queries.asked(link), "link": link})


def _refused(request: Request, link: Invitation) -> HttpResponse | None:
    is_holder = queries.is_the_holder(link, person=request.person, device=request.device)
    why = rules.may_speak(queries.as_link(link), is_holder=is_holder, now=timezone.now())
    try:
        sentences.refuse_unless_fine(why)
    except (Over, NotAllowed) as refused:
        return _over(request, refused)
    return None


def _over(request: Request, refused: Refused) -> HttpResponse:
    return render(request, "endorsements/over.html", {"sentence": refused.sentence}, status=refused.status)


def _ready(link: Invitation) -> dict[str, _StrPromise]:
    return phrases.OF_SOMEBODY if link.credential_id else phrases.OF_A_BADGE


def _known_of(request: Request, link: Invitation) -> dict[str, str]:
    person = request.person
    if person is None or not queries.is_known_to(link.group.organisation, person):
        return {}
    return {"name": person.first_name}
