"""A document to its RDF statements (JSON-LD 1.1 API §5.1 and §8), refusing whatever would not become one.

Each part of the document either becomes a statement or is noted with its place: that is "safe mode". Three more
things are refused, because a signature would hold while a reader of the JSON sees another badge: members written so
as to hide a known one ("@id" where the context says "id", a full IRI where it has a term), and dates, status or
issuer of the credential moved into another object with the credential's own id.
"""

from __future__ import annotations

from typing import Any

from sceau.errors import UnsignedParts, Unsupported
from sceau.jsonld.context import ActiveContext, initial
from sceau.jsonld.literals import RDF, Place, literal, pointer
from sceau.jsonld.terms import KEYWORDS, UNSET, Term, is_absolute
from sceau.jsonld.values import Quad, Values, has

_TYPE, _FIRST, _REST, _NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))
_MOST_PLACES = 20
_STAYS_AT_THE_TOP = frozenset(
    f"https://www.w3.org/2018/credentials#{name}"
    for name in (
        "validFrom",
        "validUntil",
        "issuanceDate",
        "expirationDate",
        "credentialStatus",
        "credentialSubject",
        "issuer",
        "credentialSchema",
        "refreshService",
        "termsOfUse",
        "evidence",
    )
)
_NO_TERM = Term(None)
_VALUE_MEMBERS = frozenset({"@value", "@type", "@language"})


def statements(document: dict[str, Any], *, lenient: bool = False) -> dict[Quad, None]:
    """The dataset of ``document`` in the order of writing, each quad once; ``lenient`` leaves ``@direction`` out.

    Raises ``UnsignedParts`` and ``Unsupported`` ("unknown-context", "protected-term-redefined", "bad-context",
    "unsupported-context-feature", "disguised-member", "moved-member", "bad-json-ld").
    """
    walk = _Walk(lenient=lenient)
    walk.document(document)
    if walk.unsigned:
        raise UnsignedParts(tuple(pointer(place) for place in walk.unsigned[:_MOST_PLACES]))
    return walk.quads


