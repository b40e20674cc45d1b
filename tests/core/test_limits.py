"""Limits count failures, never arrivals."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from besace.core import limits
from besace.core.errors import TooManyTries
from besace.core.models import DailyKey, Failure

WINDOWS = [(3, 600), (5, 86_400)]
NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")


@pytest.mark.django_db
def test_the_third_failure_closes_the_door_for_the_rest_of_the_window() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _try in range(3):
            limits.refuse_if_exceeded("code", "fatou@example.org", WINDOWS)
            limits.count_failure("code", "fatou@example.org")
            clock.shift(60)
        with pytest.raises(TooManyTries) as refused:
            limits.refuse_if_exceeded("code", "fatou@example.org", WINDOWS)
        clock.shift(600)
        limits.refuse_if_exceeded("code", "fatou@example.org", WINDOWS)

    assert refused.value.retry_after == 420
    assert refused.value.sentence == "Trop d’essais. Réessayez dans 7 minutes."


@pytest.mark.django_db
def test_forty_arrivals_without_failure_are_never_limited() -> None:
    for _phone in range(40):
        limits.refuse_if_exceeded("seat", "192.0.2.1", WINDOWS)

    assert Failure.objects.count() == 0


@pytest.mark.django_db
def test_others_and_other_doors_stay_open_and_success_forgets() -> None:
    for _try in range(3):
        limits.count_failure("code", "fatou@example.org")

    limits.refuse_if_exceeded("code", "tonio@example.org", WINDOWS)
    limits.refuse_if_exceeded("card", "fatou@example.org", WINDOWS)
    limits.forget("code", "fatou@example.org")
    limits.refuse_if_exceeded("code", "fatou@example.org", WINDOWS)


@pytest.mark.django_db
def test_midnight_does_not_forget_failures() -> None:
    with time_machine.travel(NOON.replace(hour=23, minute=58), tick=False) as clock:
        for _try in range(3):
            limits.count_failure("code", "fatou@example.org")
        clock.shift(300)
        with pytest.raises(TooManyTries):
            limits.refuse_if_exceeded("code", "fatou@example.org", WINDOWS)


@pytest.mark.django_db
def test_no_address_is_kept_and_the_keys_of_old_days_go() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        limits.count_failure("code", "fatou@example.org")
        assert "fatou" not in str(Failure.objects.values().get())
        clock.shift(timedelta(days=4))
        assert limits.forget_old_failures(timezone.now() - limits.KEPT) == 1

    assert DailyKey.objects.count() == 0
