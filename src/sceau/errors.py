"""Everything that can go wrong, as one family.

SceauError (a ValueError)
├── Unreadable        the bytes are not what they should be
├── Unsupported       well formed, but outside what is accepted here
│   ├── UnsignedParts   members that a signature would not cover
│   └── TooComplex      more work than a badge may ask for
├── KeyProblem        a key is missing, malformed, too weak or of another kind
└── FetchFailed       a document could not be had: nothing is known about it
"""

from __future__ import annotations


class SceauError(ValueError):
    """Parent of every error that leaves this package.

    ``code`` is stable and in kebab-case: programs read it. ``about`` says what it is about (a JSON place, a URL, a
    short reason): persons read it.
    """

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(f"{code}: {about}" if about else code)
        self.code = code
        self.about = about

    def __reduce__(self) -> tuple[type[SceauError], tuple[str, ...]]:
        return (type(self), (self.code, self.about))


class Unreadable(SceauError):
    """The input is not well formed: not JSON, not a token, not a picture with a badge in it."""


class Unsupported(SceauError):
    """The input is well formed but uses something that is not accepted here (a context, a suite, an algorithm)."""


class UnsignedParts(Unsupported):
    """Some members would be dropped before signing: a signature says nothing about them (VC-DATA-INTEGRITY §4.6.2).

    ``places`` are JSON Pointers (RFC 6901), in document order; at most the first 20.
    """

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__("unsigned-parts", ", ".join(places))
        self.places = places

    def __reduce__(self) -> tuple[type[SceauError], tuple[tuple[str, ...]]]:  # type: ignore[override]
        return (type(self), (self.places,))


class TooComplex(Unsupported):
    """The document asks for more work than an honest badge needs (RDF-CANON §7.1: poison graphs)."""

    def __init__(self, about: str) -> None:
        super().__init__("too-complex", about)

    def __reduce__(self) -> tuple[type[SceauError], tuple[str, ...]]:
        return (type(self), (self.about,))


class KeyProblem(SceauError):
    """A key is missing, malformed, too weak, or does not fit its use."""


class FetchFailed(SceauError):
    """A document could not be obtained. This is never a proof of forgery: the answer is "unknown"."""