class _Walk(Values):
    def __init__(self, *, lenient: bool) -> None:
        super().__init__(known=_VALUE_MEMBERS | {"@direction"} if lenient else _VALUE_MEMBERS)
        self.root: str | None = None

    def document(self, document: dict[str, Any]) -> None:
        active = initial()
        if set(document) <= {"@context", "@graph"}:
            active = active.extended(document.get("@context", []))
            self._graph(active, document.get("@graph", []), "", ("@graph", None))
            return
        self.node(active, document, "", None, UNSET)

    # -- nodes

    def node(self, active: ActiveContext, element: dict[str, Any], graph: str, place: Place, scope: Any) -> str:
        """Write what a node object says and return its name."""
        active = self._entering(active, element, scope, place)
        typed = self._typed(active, element)
        subject, members = self._members(typed, element, place)
        for name, meaning, value in members:
            here = (name, place)
            if meaning == "@type":
                self._types(active, value, subject, graph, here)
            elif meaning == "@graph":
                self._graph(typed, value, subject, here)
            else:
                self._member(typed, name, meaning, value, subject, graph, here)
        return subject

    def _entering(self, active: ActiveContext, element: dict[str, Any], scope: Any, place: Place) -> ActiveContext:
        """§5.1.2, steps 7 to 9: leave type-scoped contexts, enter the property's, then the object's own."""
        if active.previous is not None and not (len(element) == 1 and active.meaning(next(iter(element))) == "@id"):
            active = active.previous
        if scope is not UNSET:
            active = active.under(scope[1], scope[0])
        if "@context" in element:
            active = active.extended(element["@context"])
        return active

    def _typed(self, active: ActiveContext, element: dict[str, Any]) -> ActiveContext:
        """§5.1.2, step 11: the contexts scoped to the types, in the order of the types' names."""
        typed = active
        for name in sorted(key for key in element if active.meaning(key) == "@type"):
            value = element[name]
            names = value if isinstance(value, list) else [value]
            for one in sorted(item for item in names if isinstance(item, str)):
                scope = active.scope_of(one)
                if scope is not UNSET:
                    typed = typed.for_type(one) if typed.scope_of(one) is scope else typed.scoped_to_type(scope)
        return typed

    def _members(
        self, active: ActiveContext, element: dict[str, Any], place: Place
    ) -> tuple[str, list[tuple[str, str, Any]]]:
        """The name of the node and its other members, with what they mean; what means nothing is noted."""
        subject = ""
        members: list[tuple[str, str, Any]] = []
        keywords: set[str] = set()
        for name, value in element.items():
            meaning = active.meaning(name)
            if name == "@context":
                continue
            if meaning is None or (meaning not in KEYWORDS and not is_absolute(meaning)):
                self.drop((name, place))
                continue
            if meaning in KEYWORDS:
                self._check_keyword(active, name, meaning, keywords, (name, place))
            elif ":" in name and name not in active.terms and meaning in active.names_of_known_things():
                raise Unsupported("disguised-member", pointer((name, place)))
            if meaning == "@id":
                subject = self._subject(active, value, (name, place))
            else:
                members.append((name, meaning, value))
        return self._named(subject, members, place), members

    def _check_keyword(self, active: ActiveContext, name: str, meaning: str, seen: set[str], place: Place) -> None:
        if meaning in seen:
            raise Unsupported("bad-json-ld", f"{meaning} twice at {pointer(place)}")
        seen.add(meaning)
        if name == meaning and meaning in ("@id", "@type") and meaning in active.names_of_known_things():
            raise Unsupported("disguised-member", pointer(place))
        if meaning not in ("@id", "@type", "@graph"):
            self.drop(place)

    def _subject(self, active: ActiveContext, value: Any, place: Place) -> str:
        name = self.reference(active, value) if isinstance(value, str) else None
        if name is None:
            self.drop(place)
            return ""
        return name

    def _named(self, subject: str, members: list[tuple[str, str, Any]], place: Place) -> str:
        if place is None:
            self.root = subject or None
        elif subject and subject == self.root:
            for name, meaning, _value in members:
                if meaning in _STAYS_AT_THE_TOP:
                    raise Unsupported("moved-member", pointer((name, place)))
        return subject or self.blank()

    def _types(self, active: ActiveContext, value: Any, subject: str, graph: str, place: Place) -> None:
        for index, name in enumerate(value if isinstance(value, list) else [value]):
            iri = self.reference(active, name, vocab=True) if isinstance(name, str) else None
            if iri is None:
                self.drop((index, place) if isinstance(value, list) else place)
            else:
                self.quads[subject, _TYPE, iri, graph] = None

    def _graph(self, active: ActiveContext, value: Any, name: str, place: Place) -> None:
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            self._graph_item(active, item, name, (index, place) if isinstance(value, list) else place, UNSET)

    def _graph_item(self, active: ActiveContext, item: Any, graph: str, place: Place, scope: Any) -> None:
        before = len(self.quads)
        if isinstance(item, dict):
            self.node(active, item, graph, place, scope)
        if len(self.quads) == before:
            self.drop(place)

    # -- members

    def _member(
        self, active: ActiveContext, name: str, meaning: str, value: Any, subject: str, graph: str, place: Place
    ) -> None:
        if meaning in KEYWORDS:
            return
        term = active.terms.get(name, _NO_TERM)
        predicate = f"<{meaning}>"
        if term.reverse:
            self._reversed(active, name, term, value, (subject, predicate, graph), place)
        elif term.type == "@json":
            self.quads[subject, predicate, literal(value, "@json", place), graph] = None
        elif "@language" in term.container and isinstance(value, dict):
            self.language_map(active, value, subject, predicate, graph, place)
        elif "@list" in term.container and not _is_list_object(active, value):
            items = value if isinstance(value, list) else [value]
            self.quads[subject, predicate, self._list(active, name, term, items, graph, place), graph] = None
        else:
            self._values(active, name, term, value, (subject, predicate, graph), place)

    def _reversed(
        self, active: ActiveContext, name: str, term: Term, value: Any, at: tuple[str, str, str], place: Place
    ) -> None:
        """§5.1.2, step 13.13: the value says of itself what the term means, about this node."""
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            here = (index, place) if isinstance(value, list) else place
            is_node = isinstance(item, dict) and not has(active, item, "@value") and not has(active, item, "@list")
            if is_node or (isinstance(item, str) and term.type == "@id"):
                thing = self._thing(active, name, term, item, at[2], here)
                if thing is not None:
                    self.quads[thing, at[1], at[0], at[2]] = None
            elif item is not None:
                self.drop(here)

    def _values(
        self, active: ActiveContext, name: str, term: Term, value: Any, at: tuple[str, str, str], place: Place
    ) -> None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                self._values(active, name, term, item, at, (index, place))
        elif isinstance(value, dict) and has(active, value, "@set"):
            self._values(active, name, term, self.only(active, value, "@set", place), at, place)
        elif value is not None:
            thing = self._thing(active, name, term, value, at[2], place)
            if thing is not None:
                self.quads[at[0], at[1], thing, at[2]] = None

    def _thing(self, active: ActiveContext, name: str, term: Term, value: Any, graph: str, place: Place) -> str | None:
        if "@graph" in term.container:
            inner = self.blank()
            self._graph_item(active, value, inner, place, _scope(name, term))
            return inner
        if not isinstance(value, dict):
            return self.scalar(active.for_property(name), term, value, place)
        if has(active, value, "@value"):
            return self.value_object(active, value, _scope(name, term), place)
        if has(active, value, "@list"):
            return self._list(active, name, term, self.only(active, value, "@list", place), graph, place)
        return self.node(active, value, graph, place, _scope(name, term))

    def _list(self, active: ActiveContext, name: str, term: Term, items: Any, graph: str, place: Place) -> str:
        head, last = _NIL, ""
        plain = Term(term.iri, term.type, frozenset(), term.language, term.context)
        for index, item in enumerate(items if isinstance(items, list) else [items]):
            here = (index, place)
            if isinstance(item, list):
                thing: str | None = self._list(active, name, term, item, graph, here)
            elif item is None:
                continue
            else:
                thing = self._thing(active, name, plain, item, graph, here)
            if thing is None:
                continue
            cell = self.blank()
            if last:
                self.quads[last, _REST, cell, graph] = None
            else:
                head = cell
            self.quads[cell, _FIRST, thing, graph] = None
            last = cell
        if last:
            self.quads[last, _REST, _NIL, graph] = None
        return head


def _scope(name: str, term: Term) -> Any:
    return UNSET if term.context is UNSET else (name, term.context)


def _is_list_object(active: ActiveContext, value: Any) -> bool:
    return isinstance(value, dict) and has(active, value, "@list")
