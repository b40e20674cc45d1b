"""SECURITY.md A20, A23, A29: codes that end and serve once, forty clumsy honest people, cookies over https."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from besace.core.models import Failure
from tests import factories
from tests.people.test_cards import card_of
from tests.people.test_doors import CONFIRM, ask, code_in

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 6, 2, 12, tzinfo=timezone.get_fixed_timezone(0))


def who_came(browser):
    return browser.get("/").wsgi_request.person


@pytest.mark.parametrize(("seconds", "opens"), [(590, True), (601, False)])
def test_a_code_lives_ten_minutes(client, maryse, seconds, opens):
    with time_machine.travel(NOON, tick=False) as clock:
        ask(client, "maryse@example.org")
        clock.shift(timedelta(seconds=seconds))
        client.post(CONFIRM, {"code": code_in(mail.outbox[0])})
        assert (who_came(client) == maryse) is opens


def test_a_code_serves_once_even_in_the_browser_that_asked(client, maryse):
    ask(client, "maryse@example.org")
    client.post(CONFIRM, {"code": code_in(mail.outbox[0])})
    first = who_came(client)
    client.post("/sortir")
    client.post(CONFIRM, {"code": code_in(mail.outbox[0])})
    assert (first, who_came(client)) == (maryse, None)


def test_a_code_opens_nothing_in_a_browser_that_did_not_ask(client, maryse):
    ask(client, "maryse@example.org")
    thief = Client()
    ask(thief, "nobody@example.org")
    thief.post(CONFIRM, {"code": code_in(mail.outbox[0])})
    assert who_came(thief) is None


def test_twenty_failures_an_hour_then_fifty_a_day_close_the_account(maryse):
    came = {}
    with time_machine.travel(NOON, tick=False) as clock:
        for _hour in range(3):
            for _code in range(4):
                fail_five_times()
                clock.shift(timedelta(minutes=3))
            came.setdefault("the same hour", comes_in_with_the_right_code())
            clock.shift(timedelta(minutes=61))
        came["hours later"] = comes_in_with_the_right_code()
        failures = Failure.objects.filter(purpose="sign-in-account").count()
        clock.move_to(NOON + timedelta(hours=28))
        came["the next day"] = comes_in_with_the_right_code()
    assert (came, failures) == ({"the same hour": None, "hours later": None, "the next day": maryse}, 50)


def fail_five_times():
    browser = Client()
    ask(browser, "maryse@example.org")
    for _try in range(5):
        browser.post(CONFIRM, {"code": "abc"})


def comes_in_with_the_right_code():
    browser = Client()
    ask(browser, "maryse@example.org")
    browser.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    return who_came(browser)


def opens(browser, fresh, pin):
    browser.get(f"/e/{fresh.secret}")
    browser.post("/entrer/carte", {"pin": pin})
    return who_came(browser)


def test_forty_people_with_clumsy_fingers_come_in_while_who_guesses_is_stopped(group, maryse):
    """One address, one minute: a tenth of the codes are mistyped; somebody tries a card that she found."""
    people = [factories.make_member(f"Pair {n}", group=group) for n in range(40)]
    cards = [card_of(one, maryse, pin=f"{1000 + n}") for n, one in enumerate(people)]
    found = card_of(factories.make_member("Odile", group=group), maryse, pin="4821")
    clumsy = set(random.Random(23).sample(range(40), 4))
    came = []
    with time_machine.travel(NOON, tick=False) as clock:
        for n, fresh in enumerate(cards):
            browser = Client()
            if n in clumsy:
                came.append(opens(browser, fresh, "0000"))
            came.append(opens(browser, fresh, f"{1000 + n}"))
            opens(Client(), found, f"{2000 + n}")
            clock.shift(timedelta(seconds=1))
        guessed = opens(Client(), found, "4821")
    assert [one for one in came if one] == people
    assert (came.count(None), guessed) == (4, None)


SERVED_OVER_HTTPS = """
import json, os, re, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from tests import factories
setup_test_environment()
call_command("migrate", verbosity=0)
group = factories.make_group(organisation=factories.make_organisation())
factories.make_member("Maryse", group=group, email="maryse@example.org")
client, kept, headers = Client(HTTP_HOST="badges.exemple.org"), {}, []
def said(answer):
    kept.update({name: one.OutputString() for name, one in answer.cookies.items() if one.value})
    headers.append(answer.headers.get("Strict-Transport-Security"))
    return answer
said(client.get("/entrer", secure=True))
said(client.post("/affichage", {"theme": "dark", "language": "en"}, secure=True))
said(client.post("/entrer/courriel", {"email": "maryse@example.org"}, secure=True))
before = client.cookies["__Host-besace"].value
code = re.search(r"\\b\\d{6}\\b", mail.outbox[0].body).group()
said(client.post("/entrer/courriel/code", {"code": code}, secure=True))
after = client.cookies["__Host-besace"].value
who = str(said(client.get("/", secure=True)).wsgi_request.person)
print(json.dumps({"kept": kept, "headers": headers, "rotated": before != after, "who": who}))
"""


def test_over_https_every_cookie_is_the_hosts_alone_and_every_answer_says_so(tmp_path):
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "SITE_URL": "https://badges.exemple.org",
        "BESACE_VAR": str(tmp_path),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    ran = subprocess.run(
        [sys.executable, "-c", SERVED_OVER_HTTPS], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    said = json.loads(ran.stdout.splitlines()[-1])
    weak = {
        name: cookie
        for name, cookie in said["kept"].items()
        if not all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Secure", "Path=/")) or "Domain" in cookie
    }
    assert (weak, said["rotated"], said["who"]) == ({}, True, "Maryse")
    assert set(said["kept"]) >= {"__Host-besace", "__Host-csrf", "__Host-besace-device"}
    assert set(said["headers"]) == {"max-age=31536000"}
