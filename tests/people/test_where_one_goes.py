"""Where one goes after coming in: a page of this site, or home; whatever was typed in the address."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "gone_to"),
    [
        ("/sac", "/sac"),
        ("/sac?page=2#bas", "/sac?page=2#bas"),
        ("sac", "/"),
        ("²", "/"),
        ("=HYPERLINK(1)", "/"),
        ("//ailleurs.example", "/"),
        ("/\\ailleurs.example", "/"),
        ("https://ailleurs.example/sac", "/"),
        ("javascript:alert(1)", "/"),
        ("people:me", "/"),
    ],
)
def test_one_goes_nowhere_but_here(client, asked, gone_to):
    answer = client.post("/entrer/appareil", {"next": asked})

    assert (answer.status_code, answer.headers["Location"]) == (302, gone_to)


@pytest.mark.parametrize(("who", "is_shown"), [("odile", False), ("maryse", True)])
def test_the_bar_leads_to_people_only_who_may_see_them(request, client_of, who, is_shown):
    bar = client_of(request.getfixturevalue(who)).get("/moi").content.decode()

    assert ('href="/personnes"' in bar) is is_shown
