"""Fifty telephones open one link and press together: one recommendation is kept, and the others are told why not."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from besace.credentials.models import SignedEndorsement
from besace.endorsements import actions, links
from besace.endorsements.models import Endorsement
from tests.endorsements.conftest import say

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {"ready": "seen", "name": "Jeanne Petit"}


def together(number: int, press: Callable[[int], object]) -> list[object]:
    """What each press answered."""
    ready, answers = threading.Barrier(number), []

    def run(which: int) -> None:
        ready.wait()
        try:
            answers.append(press(which))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[which]) for which in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_fifty_telephones_press_at_once_and_one_is_kept(link):
    browsers = [Client(raise_request_exception=False) for _n in range(50)]
    for browser in browsers:
        browser.get(f"/recommander/{links.secret(link.pk)}")
        browser.post(f"/recommandations/{link.pk}", TYPED)
    answers = together(50, lambda n: browsers[n].post(f"/recommandations/{link.pk}/relire").status_code)
    assert (sorted(answers), Endorsement.objects.count()) == ([302, *[410] * 49], 1)


def test_one_telephone_presses_fifty_times_and_gets_one_answer(link):
    browser = Client()
    browser.get(f"/recommander/{links.secret(link.pk)}")
    browser.post(f"/recommandations/{link.pk}", TYPED)
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}

    def press(_n: int) -> int:
        phone = Client(raise_request_exception=False)
        phone.cookies.load(cookies)
        return phone.post(f"/recommandations/{link.pk}/relire").status_code

    assert (set(together(50, press)), Endorsement.objects.count()) == ({302}, 1)


def test_twelve_places_and_fifty_telephones(room):
    def press(_n: int) -> str:
        try:
            return say(room).state
        except Exception as refused:  # noqa: BLE001 -- whatever it is, it is compared below
            return getattr(refused, "code", repr(refused))

    assert (sorted(together(50, press)), Endorsement.objects.count()) == (["link-used"] * 38 + ["sent"] * 12, 12)


def test_she_says_yes_in_ten_windows_and_signs_once(said, odile):
    answers = together(10, lambda _n: actions.accept(said.pk, by=odile).state)
    assert (set(answers), SignedEndorsement.objects.count()) == ({"accepted"}, 1)


def test_she_says_yes_while_the_other_takes_it_back(link, odile):
    """Whoever is first, no name is left signed without a recommendation that stands."""
    one = say(link)

    def press(n: int) -> str:
        try:
            actions.accept(one.pk, by=odile) if n else actions.withdraw(link.pk, device=one.device, by=None)
        except Exception as refused:  # noqa: BLE001 -- the same
            return getattr(refused, "code", repr(refused))
        return "done"

    answers = together(2, press)
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert set(answers) <= {"done", "endorsement-settled"}
    assert list(SignedEndorsement.objects.filter(state="valid")) == []
