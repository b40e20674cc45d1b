"""What a template must have before a browser looks at it: labels, alternatives, words beside icons, no inline style."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from tools import messages

MUTE = {"hidden", "submit", "button", "image", "reset"}


class Looked(HTMLParser):
    """Collects what is wrong in one template; template tags were taken out before."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[tuple[str, str]] = []
        self.in_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "label":
            self.in_label += 1
            self.labelled.add(given.get("for", ""))
        if tag in {"input", "textarea", "select"} and given.get("type") not in MUTE and "hidden" not in given:
            named = self.in_label or "aria-label" in given or "aria-labelledby" in given
            self.fields.append((given.get("id", ""), "" if named else self.get_starttag_text() or tag))
        if tag == "img" and "alt" not in given:
            self.faults.append(f"no alt: {self.get_starttag_text()}")
        self.faults += [f"inline {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        if tag == "script" and "src" not in given and given.get("type") != "application/json":  # data is no script
            self.faults.append("inline script")
        if tag == "style":
            self.faults.append("inline style sheet")

    def handle_endtag(self, tag: str) -> None:
        self.in_label -= tag == "label"

    def found(self) -> list[str]:
        return self.faults + [f"no label: {text}" for ident, text in self.fields if text and ident not in self.labelled]


def faults(source: str) -> list[str]:
    text = re.sub(r"{#.*?#}", "", source, flags=re.DOTALL)
    text = re.sub(r"{{\s*([\w.]+).*?}}", r"\1", text, flags=re.DOTALL)
    looked = Looked()
    looked.feed(re.sub(r"{%.*?%}", " ", text, flags=re.DOTALL))
    return looked.found()


def test_every_field_has_a_label_every_picture_its_words_and_nothing_is_inline() -> None:
    pages = list(messages.PACKAGE.rglob("templates/**/*.html"))
    found = [f"{_short(file)}: {fault}" for file in sorted(pages) for fault in faults(file.read_text(encoding="utf-8"))]

    assert "\n".join(found) == ""


def test_what_is_missing_is_seen() -> None:
    source = '<input id="a"><label for="b">B</label><input id="b"><img src="x"><p style="color:red" onclick="x()">'

    assert faults(source) == ['no alt: <img src="x">', "inline style", "inline onclick", 'no label: <input id="a">']


def _short(file: Path) -> str:
    return file.relative_to(messages.PACKAGE).as_posix()
