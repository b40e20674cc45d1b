"""Values of members: references, texts, numbers, value objects, language maps (JSON-LD 1.1 API §5.3, §8.2)."""

from __future__ import annotations

from typing import Any

from sceau.jsonld.context import ActiveContext
from sceau.jsonld.literals import Place, language_literal, literal, string_literal
from sceau.jsonld.terms import KEYWORDS, UNSET, Term, is_absolute

Quad = tuple[str, str, str, str]
"""Subject, predicate, object and graph as N-Quads writes them; "" for the default graph."""


class Values:
    """What a walk gathers: the quads, and the places of what would be dropped."""

    def __init__(self, *, known: frozenset[str]) -> None:
        self.known_in_values = known
        self.quads: dict[Quad, None] = {}
        self.unsigned: list[Place] = []
        self._blanks = 0
        self._given: dict[str, str] = {}

    def blank(self) -> str:
        """A new blank node."""
        self._blanks += 1
        return f"_:n{self._blanks}"

    def drop(self, place: Place) -> None:
        """Note the place of something that would not become a statement."""
        self.unsigned.append(place)

    def reference(self, active: ActiveContext, value: str, *, vocab: bool = False) -> str | None:
        """An IRI in angle brackets, or a blank node of ours for one of the document's."""
        iri = active.meaning(value) if vocab else active.absolute(value)
        if iri is None or iri in KEYWORDS:
            return None
        if iri.startswith("_:"):
            return self._given.setdefault(iri, f"_:g{len(self._given)}")
        return f"<{iri}>" if is_absolute(iri) else None

    def scalar(self, active: ActiveContext, term: Term, value: Any, place: Place) -> str | None:
        """What a plain value stands for under a term (§5.3.2); None when it was noted as dropped."""
        if term.type in ("@id", "@vocab") and isinstance(value, str):
            reference = self.reference(active, value, vocab=term.type == "@vocab")
            if reference is None:
                self.drop(place)
            return reference
        if term.type not in (None, "@id", "@vocab", "@none"):
            return literal(value, term.type, place)
        if not isinstance(value, str):
            return literal(value, None, place)
        language = active.language if term.language is UNSET else term.language
        return self.text(value, language, place)

    def text(self, value: str, language: str | None, place: Place) -> str | None:
        """A text, in a language if there is one."""
        if language is None:
            return string_literal(value)
        written = language_literal(value, language)
        if written is None:
            self.drop(place)
        return written

    def value_object(self, active: ActiveContext, element: dict[str, Any], scope: Any, place: Place) -> str | None:
        """What an object with ``@value`` stands for (§8.2.2); None when it was noted as dropped."""
        if scope is not UNSET:
            active = active.under(scope[1], scope[0])
        if "@context" in element:
            active = active.extended(element["@context"])
        parts = {active.meaning(name): value for name, value in element.items() if name != "@context"}
        if not set(parts) <= self.known_in_values or len(parts) < len(element) - ("@context" in element):
            self.drop(place)
            return None
        value, kind, language = parts["@value"], parts.get("@type"), parts.get("@language")
        if kind is None and isinstance(value, str) and (language is None or isinstance(language, str)):
            return self.text(value, language, place)
        expanded = active.meaning(kind) if isinstance(kind, str) else None
        if language is not None or (kind is not None and not (expanded == "@json" or is_absolute(expanded or ""))):
            self.drop(place)
            return None
        if isinstance(value, list | dict) and expanded != "@json" or (value is None and expanded != "@json"):
            self.drop(place)
            return None
        return literal(value, expanded, place)

    def language_map(
        self, active: ActiveContext, value: dict[str, Any], subject: str, predicate: str, graph: str, place: Place
    ) -> None:
        """Texts by language (§5.1.2, step 13.7)."""
        for language, texts in value.items():
            for item in texts if isinstance(texts, list) else [texts]:
                tag = None if active.meaning(language) == "@none" else language
                text = self.text(item, tag, (language, place)) if isinstance(item, str) else None
                if text is not None:
                    self.quads[subject, predicate, text, graph] = None
                elif item is not None and not isinstance(item, str):
                    self.drop((language, place))

    def only(self, active: ActiveContext, element: dict[str, Any], keyword: str, place: Place) -> Any:
        """The value of an object that has one keyword and nothing else."""
        if len(element) != 1:
            self.drop(place)
        return next(value for name, value in element.items() if active.meaning(name) == keyword)


def has(active: ActiveContext, element: dict[str, Any], keyword: str) -> bool:
    """Whether a member of the object stands for the keyword."""
    return any(active.meaning(name) == keyword for name in element)
