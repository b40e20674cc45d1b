"""A short meeting led with the keyboard alone: all is reached, one sees where one is, nobody is sent to the top."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from besace.building.models import Criterion
from besace.votes.models import Voice
from tests.browser import DESK

pytestmark = pytest.mark.browser
MOST_TABS = 90
HERE = "one => one === document.activeElement"
# After the last thing of a page, Tab goes by the window's own: nothing of ours is pressed then.
IS_SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return isSeen || one === document.body || `<${one.tagName}> ${one.textContent.trim()}`;
}"""


class Keyboard:
    """Reaches things with Tab; notes where one could not see where one was, and each time the place was lost."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def reach(self, target: Locator) -> None:
        expect(target).to_be_visible(timeout=30_000)
        for _tab in range(MOST_TABS):
            if target.evaluate(HERE):
                return
            self.page.keyboard.press("Tab")
            seen = self.page.evaluate(IS_SEEN)
            if seen is not True:
                self.faults.append(f"unseen: {seen}")
        self.faults.append(f"never reached: {target}")

    def press(self, name: str, *, role: str = "button", exact: bool = True, key: str = "Enter") -> None:
        self.reach(self.page.get_by_role(role, name=name, exact=exact).first)  # type: ignore[arg-type]
        self.page.keyboard.press(key)

    def write(self, label: str, text: str) -> None:
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def is_somewhere(self, after: str) -> None:
        if self.page.evaluate("document.activeElement === document.body"):
            self.faults.append(f"lost after {after}")

    def to_phase(self, name: str) -> None:
        step = self.page.locator(".meeting-steps").get_by_role("button", name=name, exact=True)
        self.reach(step)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".meeting-steps [aria-current]")).to_have_text(name, timeout=30_000)
        expect(step).to_be_focused(timeout=10_000)  # drawn anew twice: by the answer and by the stream


@pytest.fixture
def keyboard(visit, maryse) -> Keyboard:
    return Keyboard(visit("/", person=maryse, size=DESK))


def test_a_short_meeting_is_led_with_the_keyboard_alone(keyboard, group, odile, tonio):
    page = keyboard.page
    keyboard.press("Ouvrir la séance")
    expect(page.locator(".meeting-code")).to_have_text(re.compile(r"^\d{4} \d{4}$"), timeout=30_000)
    for name in ("Odile", "Tonio"):
        keyboard.press(name, exact=False, key="Space")
        expect(page.locator(".meeting-seats")).to_contain_text(name, timeout=30_000)
        keyboard.is_somewhere(f"seating {name}")

    keyboard.to_phase("Thème")
    keyboard.write("Nom du badge", "Itérasinier")
    keyboard.write("À quoi cela sert-il de le reconnaître ?", "Montrer ce que l’on sait faire.")
    keyboard.press("Commencer ce badge")
    expect(page.locator(".meeting-middle h1")).to_have_text("Itérasinier", timeout=30_000)
    keyboard.is_somewhere("the theme")

    keyboard.to_phase("Toile")
    keyboard.write("L’idée de", "Odile")
    keyboard.write("Son idée", "Rassurer l’âne")
    keyboard.press("Ajouter à la toile")
    expect(page.locator(".meeting-left")).to_contain_text("Rassurer l’âne", timeout=30_000)
    keyboard.is_somewhere("an idea")

    keyboard.to_phase("Débat")
    keyboard.reach(page.locator("summary", has_text="Répondre pour quelqu’un"))
    page.keyboard.press("Enter")
    keyboard.write("La voix de", "Odile")
    keyboard.press("Saisir sa voix")
    expect(page.locator(".meeting-tally b")).to_have_text("1", timeout=30_000)
    keyboard.is_somewhere("a voice")
    said = Voice.objects.get()
    keyboard.press("Fermer le vote")
    expect(page.get_by_role("button", name="Fermer le vote")).to_have_count(0, timeout=30_000)
    keyboard.is_somewhere("closing the vote")

    assert keyboard.faults == []
    assert (Criterion.objects.get().text, said.person) == ("Rassurer l’âne", odile)
