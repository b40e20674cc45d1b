"""The theme: proposed by anybody, taken in one tap by who leads; then the screen goes on."""

from __future__ import annotations

import re

import pytest

from besace.building.models import Web
from besace.meetings import opening_actions, phase_actions
from besace.meetings.live import render
from besace.meetings.rules import Phase
from tests.meetings.test_screens import led_by

THEME, PURPOSE = "/seance/{}/theme", "Montrer un savoir."


@pytest.fixture
def proposed(tuesday, tonio, maryse):
    phase_actions.move_to(tuesday.pk, Phase.THEME, by=maryse)
    return opening_actions.propose_theme(tuesday.pk, text="Réparer un vélo", by=tonio)


def console(tuesday, *parts: str) -> str:
    return "".join(render(str(tuesday.pk), parts, "console", "fr").values())


def test_a_theme_that_somebody_proposed_is_taken_without_typing_it(client_of, tuesday, proposed, maryse):
    assert 'type="radio" name="proposed" value="Réparer un vélo"' in console(tuesday, "tools")

    told = {"proposed": "Réparer un vélo", "theme": "", "purpose": PURPOSE}
    led_by(client_of, maryse).post(THEME.format(tuesday.pk), told)
    proposed.refresh_from_db()

    assert (Web.objects.get().theme, proposed.web, proposed.done_at is not None) == (
        "Réparer un vélo",
        Web.objects.get(),
        True,
    )
    assert "Réparer un vélo" not in render(str(tuesday.pk), ["tools"], "console", "fr")["tools"]


def test_a_name_that_she_types_wins(client_of, tuesday, proposed, maryse):
    told = {"proposed": "Réparer un vélo", "theme": "Réparer un pneu", "purpose": PURPOSE}
    led_by(client_of, maryse).post(THEME.format(tuesday.pk), told)
    proposed.refresh_from_db()
    assert (Web.objects.get().theme, proposed.done_at) == ("Réparer un pneu", None)


def test_once_the_theme_is_taken_going_on_is_the_red_button(tuesday, proposed, maryse):
    """« Commencer ce badge » stayed red, as if nothing had been begun."""
    reds = re.compile(r'<button class="button act[^>]*>.*?<span>(.*?)</span>', re.DOTALL)
    assert reds.findall(console(tuesday, "stage", "tools", "last")) == ["Commencer ce badge"]

    opening_actions.choose_theme(tuesday.pk, theme="Réparer un vélo", purpose=PURPOSE, by=maryse)

    assert reds.findall(console(tuesday, "stage", "tools", "last")) == ["Toile"]
