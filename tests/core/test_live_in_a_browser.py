"""live.js and outbox.js in a real Chromium: nothing typed is erased, nothing sent is lost or doubled."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import URLPattern, path
from playwright.sync_api import Page, expect

from besace.config.urls import urlpatterns as of_the_house
from besace.core import journal, live, revisions
from besace.core.errors import Conflict
from besace.core.models import JournalEntry
from besace.core.once import once

CHANNEL = "orchard:tuesday"
state = {"web": "nothing yet", "form": "first"}
PAGE = """{% extends "layouts/phone.html" %}{% load static %}
{% block scripts %}<script type="module" src="{% static "js/live.js" %}"></script>
<script type="module" src="{% static "js/outbox.js" %}"></script>{% endblock %}
{% block main %}<h1>Verger</h1><div {{ following.attributes }}>
<section data-part="web">{{ parts.web|safe }}</section>
<section data-part="form">{{ parts.form|safe }}</section></div>
<form method="post" action="/idea" data-once>{% csrf_token %}{% once %}
<label for="idea">Idée</label><input id="idea" name="idea"><button>Envoyer</button></form>{% endblock %}"""


@live.renderer("orchard")
def render(orchard: str, parts: Collection[str] | None, audience: str, language: str) -> dict[str, str]:
    html = {
        "web": f'<p id="web" data-announce="{state["web"]}">{state["web"]}</p>',
        "form": f'<p id="about">{state["form"]}</p><label for="typed">Note</label><input id="typed">',
    }
    return {part: html[part] for part in (parts if parts is not None else html)}


def show(request: HttpRequest) -> HttpResponse:
    following = live.attach(CHANNEL, audience="phone")
    context = {"following": following, "parts": render("tuesday", None, "phone", "fr")}
    return HttpResponse(Template(PAGE).render(RequestContext(request, context)))


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@once(answer=answer)
def idea(request: HttpRequest) -> None:
    if request.POST["idea"] == "trop tard":
        raise Conflict("closed", "Le vote est fini. Votre réponse n’a pas été comptée.")
    journal.write(None, "idea", details_length=len(request.POST["idea"]))


urlpatterns: list[URLPattern] = [*of_the_house, path("orchard", show), path("idea", idea)]  # type: ignore[list-item]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.core.test_live_in_a_browser"),
]
Visit = Callable[..., Page]


def change(part: str, text: str) -> None:
    state[part] = text
    revisions.bump(CHANNEL, part)


def test_a_change_is_on_the_screen_at_once_and_said_once(visit: Visit) -> None:
    page = visit("/orchard")
    expect(page.locator("html")).to_have_attribute("data-network", "on")
    started = time.monotonic()
    change("web", "3 nouvelles idées")

    expect(page.locator("#web")).to_have_text("3 nouvelles idées")
    assert time.monotonic() - started < 4  # make load-streams has the strict figure; without a stream, never
    expect(page.locator("#annonces")).to_have_text("3 nouvelles idées")


def test_what_is_being_typed_is_never_erased(visit: Visit) -> None:
    page = visit("/orchard")
    page.locator("#typed").press_sequentially("des carottes été")
    for i in range(100):
        change("form", f"update {i}")
        change("web", f"web {i}")
    expect(page.locator("#web")).to_have_text("web 99")

    assert page.locator("#typed").input_value() == "des carottes été"
    expect(page.locator("[data-part=form]")).to_have_attribute("data-stale", "")
    page.locator("#idea").focus()
    expect(page.locator("#typed")).to_have_value("des carottes été")
    page.locator("#typed").fill("")
    page.locator("#idea").focus()
    expect(page.locator("#about")).to_have_text("update 99")


def test_a_phone_that_lost_the_network_ends_in_the_same_state(visit: Visit) -> None:
    page = visit("/orchard")
    expect(page.locator("html")).to_have_attribute("data-network", "on")
    page.context.set_offline(True)
    change("web", "said meanwhile")
    page.wait_for_timeout(500)
    page.context.set_offline(False)

    expect(page.locator("#web")).to_have_text("said meanwhile", timeout=8000)


def test_an_idea_sent_without_network_waits_and_arrives_once(visit: Visit) -> None:
    page = visit("/orchard")
    page.context.set_offline(True)
    page.fill("#idea", "arroser le soir")
    for _tap in range(3):
        page.click("text=Envoyer")
    expect(page.locator("[data-once-state]")).to_have_text("En attente du réseau…")
    page.context.set_offline(False)

    expect(page.locator("[data-once-state]")).to_have_text("Envoyé ✓", timeout=8000)
    expect(page.locator("#idea")).to_have_value("")
    assert JournalEntry.objects.filter(verb="idea").count() == 1


def test_what_waits_survives_a_reload_and_two_ideas_keep_their_order(visit: Visit) -> None:
    page = visit("/orchard")
    page.route("**/idea", lambda route: route.abort())
    page.fill("#idea", "un")
    page.click("text=Envoyer")
    expect(page.locator("[data-once-state]")).to_have_text("En attente du réseau…")
    page.fill("#idea", "deuxième")
    page.click("text=Envoyer")
    page.reload()
    expect(page.locator("[data-once-state]")).to_have_text("En attente du réseau…")
    page.unroute("**/idea")

    expect(page.locator("[data-once-state]")).to_have_text("Envoyé ✓", timeout=15000)
    page.wait_for_timeout(500)
    lengths = [entry.details["details_length"] for entry in JournalEntry.objects.filter(verb="idea").order_by("id")]
    assert lengths == [2, 8]


def test_a_refusal_shows_the_servers_sentence_and_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("/orchard")
    page.fill("#idea", "trop tard")
    page.click("text=Envoyer")

    expect(page.locator("[data-once-state]")).to_have_text("Le vote est fini. Votre réponse n’a pas été comptée.")
    expect(page.locator("#idea")).to_have_value("trop tard")


def test_what_is_typed_while_an_answer_is_on_its_way_stays(visit: Visit) -> None:
    page = visit("/orchard")
    page.evaluate("""() => { document.querySelector("form[data-once]").dataset.target = "[data-part=form]"; }""")
    page.route("**/idea", lambda route: (page.locator("#typed").fill("en même temps"), route.continue_())[1])
    page.fill("#idea", "un")
    page.click("text=Envoyer")

    expect(page.locator("[data-once-state]")).to_have_text("Envoyé ✓")
    expect(page.locator("#typed")).to_have_value("en même temps")


def test_an_answer_takes_the_place_that_it_asks_for(visit: Visit) -> None:
    page = visit("/orchard")
    page.evaluate("""() => { document.querySelector("form[data-once]").dataset.target = "#annonces"; }""")
    page.route("**/idea", lambda route: route.fulfill(body="<p>entier</p>", headers={"HX-Retarget": "[data-part=web]"}))
    page.fill("#idea", "un")
    page.click("text=Envoyer")

    expect(page.locator("[data-part=web]")).to_have_text("entier")


def test_a_button_under_the_finger_is_not_drawn_anew_before_it_is_released(visit: Visit) -> None:
    state["form"] = '<button id="more" type="button">Plus</button>'
    page = visit("/orchard")
    expect(page.locator("html")).to_have_attribute("data-network", "on")
    page.evaluate(
        "window.presses = 0; document.addEventListener('click', (e) => { presses += e.target.id === 'more'; })"
    )
    page.locator("#more").hover()
    page.mouse.down()
    change("form", '<button id="more" type="button">Encore plus</button>')
    change("web", "le reste change")
    expect(page.locator("#web")).to_have_text("le reste change")
    under_the_finger = page.locator("#more").inner_text()
    page.mouse.up()
    expect(page.locator("#more")).to_have_text("Encore plus")

    assert (under_the_finger, page.evaluate("presses")) == ("Plus", 1)
