"""How a local context defines terms, and how IRIs are written out (JSON-LD 1.1 API §4.2 and §5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sceau.errors import Unsupported
from sceau.jsonld.terms import KEYWORDS, UNSET, Term, has_scheme, is_absolute, looks_like_keyword

if TYPE_CHECKING:
    from sceau.jsonld.context import ActiveContext

_TERM_MEMBERS = frozenset({"@id", "@type", "@container", "@context", "@language", "@prefix", "@protected", "@reverse"})
_CONTAINERS = tuple(
    frozenset(names)
    for names in ((), ("@set",), ("@list",), ("@graph",), ("@graph", "@set"), ("@language",), ("@language", "@set"))
)


class Definition:
    """Creates term definitions (§4.2) and expands IRIs (§5.2) while the local context may still be incomplete."""

    def __init__(self, active: ActiveContext, local: dict[str, Any] | None = None, *, override: bool = False) -> None:
        self.active = active
        self.local = local or {}
        self.override = override
        self.defined: dict[str, bool] = {}
        self.protected = self.local.get("@protected", False)

    def create(self, name: str) -> None:
        """Define one term of the local context, those it stands on first (§4.2.2)."""
        if name in self.defined:
            if not self.defined[name]:
                raise Unsupported("bad-context", f"{name} is defined by itself")
            return
        self.defined[name] = False
        if (
            name == "@type"
            and isinstance(self.local[name], dict)
            and set(self.local[name]) <= {"@container", "@protected"}
        ):
            self.defined[name] = True
            return
        if not name or name in KEYWORDS or looks_like_keyword(name):
            raise Unsupported("bad-context", f"{name!r} cannot be defined")
        previous = self.active.terms.pop(name, None)
        term = self._term(name, self.local[name])
        if previous and previous.protected and not self.override:
            if not previous.means_the_same(term):
                raise Unsupported("protected-term-redefined", name)
            term = previous
        self.active.terms[name] = term
        self.defined[name] = True

    def _term(self, name: str, value: Any) -> Term:
        simple = isinstance(value, str)
        if simple or value is None:
            value = {"@id": value}
        if not isinstance(value, dict) or not set(value) <= _TERM_MEMBERS:
            raise Unsupported("unsupported-context-feature", name)
        reverse = "@reverse" in value
        if reverse:
            if not set(value) <= {"@reverse", "@type", "@protected"}:
                raise Unsupported("unsupported-context-feature", name)
            value = {**value, "@id": value["@reverse"]}
        iri = self._iri(name, value)
        prefix = value.get("@prefix", False)
        if simple and iri and ":" not in name and "/" not in name and iri not in KEYWORDS:
            prefix = iri[-1] in ":/?#[]@"
        return Term(
            iri=iri,
            type=self._type(name, value),
            container=_container(name, value.get("@container")),
            language=language_of(value["@language"]) if "@language" in value else UNSET,
            context=value.get("@context", UNSET),
            prefix=bool(prefix),
            protected=value.get("@protected", self.protected) is True,
            reverse=reverse,
        )

    def _iri(self, name: str, value: dict[str, Any]) -> str | None:
        if value.get("@id", name) != name:
            return self._given_iri(name, value["@id"])
        if ":" in name[1:]:
            prefix, rest = name.split(":", 1)
            if prefix in self.local:
                self.create(prefix)
            term = self.active.terms.get(prefix)
            iri = term.iri + rest if term and term.iri else name
        elif self.active.vocab is not None:
            iri = self.active.vocab + name
        else:
            raise Unsupported("bad-context", f"{name} stands for nothing")
        return iri

    def _given_iri(self, name: str, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str) or value == "@context" or (looks_like_keyword(value) and value not in KEYWORDS):
            raise Unsupported("bad-context", f"@id of {name}")
        iri = self.expand(value, vocab=True)
        if iri is None or (iri not in KEYWORDS and not is_absolute(iri)):
            raise Unsupported("bad-context", f"@id of {name} is not absolute")
        if (":" in name[1:-1] or "/" in name) and self._written_out(name) != iri:
            raise Unsupported("bad-context", f"{name} does not stand for itself")
        return iri

    def _written_out(self, name: str) -> str | None:
        self.defined[name] = True
        return self.expand(name, vocab=True)

    def _type(self, name: str, value: dict[str, Any]) -> str | None:
        if value.get("@type") is None:
            return None
        expanded = self.expand(value["@type"], vocab=True) if isinstance(value["@type"], str) else None
        if expanded in ("@id", "@vocab", "@json", "@none"):
            return expanded
        if expanded is None or not is_absolute(expanded):
            raise Unsupported("bad-context", f"@type of {name}")
        return expanded

    def expand(self, value: str, *, vocab: bool) -> str | None:
        """§5.2.2; None for what only looks like a keyword. What stays relative is returned as it is."""
        if value in KEYWORDS:
            return value
        if looks_like_keyword(value):
            return None
        if value in self.local and not self.defined.get(value):
            self.create(value)
        term = self.active.terms.get(value)
        if term is not None and (vocab or term.iri in KEYWORDS):
            return term.iri
        if ":" in value[1:]:
            return self._expand_compact(value, vocab=vocab)
        if vocab and self.active.vocab is not None:
            return self.active.vocab + value
        return value

    def _expand_compact(self, value: str, *, vocab: bool) -> str | None:
        prefix, rest = value.split(":", 1)
        if prefix == "_" or rest.startswith("//"):
            return value
        if prefix in self.local and not self.defined.get(prefix):
            self.create(prefix)
        term = self.active.terms.get(prefix)
        if term is not None and term.iri and term.prefix:
            return term.iri + rest
        if has_scheme(value):
            return value
        return self.active.vocab + value if vocab and self.active.vocab is not None else value


def _container(name: str, value: Any) -> frozenset[str]:
    names = [] if value is None else value if isinstance(value, list) else [value]
    for container in _CONTAINERS:
        if all(isinstance(one, str) for one in names) and container == frozenset(names):
            return container
    raise Unsupported("unsupported-context-feature", f"@container of {name}")


def language_of(value: Any) -> str | None:
    """A default language, in lower case; None takes it away."""
    if value is not None and not isinstance(value, str):
        raise Unsupported("bad-context", "@language is not a text")
    return None if value is None else value.lower()
