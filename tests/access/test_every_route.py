"""A27: every address, seven roles, own and other organisation, four methods: as the table says."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client

from besace import access
from tests.access import world

ROUTES = world.routes()
METHODS = ("get", "post", "put", "delete")
# What no page of ours answers is asked by these two alone in the quick suite, by all seven in the slow one.
QUICK = {"put": {access.VISITOR, access.FACILITATOR}, "delete": {access.VISITOR, access.FACILITATOR}}


def test_every_route_says_what_it_asks_for():
    assert [route.path for route in ROUTES if not route.verb] == []


def test_every_declared_verb_is_in_the_table():
    assert {route.verb for route in ROUTES} <= {"public", *access.VERBS}


def is_allowed(route: world.Route, role: str, *, at_home: bool) -> bool:
    roles = access.VERBS[route.verb].roles
    if access.VISITOR in roles:
        return True
    if route.names and not at_home:
        return False
    nowhere = {access.GUEST} if not route.names and role != access.VISITOR else set()
    return bool(roles & ({role} | nowhere))


def is_refused(answer) -> bool:
    away = answer.status_code == 302 and answer.headers["Location"].startswith("/entrer")
    return away or answer.status_code in {403, 404, 405}


def asked(browser: Client, method: str, path: str):
    """The answer, and the world as it was before."""
    before, cookies = transaction.savepoint(), deepcopy(browser.cookies)
    try:
        return getattr(browser, method)(path)
    finally:
        transaction.savepoint_rollback(before)
        browser.cookies = cookies


def is_as_declared(answer, *, may: bool, is_open: bool) -> bool:
    if answer.status_code in {500, 502}:
        return False
    if not may:
        return is_refused(answer)
    return is_open or answer.status_code in {404, 405} or not is_refused(answer)


@pytest.mark.parametrize("quick", [QUICK, pytest.param({}, marks=pytest.mark.slow)], ids=["", "whole"])
@pytest.mark.parametrize("route", [r for r in ROUTES if r.verb not in {"public", ""}], ids=str)
def test_who_may_and_who_may_not(route, quick, group, other_group, client_of):
    paths = {True: world.address(route, group), False: world.address(route, other_group)}
    is_open = access.VISITOR in access.VERBS[route.verb].roles
    wrong = []
    for role in access.ROLES:
        browser = client_of(world.person_of(role, group))
        for at_home, path in paths.items():
            for method in METHODS:
                if role not in quick.get(method, access.ROLES):
                    continue
                answer = asked(browser, method, path)
                may = is_allowed(route, role, at_home=at_home)
                if not is_as_declared(answer, may=may, is_open=is_open):
                    wrong.append((role, "own" if at_home else "other", method, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("route", [r for r in ROUTES if r.verb == "public"], ids=str)
def test_an_open_route_never_breaks(route, group, client):
    path = world.address(route, group)
    for method in METHODS:
        assert asked(client, method, path).status_code < 500


def test_every_writing_route_wants_its_key(client_of, group):
    """A29: without the form's key nothing is written, whoever asks."""
    wrong = []
    for route in ROUTES:
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = client_of(world.person_of(access.FACILITATOR, group)).cookies
        answer = browser.post(world.address(route, group), {"once": ""})
        if answer.status_code not in {403, 404, 405}:
            wrong.append((route.path, answer.status_code))
    assert wrong == []
