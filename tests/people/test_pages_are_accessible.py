"""axe, both lights, three widths, 320 px and doubled text: every page of people and of the entrance."""

from __future__ import annotations

import pytest

from besace.meetings.models import Seat
from besace.people.cards import actions as cards
from besace.people.rosters import actions as rosters
from tests.look.axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GROUP = "/groupes/{group}"
OF_MARYSE = [
    "/",
    f"{GROUP}/personnes",
    f"{GROUP}/personnes/{{odile}}",
    f"{GROUP}/ajouter",
    f"{GROUP}/listes/{{roster}}",
    f"{GROUP}/cartes",
    f"{GROUP}/reglages",
    "/moi",
    "/moi/appareils",
    "/moi/donnees",
    "/moi/effacer",
    "/moi/cles/ajouter",
    "/seance/{meeting}/porte",
]
OF_A_STRANGER = [
    "/",
    "/entrer",
    "/entrer/courriel",
    "/entrer/carte",
    "/entrer/code",
    "/entrer/pause",
    "/e/{secret}",
    "/q/{token}",
]


@pytest.fixture
def things(group, maryse, odile, tonio, meeting):
    rows = [["Jeanne", "jeanne@example.org"], ["Odile"], ["", "x@example.org"]]
    fresh = cards.prepare([odile], with_codes=False)
    cards.hand_out(fresh, by=maryse, group=group)
    Seat.objects.create(meeting=meeting, typed_name="Odile")
    return {
        "group": group.pk,
        "odile": odile.pk,
        "roster": rosters.look_at(rows, group=group, by=maryse, source="").pk,
        "meeting": meeting.pk,
        "secret": fresh[0].secret,
        "token": meeting.token,
    }


def test_the_pages_of_who_leads(visit, things, maryse):
    page = visit("/", person=maryse)
    found = {}
    for path in OF_MARYSE:
        page.goto(path.format(**things))
        found[path] = faults(page)
    assert {path: seen for path, seen in found.items() if seen} == {}


def test_the_pages_of_who_comes_in(visit, things):
    page = visit("/")
    found = {}
    for path in OF_A_STRANGER:
        page.goto(path.format(**things))
        found[path] = faults(page)
    assert {path: seen for path, seen in found.items() if seen} == {}
