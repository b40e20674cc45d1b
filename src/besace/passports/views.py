"""The bag as its owner sees it: what waits, what she holds, whom she shows it to."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.once import once
from besace.credentials import images
from besace.credentials.models import Credential
from besace.credentials.views import page_context
from besace.endorsements import home_parts as endorsements
from besace.endorsements import queries as words
from besace.people.models import Person
from besace.people.renewals import actions as renewals
from besace.people.request import Request
from besace.recognition import actions as recognition
from besace.recognition import queries as awards
from besace.recognition.models import Award

from . import actions, downloads, linkedin, phrases, queries
from .archive import building
from .forms import ShareForm

ANSWERS = {
    "accept": (recognition.accept_award, gettext_noop("Le badge est dans votre sac.")),
    "hide": (recognition.hide_award, gettext_noop("Le badge est dans votre sac, caché.")),
    "refuse": (recognition.refuse_award, gettext_noop("C’est noté. Personne n’est prévenu.")),
}


def _me(request: Request) -> Person:
    assert request.person is not None, "the route's verb asks for somebody"
    return request.person


@access.needs("bag.see")
@require_GET
def bag(request: Request) -> HttpResponse:
    me = _me(request)
    context = {
        "waiting": list(awards.waiting_awards(me)),
        "asked": renewals.shown_to(me),
        "words": endorsements.lines(words.waiting_for(me)),
        "badges": queries.contents(me),
        "shares": list(queries.living_shares(me)),
    }
    return render(request, "passports/bag.html", context)


@access.needs("bag.edit")
@require_http_methods(["GET", "POST"])
@once
def answer(request: Request, award_id: UUID) -> HttpResponse:
    """Accept, keep hidden, or refuse; a refusal is asked twice, because it is final."""
    found = Award.objects.filter(pk=award_id, person=_me(request)).select_related("version", "group").first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return render(request, "passports/refuse.html", {"award": found})
    if request.POST.get("answer") not in ANSWERS:
        return redirect("passports:bag")
    act, sentence = ANSWERS[request.POST["answer"]]
    act(found.pk, by=_me(request))
    messages.success(request, _(sentence))
    return redirect("passports:bag")


@access.needs("bag.see")
@require_GET
def badge(request: Request, credential_id: UUID) -> HttpResponse:
    """One badge, all that was signed of it, and what she may do with it."""
    found = queries.one_of_hers(_me(request), credential_id)
    context = {
        **page_context(found),
        "credential": found,
        "at_address": queries.is_shown_at_its_address(found),
        "shares": list(queries.pages_with(found)),
        "to_read": len(words.of_credential(found, "sent")),
        "wording": phrases.SHOW_ADDRESS,
    }
    return render(request, "passports/badge.html", context)


@access.needs("bag.edit")
@require_POST
@once
def show(request: Request, credential_id: UUID) -> HttpResponse:
    actions.show(queries.one_of_hers(_me(request), credential_id).pk, by=_me(request))
    messages.success(request, _("Qui a l’adresse peut lire ce badge."))
    return redirect("passports:badge", credential_id)


@access.needs("bag.edit")
@require_POST
@once
def hide(request: Request, credential_id: UUID) -> HttpResponse:
    actions.hide(queries.one_of_hers(_me(request), credential_id).pk, by=_me(request))
    messages.success(request, _("Ce badge est privé. Vous seule le voyez."))
    return redirect("passports:badge", credential_id)


@access.needs("bag.edit")
@require_POST
@once
def taken(request: Request, credential_id: UUID) -> HttpResponse:
    """She has the new file of a badge that was signed again."""
    actions.take_new_file(queries.one_of_hers(_me(request), credential_id).pk, by=_me(request))
    messages.success(request, _("C’est noté."))
    return redirect("passports:badge", credential_id)


@access.needs("bag.see")
@require_GET
def file(request: Request, credential_id: str, ending: str) -> HttpResponse:
    """The badge in one of its forms, exactly as signed."""
    found = queries.one_of_hers(_me(request), UUID(credential_id))
    body, media_type = downloads.form(found, ending)
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{images.file_name(found, ending)}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@access.needs("bag.edit")
@require_http_methods(["GET", "POST"])
@once
def share(request: Request) -> HttpResponse:
    """Make a page for somebody: which badges, until when, with her first name or not."""
    bag = queries.contents(_me(request))
    wanted = request.GET.getlist("badge") or [str(badge.id) for badge in bag if len(bag) == 1]
    form = ShareForm(request.POST or None, bag=bag, initial={"badges": wanted, "lasts": "month"})
    if request.method == "POST" and form.is_valid():
        made = actions.share(
            [UUID(pk) for pk in form.cleaned_data["badges"]],
            by=_me(request),
            label=form.cleaned_data["label"],
            shows_name=form.cleaned_data["shows_name"],
            ends_at=form.ends_at(),
        )
        return redirect("passports:shared", made.pk)
    context = {"form": form, "bag": bag, "wording": phrases.SHOW_BY_LINK}
    return render(request, "passports/share.html", context, status=422 if form.is_bound else 200)


@access.needs("bag.see")
@require_GET
def shared(request: Request, share_id: UUID) -> HttpResponse:
    """Her own view of a page that she shares: its link, its code, and the way to stop."""
    found = queries.share_of_hers(_me(request), share_id)
    shown = queries.on_page(found)
    address = settings.SITE_URL + reverse("passports:page", args=[found.pk])
    context = {"share": found, "badges": shown, "address": address, "linkedin": _linkedin(shown, address)}
    return render(request, "passports/shared.html", context)


def _linkedin(shown: list[Credential], address: str) -> str:
    return linkedin.address(shown[0], page=address) if len(shown) == 1 else ""


@access.needs("bag.edit")
@require_POST
@once
def end_share(request: Request, share_id: UUID) -> HttpResponse:
    actions.end_share(queries.share_of_hers(_me(request), share_id).pk, by=_me(request))
    messages.success(request, _("Cette page n’existe plus. Personne n’est prévenu."))
    return redirect("passports:bag")


@access.needs("bag.see")
@require_GET
def take_away(request: Request) -> HttpResponse:
    return render(request, "passports/take_away.html")


@access.needs("bag.see")
@require_GET
def archive(request: Request) -> HttpResponse:
    """Everything, in one folder that opens and checks itself anywhere."""
    response = HttpResponse(building.build(_me(request)), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="mon-sac-a-badges.zip"'
    return response
