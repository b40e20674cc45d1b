"""The public addresses of a signed badge, and the page where anybody checks one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from besace import access
from besace.badges import views as badges
from besace.badges.models import BadgeVersion
from besace.core import negotiation
from besace.people.models import Organisation, Person
from besace.people.request import Request

from . import actions, addresses, images, keys, queries, recommending, sentences, standing, translation
from .forms import VerifyForm
from .models import Credential, StatusList
from .publication import CREDENTIAL_TYPE, GONE, JSON_LD
from .sources import Remembering

Draw = Callable[[Credential], bytes]
Answer = TypeVar("Answer", bound=HttpResponseBase)


@access.public
@require_safe
def credential(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """`/c/<id>`: a page for an employer, the signed document for a machine, the baked picture if asked for."""
    return _both_forms(request, queries.visible(credential_id, to=_person(request)), draw=images.baked_png, is_2=False)


@access.public
@require_safe
def assertion(request: HttpRequest, assertion_id: UUID) -> HttpResponse:
    """`/a/<id>`: the same badge in its 2.0 form; 410 once it is no longer in force."""
    found = queries.visible_assertion(assertion_id, to=_person(request))
    return _both_forms(request, found, draw=images.baked_assertion, is_2=True)


@access.public
@require_safe
def picture(request: HttpRequest, credential_id: UUID, ending: str) -> HttpResponse:
    found = _or_404(queries.visible(credential_id, to=_person(request)))
    return _image(found, images.baked_png if ending == "png" else images.baked_svg, ending)


@access.public
@require_safe
def assertion_picture(request: HttpRequest, assertion_id: UUID, ending: str) -> HttpResponse:
    found = _or_404(queries.visible_assertion(assertion_id, to=_person(request)))
    return _image(found, images.baked_assertion if ending == "png" else images.baked_assertion_svg, ending)


@access.public
@require_safe
def version_picture(request: HttpRequest, version_id: UUID, ending: str) -> HttpResponse:
    """The badge's picture without anything inside: the same for everybody, for ever."""
    version = get_object_or_404(BadgeVersion, pk=version_id)
    body = bytes(version.picture_png) if ending == "png" else version.picture_svg.encode()
    return _public(HttpResponse(body, content_type=_IMAGE_TYPES[ending]), cache="public, max-age=31536000, immutable")


@access.public
@require_safe
def version(request: Request, version_id: UUID) -> HttpResponseBase:
    """`/b/<id>`: the badge's page, or what every badge of that version refers to, for machines."""
    if negotiation.wanted(request.headers.get("Accept", "")) == negotiation.PAGE:
        return _varied(badges.version(request, version_id, recommended=recommending.of_version(version_id)))
    found = get_object_or_404(BadgeVersion.objects.select_related("badge__organisation"), pk=version_id)
    return _public(HttpResponse(translation.badge_class(found), content_type=JSON_LD))


@access.public
@require_safe
def endorsement(request: HttpRequest, endorsement_id: UUID) -> HttpResponse:
    """`/m/<id>`: what somebody says of a badge; 410 once it was taken back."""
    found = queries.visible_endorsement(endorsement_id, to=_person(request))
    if found is None:
        raise Http404
    is_page = negotiation.wanted(request.headers.get("Accept", "")) == negotiation.PAGE
    if not found.is_in_force and is_page:
        return _varied(render(request, "credentials/endorsement_over.html", status=GONE))
    if not found.is_in_force:
        return _public(HttpResponse(content_type=CREDENTIAL_TYPE, status=GONE))
    if is_page:
        context = {"one": recommending.shown_endorsement(found), "endorsement": found}
        return _varied(render(request, "credentials/endorsement.html", context))
    is_shared = found.credential is None or found.credential.is_published
    return _public(HttpResponse(bytes(found.document), content_type=CREDENTIAL_TYPE), is_shared=is_shared)


