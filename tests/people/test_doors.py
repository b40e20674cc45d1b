"""Coming in by an e-mailed code: alike for everybody, limited on failures, counted in the database."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from besace.people.models import KnownDevice

REQUEST, CONFIRM = "/entrer/courriel", "/entrer/courriel/code"


def ask(client: Client, email: str) -> object:
    return client.post(REQUEST, {"email": email})


def code_in(message: object) -> str:
    return re.search(r"\b\d{6}\b", message.body).group()


def test_six_digits_by_mail_open_the_door(client, maryse):
    ask(client, "maryse@example.org")
    answer = client.post(CONFIRM, {"code": code_in(mail.outbox[0])})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").wsgi_request.person == maryse
    assert KnownDevice.objects.get().person == maryse


def test_the_code_is_read_with_its_spaces(client, maryse):
    ask(client, "maryse@example.org")
    code = code_in(mail.outbox[0])
    assert client.post(CONFIRM, {"code": f" {code[:3]} {code[3:]}"}).headers["Location"] == "/"


def test_the_mail_is_plain_french_and_has_no_english(client, maryse):
    ask(client, "maryse@example.org")
    assert mail.outbox[0].subject == f"{code_in(mail.outbox[0])} : votre code pour entrer"
    assert "Ils servent une fois, pendant 10 minutes." in mail.outbox[0].body


def test_known_and_unknown_addresses_answer_alike(client, maryse):
    pages = []
    for email in ("maryse@example.org", "nobody@example.org"):
        browser = Client()
        answer = ask(browser, email)
        page = browser.get(CONFIRM).content.decode()
        pages.append((answer.status_code, answer.headers["Location"], re.sub(r'value="\w{64}"', "", page)))
    known, unknown = [(s, w, re.sub(r'data-now="\d+"', "", body)) for s, w, body in pages]
    assert known == unknown
    assert [m.to for m in mail.outbox] == [["maryse@example.org"], ["nobody@example.org"]]


def test_the_sixth_try_is_refused_even_if_right(client, maryse):
    ask(client, "maryse@example.org")
    code = code_in(mail.outbox[0])
    for _try in range(5):
        client.post(CONFIRM, {"code": "000000" if code != "000000" else "111111"})
    client.post(CONFIRM, {"code": code})
    assert client.get("/").wsgi_request.person is None


def test_twenty_failures_an_hour_close_the_account_for_the_hour(maryse):
    for _code in range(4):
        browser = Client()
        ask(browser, "maryse@example.org")
        for _try in range(5):
            browser.post(CONFIRM, {"code": "abc"})
    browser = Client()
    ask(browser, "maryse@example.org")
    browser.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    assert browser.get("/").wsgi_request.person is None


def test_an_unknown_address_never_matches_an_empty_code(client, db):
    ask(client, "nobody@example.org")
    client.post(CONFIRM, {"code": ""})
    client.post(CONFIRM, {"code": " "})
    assert client.get("/").wsgi_request.person is None


def test_the_session_number_changes_when_she_comes_in(client, maryse):
    ask(client, "maryse@example.org")
    before = client.session.session_key
    client.post(CONFIRM, {"code": code_in(mail.outbox[0])})
    assert client.session.session_key != before


def test_not_me_forgets_her_on_this_device(client_of, maryse):
    browser = client_of(maryse)
    answer = browser.post("/sortir")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/entrer")
    assert browser.get("/").wsgi_request.person is None
    assert KnownDevice.objects.count() == 0


def test_a_device_taken_away_is_signed_out_at_its_next_request(client_of, maryse):
    browser = client_of(maryse)
    KnownDevice.objects.all().delete()
    assert browser.get("/").wsgi_request.person is None


@pytest.mark.parametrize("way", ["/moi", "/personnes", "/moi/donnees"])
def test_a_stranger_is_sent_to_the_door_and_back(client, db, way):
    answer = client.get(way)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/entrer?next=%2F{way[1:].replace('/', '%2F')}")


def test_private_pages_stay_in_no_cache(client_of, maryse):
    assert "no-store" in client_of(maryse).get("/moi").headers["Cache-Control"]


def test_next_leads_nowhere_else(client, maryse):
    client.post(REQUEST, {"email": "maryse@example.org", "next": "https://evil.example/"})
    answer = client.post(CONFIRM, {"code": code_in(mail.outbox[0]), "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
