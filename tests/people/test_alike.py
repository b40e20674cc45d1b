"""A21: nobody learns from the time of an answer whether an address is known."""

from __future__ import annotations

import statistics
import time

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.mark.slow
def test_known_and_unknown_addresses_take_the_same_time(maryse):
    times: dict[str, list[float]] = {"maryse@example.org": [], "nobody@example.org": []}
    for _round in range(100):
        for email, taken in times.items():
            cache.clear()
            browser = Client()
            start = time.perf_counter()
            browser.post("/entrer/courriel", {"email": email})
            taken.append(time.perf_counter() - start)
    known, unknown = (statistics.median(taken) * 1000 for taken in times.values())
    assert abs(known - unknown) <= 10
