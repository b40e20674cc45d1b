"""Words that expose, judge or hurt people (listed in words.toml) and the one way of looking for them.

A badge says what somebody knows how to do. It never says what she lives on, believes, suffers or is.
Nothing here refuses anything: it hints, and a human decides (PROTOCOL.md 1.8, SECURITY.md P20).
Words of animals, of the kitchen and of the workshop must pass: « bâtard » is also a loaf, « âne » an animal.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
PERSON, RUDE = "person", "rude"

BEING = frozenset(("etre", "rester", "devenir", "sembler", "paraitre", "montrer", "montre", "garder", "se", "savoir"))
SAYS_SHE_IS = re.compile(r"^(?:(?:il|elle|on|c|je) |(?:une|la) personne )(?:est|suis|etait|reste|sera)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A word that deserves a kind remark: what it touches, and the words as typed."""

    about: str
    word: str


def plain(text: str) -> str:
    """Lower case, no accents, single spaces: « L'Âne » is « l ane »."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def exposing(text: str) -> list[Found]:
    """Words that say what a person lives on, suffers, believes or went through."""
    said = plain(text)
    return [Found(about, word) for about, pattern in _EXPOSING.items() for word in _all(pattern, said)]


def about_the_person(text: str) -> list[Found]:
    """Words that judge somebody instead of saying what she does."""
    said = plain(text)
    found = _all(_JUDGING, said)
    if not found and (SAYS_SHE_IS.match(said) or not _has_verb(said)):
        found = _all(_MANNERS, said)
    return [Found(PERSON, word) for word in found]


def rude(text: str) -> list[Found]:
    """Rude words, told to their author alone."""
    return [Found(RUDE, word) for word in _all(_RUDE, plain(text))]


def _has_verb(said: str) -> bool:
    """French infinitives come early in a criterion: « Rester calme », « Lui parler », « Ne pas crier »."""
    return any(w in BEING or w.endswith(("er", "ir", "re", "oir")) for w in said.split()[:4])


def _pattern(listed: str) -> re.Pattern[str]:
    terms = [" ".join(term.split()) for term in listed.split(",")]
    written = sorted((re.escape(t).replace(r"\*", "[a-z]*").replace(r"\ ", " ") for t in terms), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(written) + r")\b")


def _all(pattern: re.Pattern[str], said: str) -> list[str]:
    return [m.group() for m in pattern.finditer(said)]


_EXPOSING = {about: _pattern(listed) for about, listed in WORDS["exposing"].items()}
_JUDGING, _MANNERS = _pattern(WORDS["person"]["judging"]), _pattern(WORDS["person"]["manners"])
_RUDE = _pattern(WORDS["rude"]["words"])
