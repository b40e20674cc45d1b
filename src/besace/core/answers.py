"""A refusal as an answer: a full page, a fragment for htmx, `application/problem+json` for a machine or our scripts."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from .errors import Refused, TooManyTries

NOTICE_TARGET = "#avis"


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    response = _answer(request, refused)
    if isinstance(refused, TooManyTries):
        response["Retry-After"] = str(refused.retry_after)
    return response


def _answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    if _wants_json(request):
        return _problem(refused)
    context = {"status": refused.status, "code": refused.code, "sentence": refused.sentence}
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true":
        response = render(request, "errors/refused_fragment.html", context, status=refused.status)
        response["HX-Retarget"] = NOTICE_TARGET  # what was typed stays where it is
        response["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "errors/refused.html", context, status=refused.status)


def _problem(refused: Refused) -> JsonResponse:
    """RFC 9457; `code` is stable, `detail` is the sentence for the person."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(refused.status).phrase,
        "status": refused.status,
        "code": refused.code,
        "detail": refused.sentence,
    }
    return JsonResponse(body, status=refused.status, content_type="application/problem+json")


def _wants_json(request: HttpRequest) -> bool:
    preferred = request.get_preferred_type(["text/html", "application/problem+json", "application/json"])
    return preferred in {"application/problem+json", "application/json"}
