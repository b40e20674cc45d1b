"""`/p/<id>`: the page she shares, for an employer and for machines; 410 once it has ended (SECURITY.md P06)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from besace import access
from besace.core import negotiation
from besace.credentials.models import Credential
from besace.credentials.publication import CREDENTIAL_TYPE
from besace.credentials.views import page_context

from . import pages, pictures, queries
from .models import Share

GONE = 410


@access.public
@require_safe
def page(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """One badge is shown whole, several as a shelf; a machine gets the signed documents themselves."""
    found, badges = _open(share_id)
    if found is None:
        return _gone(request)
    if negotiation.wanted(request.headers.get("Accept", "")) != negotiation.PAGE:
        return _answered(HttpResponse(pages.documents(badges), content_type=CREDENTIAL_TYPE))
    if len(badges) == 1:
        return _one(request, found, badges[0])
    return _answered(render(request, "passports/page_many.html", {**_about(found, badges), "badges": badges}))


@access.public
@require_safe
def page_badge(request: HttpRequest, share_id: UUID, credential_id: UUID) -> HttpResponse:
    """One badge of a page that shows several."""
    found, badges = _open(share_id)
    if found is None:
        return _gone(request)
    badge = next((one for one in badges if one.pk == credential_id), None)
    if badge is None:
        raise Http404
    return _one(request, found, badge)


@access.public
@require_safe
def picture(request: HttpRequest, share_id: UUID) -> HttpResponse:
    found, badges = _open(share_id)
    if found is None:
        return _answered(HttpResponse(status=GONE))
    drawn = pictures.of_page(badges, holder=found.holder if found.shows_name else None)
    return _answered(HttpResponse(drawn, content_type="image/png"))


def _open(share_id: UUID) -> tuple[Share | None, list[Credential]]:
    found = queries.open_share(share_id)
    badges = queries.on_page(found) if found else []
    return (found if badges else None), badges


def _one(request: HttpRequest, share: Share, badge: Credential) -> HttpResponse:
    context = {**page_context(badge), **_about(share, [badge])}
    return _answered(render(request, "passports/page.html", context))


def _about(share: Share, badges: list[Credential]) -> dict[str, object]:
    who = share.holder.first_name if share.shows_name else ""
    return {"share": share, "who": who, "first": badges[0], "site": settings.SITE_URL}


def _gone(request: HttpRequest) -> HttpResponse:
    return _answered(render(request, "passports/page_over.html", status=GONE))


def _answered(response: HttpResponse) -> HttpResponse:
    """Asked again each time, and found by no search engine: what she takes back is gone at once."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    response["Vary"] = "Accept, Cookie"
    return response
