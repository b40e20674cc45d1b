"""How many questions each page puts to the database: 15 at most, and no more when there are thirty people more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from besace.config.demonstration.people import to_be
from besace.people import actions as people
from besace.people.models import Group
from tests.browser import client_of
from tests.look import crawl

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
MOST = 15
NEWCOMERS = 30
ROLES = ("participant", "facilitator", "partner", "administrator")


def questions(client: Client, screens: list[crawl.Screen]) -> dict[str, int]:
    """The number of questions of each page, its route as its name."""
    asked = {}
    for screen in screens:
        with CaptureQueriesContext(connection) as captured:
            client.get(screen.address)
        asked[screen.route] = len(captured)
    return asked


def test_no_page_asks_more_than_fifteen_questions_nor_more_for_thirty_people_more(story: None) -> None:
    seen = {}
    for role in ROLES:
        client = client_of(to_be()[role])
        seen[role] = client, crawl.screens(to_be()[role], client=client)  # each page asked for once: caches are warm
    before = {role: questions(client, screens) for role, (client, screens) in seen.items()}
    for group in Group.objects.all():
        for n in range(NEWCOMERS):
            people.add_person(f"Nouvelle {n}", group=group, by=to_be()["administrator"], contact="")
    after = {role: questions(client, screens) for role, (client, screens) in seen.items()}

    too_many = {(role, route): n for role in ROLES for route, n in before[role].items() if n > MOST}
    growing = {
        (role, route): (before[role][route], n)
        for role in ROLES
        for route, n in after[role].items()
        if n > before[role][route]
    }
    assert (too_many, growing) == ({}, {})
