"""Active contexts: which terms hold at one place of a document (JSON-LD 1.1 API §4.1 and §4.2).

Contexts made only of pinned documents are kept on the context they extend, so the work is done once per process.
"""

from __future__ import annotations

from typing import Any

from sceau import contexts
from sceau.errors import Unsupported
from sceau.jsonld.definitions import Definition, language_of
from sceau.jsonld.terms import UNSET, Term, is_absolute

_MOST_IN_A_ROW = 32
_MOST_KEPT = 400
_CONTEXT_KEYWORDS = frozenset({"@version", "@vocab", "@language", "@protected"})


class ActiveContext:
    """The terms in force, never changed once made; ``previous`` is what a nested object returns to (§4.1)."""

    __slots__ = ("_kept", "_meanings", "_under", "iris", "language", "previous", "terms", "vocab")

    def __init__(self, parent: ActiveContext | None = None) -> None:
        self.terms: dict[str, Term] = dict(parent.terms) if parent else {}
        self.vocab: str | None = parent.vocab if parent else None
        self.language: str | None = parent.language if parent else None
        self.previous: ActiveContext | None = parent.previous if parent else None
        self._kept: dict[Any, ActiveContext] = {}
        self._under: dict[str, list[tuple[Any, ActiveContext]]] = {}
        self._meanings: dict[str, str | None] = {}
        self.iris: frozenset[str] | None = None

    def extended(self, local: Any) -> ActiveContext:
        """With the value of an ``@context`` member applied."""
        return self._apply(local, override=False)

    def for_type(self, name: str) -> ActiveContext:
        """With the context scoped to the type ``name``, if any; it does not reach into nested objects."""
        return self._scoped(name, ("type", name), override=False, propagate=False)

    def scoped_to_type(self, scope: Any) -> ActiveContext:
        """With a type-scoped context whose term another one has hidden in between (§5.1.2, step 11.2)."""
        return self._apply(scope, override=False, propagate=False)

    def for_property(self, name: str) -> ActiveContext:
        """With the context scoped to the property ``name``, if any; it may redefine protected terms (§5.1.2 step 8)."""
        return self._scoped(name, ("property", name), override=True, propagate=True)

    def scope_of(self, name: str) -> Any:
        """The context scoped to a term, ``UNSET`` if there is none."""
        term = self.terms.get(name)
        return UNSET if term is None else term.context

    def under(self, scope: Any, name: str) -> ActiveContext:
        """With ``scope``, the property-scoped context that ``name`` had before a return to the previous context."""
        kept = self._under.setdefault(name, [])
        for known, active in kept:
            if known is scope:
                return active
        kept.append((scope, self._apply(scope, override=True)))
        return kept[-1][1]

    def meaning(self, name: str) -> str | None:
        """What a member name or a type stands for: an IRI, a keyword, or None (IRI expansion with vocab, §5.2.2)."""
        if name in self._meanings:
            return self._meanings[name]
        meaning = Definition(self).expand(name, vocab=True)
        if len(self._meanings) < _MOST_KEPT:
            self._meanings[name] = meaning
        return meaning

    def absolute(self, value: str) -> str | None:
        """What a reference stands for: compact IRIs are written out, terms are not looked up."""
        return Definition(self).expand(value, vocab=False)

    def names_of_known_things(self) -> frozenset[str]:
        """Every IRI for which a term exists here."""
        if self.iris is None:
            self.iris = frozenset(term.iri for term in self.terms.values() if term.iri)
        return self.iris

    def _scoped(self, name: str, key: Any, *, override: bool, propagate: bool) -> ActiveContext:
        scope = self.scope_of(name)
        if scope is UNSET:
            return self
        return self._keep(key, lambda: self._apply(scope, override=override, propagate=propagate))

    def _keep(self, key: Any, make: Any) -> ActiveContext:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _apply(self, local: Any, *, override: bool, propagate: bool = True) -> ActiveContext:
        result = self
        parts = local if isinstance(local, list) else [local]
        if len(parts) > _MOST_IN_A_ROW:
            raise Unsupported("too-many-contexts", str(len(parts)))
        for part in parts:
            result = result._one(part, override=override)
        if not propagate and result.previous is None:
            result = _copy(result)
            result.previous = self
        return result

    def _one(self, part: Any, *, override: bool) -> ActiveContext:
        if part is None:
            return self._emptied(override=override)
        if isinstance(part, str):
            return self._keep((part, override), lambda: self._of_document(part, override=override))
        if isinstance(part, dict) and "@context" in part:
            return self._apply(part["@context"], override=override)
        if isinstance(part, dict):
            return _define(self, part, override=override)
        raise Unsupported("bad-context", type(part).__name__)

    def _of_document(self, url: str, *, override: bool) -> ActiveContext:
        document = contexts.load(url)
        return self._apply(document.get("@context", {}), override=override)

    def _emptied(self, *, override: bool) -> ActiveContext:
        if not override and any(term.protected for term in self.terms.values()):
            raise Unsupported("protected-term-redefined", "@context: null")
        return ActiveContext()


_start = ActiveContext()
_made = 0


def initial() -> ActiveContext:
    """The context before any ``@context``; what was worked out is forgotten when it grows too large."""
    global _start, _made
    if _made > _MOST_KEPT:
        _start, _made = ActiveContext(), 0
    return _start


def _copy(active: ActiveContext) -> ActiveContext:
    global _made
    _made += 1
    return ActiveContext(active)


def _define(active: ActiveContext, local: dict[str, Any], *, override: bool) -> ActiveContext:
    """§4.1.2 step 5.5 and following: one context map over ``active``."""
    if local.get("@version", 1.1) != 1.1:
        raise Unsupported("bad-context", f"@version {local['@version']!r}")
    result = _copy(active)
    if "@vocab" in local:
        result.vocab = _vocab(result, local["@vocab"])
    if "@language" in local:
        result.language = language_of(local["@language"])
    definition = Definition(result, local, override=override)
    for name in local:
        if name not in _CONTEXT_KEYWORDS:
            definition.create(name)
    return result


def _vocab(active: ActiveContext, value: Any) -> str | None:
    if value is None:
        return None
    expanded = Definition(active).expand(value, vocab=True) if isinstance(value, str) else None
    if expanded is None or not is_absolute(expanded):
        raise Unsupported("bad-context", "@vocab is not an absolute IRI")
    return expanded
