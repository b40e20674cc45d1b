"""Values as N-Quads writes them (RDF-CANON §5, canonical form), and the places where they stand."""

from __future__ import annotations

import re
from typing import Any

import rfc8785

from sceau.errors import UnsignedParts, Unsupported

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
"""The namespace of RDF."""

XSD = "http://www.w3.org/2001/XMLSchema#"
"""The namespace of XML Schema datatypes."""

Place = tuple[str | int | None, Any] | None
"""A place in a document as a chain: (last step, place of the parent); None is the document itself."""

_ESCAPED = re.compile(r'[\\"\n\r\t]')
_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*\Z")
_SAFE_INTEGER = 2**53 - 1


def pointer(place: Place) -> str:
    """The JSON Pointer of a place (RFC 6901)."""
    steps = []
    while place is not None:
        step, place = place
        if step is not None:
            steps.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{step}" for step in reversed(steps))


def string_literal(text: str) -> str:
    """A text without language."""
    return f'"{escaped(text)}"'


def language_literal(text: str, language: str) -> str | None:
    """A text in a language, the tag in lower case; None when the tag is not one (BCP 47 shape)."""
    if not _LANGUAGE.match(language):
        return None
    return f'"{escaped(text)}"@{language.lower()}'


def literal(value: Any, datatype: str | None, place: Place) -> str:
    """A JSON value with its datatype (JSON-LD 1.1 API §8.2.2). Raises ``Unsupported`` ("number-out-of-range")."""
    if datatype == "@json":
        return _typed(_canonical_json(value, place), RDF + "JSON")
    if isinstance(value, bool):
        return _typed("true" if value else "false", datatype or XSD + "boolean")
    if isinstance(value, int | float):
        return _number(value, datatype, place)
    if not isinstance(value, str):
        raise UnsignedParts((pointer(place),))
    return _typed(value, datatype) if datatype else string_literal(value)


def escaped(text: str) -> str:
    """Only the characters that may appear: the others are refused before (`sceau.canonical`)."""
    if _ESCAPED.search(text) is None:
        return text
    for sign, written in _ESCAPES:
        text = text.replace(sign, written)
    return text


def _typed(text: str, datatype: str) -> str:
    if datatype == XSD + "string":
        return string_literal(text)
    return f'"{escaped(text)}"^^<{datatype}>'


def _number(value: int | float, datatype: str | None, place: Place) -> str:
    if abs(value) < 1e21 and value == int(value) and datatype != XSD + "double":
        if abs(value) > _SAFE_INTEGER:
            raise Unsupported("number-out-of-range", pointer(place))
        return _typed(str(int(value)), datatype or XSD + "integer")
    mantissa, exponent = f"{float(value):.15E}".split("E")
    mantissa = mantissa.rstrip("0")
    return _typed(f"{mantissa}{'0' if mantissa.endswith('.') else ''}E{int(exponent)}", datatype or XSD + "double")


def _canonical_json(value: Any, place: Place) -> str:
    try:
        return rfc8785.dumps(value).decode("utf-8")
    except rfc8785.CanonicalizationError as error:
        raise Unsupported("number-out-of-range", pointer(place)) from error
