"""The only door to the network: asked once, counted by account, five at a time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from besace.core import fetcher
from besace.core.errors import TooManyTries, Unavailable
from sceau.errors import FetchFailed
from sceau.fetch import Fetched

JSON = "application/json"


class Network:
    """Answers everything, and counts."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.asked: list[str] = []

    def __call__(self, url: str, *, accept: str) -> Fetched:
        self.asked.append(url)
        return Fetched(url, self.status, accept, b"{}")


@pytest.mark.django_db
def test_the_same_address_is_asked_once_in_five_minutes() -> None:
    network = Network()
    answers = [fetcher.fetch("https://a.example", accept=JSON, account="fatou", through=network) for _i in range(3)]
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        fetcher.fetch("https://a.example", accept=JSON, account="fatou", through=network)

    assert answers == [Fetched("https://a.example", 200, JSON, b"{}")] * 3
    assert len(network.asked) == 2


@pytest.mark.django_db
def test_a_failure_is_not_kept() -> None:
    network = Network(status=500)
    for _try in range(2):
        fetcher.fetch("https://a.example", accept=JSON, account="fatou", through=network)

    assert len(network.asked) == 2


@pytest.mark.django_db
def test_thirty_an_hour_for_one_account_and_others_go_on() -> None:
    network = Network()
    for i in range(30):
        fetcher.fetch(f"https://a.example/{i}", accept=JSON, account="fatou", through=network)
    with pytest.raises(TooManyTries):
        fetcher.fetch("https://a.example/31", accept=JSON, account="fatou", through=network)
    fetcher.fetch("https://a.example/31", accept=JSON, account="tonio", through=network)

    assert len(network.asked) == 31


@pytest.mark.django_db
def test_when_five_are_being_fetched_the_sixth_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "SECONDS_TO_WAIT", 0.05)
    monkeypatch.setattr(fetcher, "_places", threading.BoundedSemaphore(5))
    for _place in range(5):
        fetcher._places.acquire()

    with pytest.raises(Unavailable):
        fetcher.fetch("https://a.example", accept=JSON, account="fatou", through=Network())


@pytest.mark.django_db
def test_an_address_of_our_own_network_is_refused_by_the_safe_fetcher() -> None:
    with pytest.raises(FetchFailed):
        fetcher.fetch("http://127.0.0.1:5432/", accept=JSON, account="fatou")
