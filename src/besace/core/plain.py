"""Plain text from anywhere: what a name may hold, what a spreadsheet's cell may begin with (SECURITY.md B12, B13)."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 60
LONGEST_WORD = 40
# Zero-width joiner and variation selector stay: they hold an emoji together, and some scripts need them.
_HARMLESS_FORMAT = {"\u200d", "\u200c"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d[\d\s.,]*%?")


def clean(text: str, *, keep_lines: bool = False) -> str:
    """The text without what cannot be seen: controls, direction overrides, zero-width, NUL, surrogates; NFC."""
    kept = "".join(c for c in _unify_lines(text) if _is_visible(c) or (keep_lines and c == "\n"))
    normal = unicodedata.normalize("NFC", kept)
    if keep_lines:
        lines = (" ".join(line.split()) for line in normal.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return " ".join(normal.split())


def _unify_lines(text: str) -> str:
    return re.sub(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]", "\n", text).replace("\t", " ")


def _is_visible(character: str) -> bool:
    if character == "\n":
        return False
    category = unicodedata.category(character)
    return category not in {"Cc", "Cf", "Cs", "Co", "Cn"} or character in _HARMLESS_FORMAT


def clean_name(text: str, *, longest: int = LONGEST_NAME) -> str:
    """A first name, a nickname, a title: one line, bounded, no word that would break the page."""
    one_line = clean(text.replace("\n", " ").replace("\r", " "))
    marked = re.sub(r"([\u0300-\u036f]{2})[\u0300-\u036f]+", r"\1", one_line)  # towers of accents
    words = [word[:LONGEST_WORD] for word in marked.split(" ")]
    return " ".join(words)[:longest].strip(" \u200d\u200c")


def looks_like(text: str) -> str:
    """A key under which look-alike names fall together (case, accents, width, spaces): to warn, never to refuse."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in flat if c.isalnum()).translate(_LOOK_ALIKES)


_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁɡ0l1", "aeopcyxijsdgoii")


def csv_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(value, str) or not value.startswith(_FORMULA):
        return value
    return value if _NUMBER.fullmatch(value) else "'" + value
