"""The French of the screens: short, plain, translatable, and entirely said in English too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import messages

from tests.look import french

SPOKEN = re.compile(r"""\s(?:aria-label|alt|title|placeholder)=(?:"([^"]*)"|'([^']*)')""")
OURS = re.compile(r"\bBesace\b")
NOT_SAID = re.compile(
    r"{% block (?:frame|theme|root|body|main_attributes) %}.*?{% endblock %}", re.DOTALL
)  # classes, attributes


def french_texts() -> Iterator[tuple[str, str]]:
    for file in messages.files():
        for _line, message, _context in messages.sentences(file):
            for text in [message] if isinstance(message, str) else message:
                yield file.relative_to(messages.PACKAGE).as_posix(), text


def templates() -> list[Path]:
    return [f for f in messages.files() if f.suffix == ".html"]


def untranslated(source: str) -> list[str]:
    """Words of a template that no gettext sees."""
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", "", source, flags=re.DOTALL)
    text = re.sub(r"{% blocktrans.*?endblocktrans\w* %}", "", text, flags=re.DOTALL)
    text = NOT_SAID.sub("", text)
    text = re.sub(r"<(script|style|svg|code)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    spoken = [next(filter(None, found.groups()), "") for found in SPOKEN.finditer(text)]
    shown = re.split(r"<[^>]*>", text)
    said = (re.sub(r"&\w+;", " ", part).strip() for part in [*spoken, *shown])
    return [part for part in said if re.search(r"[^\W\d_]{2,}", OURS.sub("", part))]


def test_a_sentence_has_twelve_words_at_most() -> None:
    allowed = french.exceptions()
    long = {f"{file}: {s}" for file, text in french_texts() for s in french.too_long(text) if s not in allowed}

    assert "\n".join(sorted(long)) == ""


def test_no_word_of_the_trade_of_computers() -> None:
    found = {f"{file}: {text}" for file, text in french_texts() if french.forbidden(text)}

    assert "\n".join(sorted(found)) == ""


def test_every_word_of_a_template_can_be_translated() -> None:
    bare = {file.relative_to(messages.PACKAGE).as_posix(): untranslated(file.read_text()) for file in templates()}

    assert {file: words for file, words in bare.items() if words} == {}


def test_every_sentence_has_its_english() -> None:
    assert "\n".join(messages.waiting()) == ""


def test_the_same_things_are_filled_in_in_both_languages() -> None:
    wrong = []
    for message in messages.kept():
        french_ids = [message.id] if isinstance(message.id, str) else list(message.id)
        english = [message.string] if isinstance(message.string, str) else list(message.string)
        wanted = {name for text in french_ids for name in re.findall(r"%\((\w+)\)", text)}
        wrong += [text for text in english if not set(re.findall(r"%\((\w+)\)", text)) <= wanted]

    assert wrong == []


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("Une personne, une voix.", 0),
        ("Un deux trois quatre cinq six sept huit neuf dix onze douze.", 0),
        ("Un deux trois quatre cinq six sept huit neuf dix onze douze treize.", 1),
        ("Court. Un deux trois quatre cinq six sept huit neuf dix onze douze treize.", 1),
    ],
)
def test_words_are_counted_as_one_reads_them(text: str, long: int) -> None:
    assert len(french.too_long(text)) == long


def test_a_bare_word_in_a_template_is_seen() -> None:
    source = '<p>Bonjour {{ name }}</p><img alt="Un âne"><b>{% translate "Oui" %}</b>'

    assert untranslated(source) == ["Un âne", "Bonjour"]
