"""Whoever the badge belongs to: she asks, reads what was said, says yes or no, and may take it away later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.errors import Refusal
from besace.core.once import once

from . import actions, finding, links, phrases, queries, rules, sentences
from .forms import LinkForm

if TYPE_CHECKING:
    from uuid import UUID

    from besace.people.request import Request

    from .models import Endorsement


@access.needs("endorsement.ask")
@require_http_methods(["GET", "POST"])
@once
def of_mine(request: Request, credential_id: UUID) -> HttpResponse:
    """What is said of a badge of hers, and the way to ask for more."""
    badge = finding.held(request, credential_id)
    if request.method == "POST":
        return redirect("endorsements:link", actions.ask(badge.pk, by=finding.me(request)).pk)
    context = {
        "name": badge.version.name,
        "version_id": badge.version_id,
        "credential": badge,
        "wording": phrases.SHOW_TO_WHO_HAS_THE_LINK,
        "links": queries.open_links(credential=badge),
        **_read(queries.of_credential(badge)),
    }
    return render(request, "endorsements/of_mine.html", context)


@access.needs("endorsement.lead")
@require_http_methods(["GET", "POST"])
@once
def of_badge(request: Request, badge_id: UUID) -> HttpResponse:
    """What partners say of a badge of the group, and a link for one of them, or for a room."""
    badge = finding.led(request, badge_id)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version, me = badge.current_version, finding.me(request)
        assert version is not None, "`led` finds stamped badges"
        made = actions.ask_for_badge(version.pk, by=me, places=form.cleaned_data["places"])
        return redirect("endorsements:link", made.pk)
    context = {
        "name": badge.name,
        "version_id": badge.current_version_id,
        "badge": badge,
        "form": form,
        "links": queries.open_links(version__badge=badge),
        **_read(queries.of_badge(badge)),
    }
    return render(request, "endorsements/of_badge.html", context, status=422 if form.is_bound else 200)


def _read(said: list[Endorsement]) -> dict[str, object]:
    """What waits, with a kind remark where a word exposes somebody; and what is shown."""
    waiting = [one for one in said if one.state == rules.SENT]
    return {
        "waiting": [(one, sentences.remarks(f"{one.words} {one.role} {one.place}")) for one in waiting],
        "shown": [one for one in said if one.state == rules.ACCEPTED],
    }


@access.needs("endorsement.ask")
@require_GET
def link(request: Request, invitation_id: UUID) -> HttpResponse:
    """The square to show and the link to send; she may stop it."""
    found = finding.link_of(request, invitation_id)
    context = {
        "link": found,
        "address": links.address(found),
        "used": found.endorsements.count(),
        "back": links.home_of(found),
        "is_open": queries.open_links(pk=found.pk).exists(),
    }
    return render(request, "endorsements/link.html", context)


@access.needs("endorsement.ask")
@require_POST
@once
def end_link(request: Request, invitation_id: UUID) -> HttpResponse:
    found = finding.link_of(request, invitation_id)
    actions.end_link(found.pk, by=finding.me(request))
    messages.success(request, _("Ce lien n’ouvre plus rien."))
    return redirect(links.home_of(found))


@access.needs("endorsement.ask")
@require_POST
@once
def settle(request: Request, endorsement_id: UUID) -> HttpResponse:
    """Yes, no, or take away."""
    one, leads = finding.to_settle(request, endorsement_id)
    act, sentence = _ANSWERS.get(request.POST.get("answer", ""), (None, ""))
    if act is None:
        raise Refusal("choose-one", _("Choisissez une des réponses."))
    act(one.pk, by=finding.me(request), leads=leads)
    messages.success(request, _(sentence))
    return redirect(links.home_of(one.invitation))


_ANSWERS = {
    "accept": (actions.accept, gettext_noop("C’est montré avec le badge.")),
    "decline": (actions.decline, gettext_noop("C’est noté. Personne n’est prévenu.")),
    "take-away": (actions.take_away, gettext_noop("C’est enlevé. Personne n’est prévenu.")),
}
