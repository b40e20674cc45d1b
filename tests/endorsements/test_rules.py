"""Who may recommend, who decides, and what may be written: tables of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from besace.endorsements import rules
from besace.endorsements.rules import Link, Why

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("link", "is_holder", "why"),
    [
        (Link(ends_at=LATER), False, Why.FINE),
        (Link(ends_at=LATER), True, Why.HERSELF),
        (Link(ends_at=NOON), False, Why.ENDED),
        (Link(ends_at=NOON - timedelta(seconds=1)), False, Why.ENDED),
        (Link(ends_at=NOON + timedelta(seconds=1)), False, Why.FINE),
        (Link(ends_at=LATER, ended_at=NOON), False, Why.ENDED),
        (Link(ends_at=LATER, taken=1), False, Why.FULL),
        (Link(ends_at=LATER, places=12, taken=11), False, Why.FINE),
        (Link(ends_at=LATER, places=12, taken=12), False, Why.FULL),
        (Link(ends_at=LATER, is_in_force=False), False, Why.NOT_IN_FORCE),
        (Link(ends_at=LATER, waiting=29), False, Why.FINE),
        (Link(ends_at=LATER, waiting=30), False, Why.TOO_MANY),
        (Link(ends_at=NOON, taken=1), False, Why.ENDED),
        (Link(ends_at=NOON, taken=1), True, Why.HERSELF),
    ],
)
def test_who_may_speak(link, is_holder, why):
    assert rules.may_speak(link, is_holder=is_holder, now=NOON) is why


@pytest.mark.parametrize(
    ("settler", "holder", "leads", "said_by", "may"),
    [
        ("odile", "odile", False, None, True),
        ("odile", "odile", False, "fatou", True),
        ("tonio", "odile", False, None, False),
        ("maryse", "odile", True, None, False),  # who leads does not decide for her
        ("maryse", None, True, None, True),
        ("tonio", None, False, None, False),
        ("maryse", None, True, "maryse", False),  # nobody accepts her own words
        ("odile", "odile", True, "odile", False),
    ],
)
def test_who_may_settle(settler, holder, leads, said_by, may):
    assert rules.may_settle(settler=settler, holder=holder, leads=leads, said_by=said_by) is may


@pytest.mark.parametrize(
    ("state", "wanted", "may"),
    [
        ("sent", "accepted", True),
        ("sent", "declined", True),
        ("sent", "withdrawn", True),
        ("sent", "taken-back", False),
        ("accepted", "taken-back", True),
        ("accepted", "withdrawn", True),
        ("accepted", "declined", False),
        ("accepted", "sent", False),
        *((state, wanted, False) for state in ("declined", "taken-back", "withdrawn") for wanted in rules.MOVES),
    ],
)
def test_what_may_become_what(state, wanted, may):
    assert rules.may_become(state, wanted) is may


@pytest.mark.parametrize(
    ("name", "role", "place", "who"),
    [
        ("Jeanne Petit", "gérante", "La Ferme", "Jeanne Petit, gérante, La Ferme"),
        ("Jeanne", "", "La Ferme", "Jeanne, La Ferme"),
        ("Jeanne", "", "", "Jeanne"),
    ],
)
def test_who_she_is(name, role, place, who):
    assert rules.who(name, role, place) == who


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Elle sait mener un âne.", False),
        ("Vu le 24/11/2026, à 14 h 30, au pré n° 12.", False),
        ("Un badge, 12 personnes, 40 critères.", False),
        ("C’est net. Fr. Petit", False),
        ("Voir https://piege.example/x", True),
        ("javascript://alert(1)", True),
        ("www.piege.ru", True),
        ("Allez sur piege.com vite", True),
        ("ecrivez a jeanne@ferme.fr", True),
        ("06 12 34 56 78", True),
        ("+33 6.12.34.56.78", True),
        ("06-12-34-56-78", True),
    ],
)
def test_what_leads_elsewhere(text, does):
    assert rules.leads_elsewhere(text) is does
