"""A document to the bytes that are signed: RDFC-1.0 in safe mode, or JCS. Bounded, and never the network."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import rfc8785

from sceau import contexts
from sceau.bounds import MOST_STATED, MOST_TEXT, Bounds
from sceau.errors import TooComplex, Unsupported
from sceau.jsonld.labels import Digest, canonical_lines
from sceau.jsonld.literals import Place, pointer
from sceau.jsonld.statements import statements

MOST_VALUES = MOST_STATED
"""How many members and items a document may have."""

DEEPEST = 64
"""How deep its objects and lists may be nested."""

# Processors disagree on controls and non-characters (PERFORMANCE traps 1 and 2); surrogates are no Unicode text.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17))
    + "]"
)


def rdfc(
    document: dict[str, Any],
    *,
    digest: Digest = hashlib.sha256,
    lenient: bool = False,
    bounds: Bounds | None = None,
) -> str:
    """The canonical N-Quads of a JSON-LD document (RDF-CANON 1.0), in safe mode and within bounds.

    ``lenient``: whether ``@context`` may hold objects, and ``@direction`` is left out of the statements as other
    programs do. Neither is signed, so a stranger could change them: only for the suites of W3C, which ask for both.
    ``bounds``: those of a work that this is a part of ("too-many" then).

    Raises ``UnsignedParts`` (with every place), ``TooComplex``, ``Unsupported`` ("unknown-context",
    "inline-context", "protected-term-redefined", "bad-context", "unsupported-context-feature", "disguised-member",
    "moved-member", "bad-json-ld", "number-out-of-range", "forbidden-character").
    """
    bounds = Bounds() if bounds is None else bounds
    check_bounds(document, lenient=lenient, bounds=bounds)
    return "".join(canonical_lines(statements(document, lenient=lenient), digest=digest, bounds=bounds))


def jcs(document: Any, *, bounds: Bounds | None = None) -> bytes:
    """The canonical JSON of a document (RFC 8785), within the same bounds.

    Raises ``TooComplex``, ``Unsupported`` ("number-out-of-range", "forbidden-character").
    """
    check_bounds(document, lenient=True, bounds=bounds)
    try:
        return rfc8785.dumps(document)
    except rfc8785.CanonicalizationError as error:
        raise Unsupported("number-out-of-range", str(error)) from error


def check_safe(document: dict[str, Any], *, bounds: Bounds | None = None) -> None:
    """Refuse what safe mode refuses, for a signature that is not made over statements (JCS, JWS).

    Every byte is signed there, and yet a term redefined, or defined by nobody, tells each reader another story.
    ``endorsementJwt`` is let through: OB 3.0 §B.1 says what it is, and its published contexts forgot it.
    Errors as in :func:`rdfc`.
    """
    check_bounds(document, bounds=bounds)
    for _statement in statements(_without_forgotten(document)):
        pass


def _without_forgotten(value: Any) -> Any:
    if isinstance(value, dict):
        kept = ((name, inner) for name, inner in value.items() if name != "endorsementJwt" or not _are_texts(inner))
        return {name: _without_forgotten(inner) for name, inner in kept}
    return [_without_forgotten(inner) for inner in value] if isinstance(value, list) else value


def _are_texts(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def second_opinion(document: dict[str, Any]) -> str:
    """The same as :func:`rdfc` by an independent program (Oxigraph), without safe mode: to check our own work.

    Only after :func:`rdfc` accepted the document: Oxigraph has no bounds of its own. Raises ``Unsupported``.
    """
    import pyoxigraph  # noqa: PLC0415 -- a large library that only signing needs

    text = json.dumps(_with_contexts(document))
    try:
        quads = pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.JSON_LD)
        dataset = pyoxigraph.Dataset(quads)
    except SyntaxError as error:
        raise Unsupported("bad-json-ld", str(error)) from error
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    written = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS)
    assert written is not None
    return "".join(sorted(line + "\n" for line in written.decode().split("\n") if line))


def check_bounds(document: Any, *, lenient: bool = False, bounds: Bounds | None = None) -> None:
    """Refuse what is too large, too deep, or not text, before any work is done on it. Errors as in :func:`rdfc`."""
    values, text = 0, 0
    waiting: list[tuple[Any, Place, int]] = [(document, None, 0)]
    while waiting:
        value, place, depth = waiting.pop()
        if isinstance(value, str):
            text += len(value)
            _check_text(value, place)
        elif isinstance(value, dict):
            for name in value:
                _check_text(name, place)
                if name == "@context" and not lenient:
                    _check_context(value[name], (name, place))
            waiting += [(inner, (name, place), depth + 1) for name, inner in value.items()]
            values += len(value)
        elif isinstance(value, list):
            waiting += [(inner, (index, place), depth + 1) for index, inner in enumerate(value)]
            values += len(value)
        if depth > DEEPEST or values > MOST_VALUES or text > MOST_TEXT:
            raise TooComplex(f"more than {DEEPEST} levels, {MOST_VALUES} values or {MOST_TEXT} characters")
    if bounds is not None:
        bounds.state(values=values, text=text)


def has_forbidden(text: str) -> bool:
    """Whether a text has a control (other than tab and line ends), a surrogate or a non-character."""
    # What can be printed has none of them, and that is quick to tell.
    return not text.isprintable() and _FORBIDDEN.search(text) is not None


def check_text(text: str, place: str = "") -> None:
    """Refuse a text with a control or a non-character: ``Unsupported`` ("forbidden-character") about ``place``."""
    if has_forbidden(text):
        raise Unsupported("forbidden-character", place)


def _check_text(text: str, place: Place) -> None:
    if has_forbidden(text):
        raise Unsupported("forbidden-character", pointer(place))


def _check_context(value: Any, place: Place) -> None:
    for part in value if isinstance(value, list) else [value]:
        if not isinstance(part, str):
            raise Unsupported("inline-context", pointer(place))


def _with_contexts(value: Any) -> Any:
    """The document with each pinned address replaced by the context itself, at every depth."""
    if isinstance(value, list):
        return [_with_contexts(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _inlined(inner) if name == "@context" else _with_contexts(inner) for name, inner in value.items()}


def _inlined(context: Any) -> Any:
    """Addresses inside a pinned or inline context (scoped contexts) are replaced too."""
    if isinstance(context, str):
        return _inlined(contexts.load(context).get("@context", {}))
    if isinstance(context, list):
        flat = []
        for part in context:
            inner = _inlined(part)
            flat += inner if isinstance(inner, list) else [inner]
        return flat
    if isinstance(context, dict):
        return {name: _scoped(term) for name, term in context.items()}
    return context


def _scoped(term: Any) -> Any:
    if isinstance(term, dict) and "@context" in term:
        return {**term, "@context": _inlined(term["@context"])}
    return term
