"""What a term means: the entries of an active context (JSON-LD 1.1 API §4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

KEYWORDS: Final = frozenset(
    (
        "@base",
        "@container",
        "@context",
        "@default",
        "@direction",
        "@embed",
        "@explicit",
        "@graph",
        "@id",
        "@import",
        "@included",
        "@index",
        "@json",
        "@language",
        "@list",
        "@nest",
        "@none",
        "@omitDefault",
        "@prefix",
        "@preserve",
        "@propagate",
        "@protected",
        "@requireAll",
        "@reverse",
        "@set",
        "@type",
        "@value",
        "@version",
        "@vocab",
    )
)
"""Every keyword of JSON-LD 1.1, framing included."""

UNSET: Final = object()
"""Stands for "the context does not say", where ``None`` is itself an answer."""

_KEYWORD_SHAPE = re.compile(r"@[A-Za-z]+\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# N-Quads §3, IRIREF: what would break out of <…> is not an IRI.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f]*\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """One term definition; two are the same when all but ``protected`` are equal (§4.2.2, step 27)."""

    iri: str | None
    type: str | None = None
    container: frozenset[str] = frozenset()
    language: Any = UNSET
    context: Any = UNSET
    prefix: bool = False
    protected: bool = False
    reverse: bool = False

    def means_the_same(self, other: Term) -> bool:
        """Equal but for the protection."""
        mine = (self.iri, self.type, self.container, self.language, self.prefix, self.reverse)
        yours = (other.iri, other.type, other.container, other.language, other.prefix, other.reverse)
        return mine == yours and _same_json(self.context, other.context)


def looks_like_keyword(text: str) -> bool:
    """ "@" and letters: reserved, ignored by other processors, hence refused here."""
    return _KEYWORD_SHAPE.match(text) is not None


def has_scheme(text: str) -> bool:
    """Whether the text has the form "scheme:…"."""
    return _SCHEME.match(text) is not None


def is_absolute(iri: str) -> bool:
    """An absolute IRI that can be written in N-Quads."""
    return _ABSOLUTE.match(iri) is not None


def _same_json(one: Any, other: Any) -> bool:
    if one is UNSET or other is UNSET:
        return one is other
    return type(one) is type(other) and one == other
