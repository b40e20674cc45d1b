"""A refusal is an answer: a page, a fragment, or problem+json; always its sentence, always its status."""

from __future__ import annotations

import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, path

from besace.config.urls import urlpatterns as of_the_house
from besace.core.errors import Conflict, NotAllowed, Refusal, TooManyTries, Unavailable

SENTENCE = "Le vote est fini. Votre voix n’a pas été comptée."
REFUSALS = {
    "refusal": Refusal("r", SENTENCE),
    "not-allowed": NotAllowed("n", SENTENCE),
    "conflict": Conflict("c", SENTENCE),
    "unavailable": Unavailable("u", SENTENCE),
    "too-many": TooManyTries("t", SENTENCE, retry_after=90),
}


def refuse(request: HttpRequest, which: str) -> HttpResponse:
    raise REFUSALS[which]


def remember(request: HttpRequest) -> HttpResponse:
    request.session["somebody"] = "x"
    return HttpResponse("ok")


urlpatterns: list[URLPattern] = [
    *of_the_house,  # type: ignore[list-item]
    path("refuse/<which>", refuse),
    path("remember", remember),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.test_answers")]


@pytest.mark.parametrize(("which", "refused"), REFUSALS.items())
def test_each_refusal_is_a_page_with_its_sentence_and_status(client: Client, which: str, refused: Refusal) -> None:
    answer = client.get(f"/refuse/{which}")

    assert answer.status_code == refused.status
    assert SENTENCE in answer.content.decode()
    assert "<h1" in answer.content.decode()


def test_htmx_gets_the_sentence_alone_for_the_notice_place(client: Client) -> None:
    answer = client.post("/refuse/conflict", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (409, "#avis", "innerHTML")
    assert SENTENCE in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert b'id="avis"' in client.get("/composants").content


def test_a_machine_gets_problem_json(client: Client) -> None:
    answer = client.post("/refuse/too-many", headers={"Accept": "application/json"})

    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "90"
    assert json.loads(answer.content) == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "code": "t",
        "detail": SENTENCE,
    }


def test_every_answer_carries_the_headers_that_protect(client: Client) -> None:
    for address in ("/composants", "/nowhere", "/refuse/refusal"):
        headers = client.get(address).headers
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_page_of_somebody_who_came_in_is_not_kept_by_the_browser(client: Client) -> None:
    assert "no-store" not in client.get("/composants").headers.get("Cache-Control", "")
    assert "no-store" in client.get("/remember")["Cache-Control"]


@override_settings(DEBUG=False)
def test_an_unknown_address_is_a_page(client: Client) -> None:
    assert client.get("/nowhere").status_code == 404
