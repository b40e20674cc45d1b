"""How we count the words of a French sentence, and the words that a participant never meets."""

from __future__ import annotations

import re
from pathlib import Path

MOST_WORDS = 12
EXCEPTIONS = Path(__file__).with_name("long_sentences.txt")
FORBIDDEN = re.compile(
    r"\b(assertions?|endoss\w+|m[ée]tadonn[ée]es?|json|credentials?|tokens?|sessions?|e-?mailer|login|"
    r"backpack|issuer|upload\w*|cliqu\w+|pourcent\w*|usagers?|b[ée]n[ée]ficiaires?)\b|\d\s?%(?!\w|\()",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}|<[^>]+>|&nbsp;")


def sentences(text: str) -> list[str]:
    """One sentence after the other, without what will be filled in."""
    plain = PLACEHOLDER.sub(" x ", text)
    return [s.strip() for s in re.split(r"(?<=[.!?…])\s+|\n\s*\n", plain) if s.strip()]


def words(sentence: str) -> int:
    """Words as one reads them: an apostrophe joins, a sign by itself does not count."""
    return len([w for w in re.split(r"[\s\u00a0\u202f]+", sentence) if re.search(r"\w", w)])


def too_long(text: str) -> list[str]:
    return [s for s in sentences(text) if words(s) > MOST_WORDS]


def exceptions() -> set[str]:
    """Sentences that may be longer, each with its reason above it."""
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def forbidden(text: str) -> list[str]:
    """The words of computers and offices that are left in this text."""
    return [found.group() for found in FORBIDDEN.finditer(PLACEHOLDER.sub(" x ", text))]