@access.public
@require_safe
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    found = get_object_or_404(Organisation, pk=organisation_id)
    if negotiation.wanted(request.headers.get("Accept", "")) == negotiation.PAGE:
        context = {"organisation": found, "badges": queries.badges_of(found)}
        return _varied(render(request, "credentials/organisation.html", context))
    return _public(HttpResponse(translation.issuer_profile(found), content_type=JSON_LD))


@access.public
@require_safe
def did_document(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    found = get_object_or_404(Organisation, pk=organisation_id)
    return _public(HttpResponse(translation.written(keys.did_document(found)), content_type="application/json"))


@access.public
@require_safe
def status_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    found = get_object_or_404(StatusList, pk=list_id)
    return _public(HttpResponse(bytes(found.document), content_type=CREDENTIAL_TYPE))


@access.public
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """`/verifier`: a file, a link or a text; a verdict in one sentence, then each step. Nothing is kept."""
    if request.method == "GET":
        return render(request, "credentials/verify.html", {"form": VerifyForm(initial=request.GET)})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "credentials/verify.html", {"form": form}, status=422)
    return render(request, "credentials/report.html", _reported(form.source()))


def _reported(source: bytes) -> dict[str, object]:
    fetched = Remembering()
    report = actions.verify_bytes(source, fetch=fetched)
    ours = standing.of(source, report)
    return {
        "report": report,
        "headline": sentences.headline(report, ours=ours.state if ours else ""),
        "is_changed": sentences.is_changed(report),
        "steps": sentences.steps(report, ours=ours.state if ours else ""),
        "replaced_by": ours.replaced_by if ours else None,
        "said": recommending.said_in(source, report, fetched=fetched),
        "recommended": recommending.beside(source, report, fetched=fetched),
    }


def page_context(badge: Credential) -> dict[str, object]:
    """What `credentials/_shown.html` needs, here and on the pages that people share."""
    address = addresses.credential(badge.pk)
    return {
        "badge": queries.shown(badge),
        "recommended": recommending.of_page(badge),
        "address": address,
        "version_address": addresses.badge(badge.version_id),
        "verify_href": f"{reverse('credentials:verify')}?{urlencode({'text': address})}",
    }


_IMAGE_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


def _both_forms(request: HttpRequest, found: Credential | None, *, draw: Draw, is_2: bool) -> HttpResponse:
    badge = _or_404(found)
    match negotiation.wanted(request.headers.get("Accept", "")):
        case negotiation.PAGE:
            return _varied(render(request, "credentials/credential.html", page_context(badge)))
        case negotiation.PICTURE:
            return _image(badge, draw, "png")
    if not is_2:
        return _document(badge, bytes(badge.document), CREDENTIAL_TYPE)
    if not badge.is_in_force:
        return _document(badge, translation.revoked_assertion(badge), JSON_LD, status=GONE)
    return _document(badge, bytes(badge.assertion), JSON_LD)


def _document(badge: Credential, body: bytes, media_type: str, *, status: int = 200) -> HttpResponse:
    return _public(HttpResponse(body, content_type=media_type, status=status), is_shared=badge.is_published)


def _image(badge: Credential, draw: Draw, ending: str) -> HttpResponse:
    response = HttpResponse(draw(badge), content_type=_IMAGE_TYPES[ending])
    response["Content-Disposition"] = f'inline; filename="{images.file_name(badge, ending)}"'
    return _public(response, is_shared=badge.is_published)


def _public(response: HttpResponse, *, is_shared: bool = True, cache: str = "public, max-age=60") -> HttpResponse:
    """Read by anybody, from any page; what only she sees yet is kept by nobody on the way."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = cache if is_shared and response.status_code == 200 else "no-store"
    # A picture may come from elsewhere: whatever is in it, it runs nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return _varied(response)


def _varied(response: Answer) -> Answer:
    response["Vary"] = "Accept, Cookie"
    return response


def _or_404(found: Credential | None) -> Credential:
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> Person | None:
    return getattr(request, "person", None)
