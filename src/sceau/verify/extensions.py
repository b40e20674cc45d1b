"""Extensions of 2.0 badges: an object that says "Extension" must fit the schema of its kind (OB 2.0 "Extensions").

The schemas are pinned; an extension that is not among them is nobody's business here (that of "accessibility" is
published broken: it lists its required members among the members).
"""

from collections.abc import Iterator
from typing import Any, Final

from sceau import contexts, schemas
from sceau.formats import types_of

_HOME: Final = "https://w3id.org/openbadges/extensions/"
_KINDS: Final = {
    "applylink": "applyLink",
    "example": "example",
    "geocoordinates": "geoCoordinates",
    "license": "license",
    "originalcreator": "originalCreator",
    "assessment": "assessment",
    "issueraccreditation": "issuerAccreditation",
}
_DEEPEST: Final = 8
_MOST: Final = 50


def problems(document: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with the extensions of a 2.0 document: pairs of the code "bad-extension" and a reason."""
    found = []
    for kind, extension in list(_extensions(document, 0))[:_MOST]:
        plain = _compacted(extension, kind)
        for reason in schemas.problems(plain, f"{_HOME}{kind}Extension/schema.json"):
            found.append(("bad-extension", f"{kind} {reason}"))
    return found


def _extensions(value: Any, depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _extensions(one, depth + 1)
    elif isinstance(value, dict):
        types = types_of(value)
        if "Extension" in types:
            for name in types:
                kind = _KINDS.get(_bare(name))
                if kind:
                    yield kind, value
        for one in value.values():
            yield from _extensions(one, depth + 1)


def _bare(name: str) -> str:
    """ "extensions:ApplyLink", "obi:extensions/#ExampleExtension" and full addresses, to "applylink", "example"."""
    return name.rpartition("/")[2].rpartition("#")[2].rpartition(":")[2].lower().removesuffix("extension")


def _compacted(extension: dict[str, Any], kind: str) -> dict[str, Any]:
    """The same object with the short names of its own context, where full addresses were written."""
    context = contexts.load(f"{_HOME}{kind}Extension/context.json").get("@context", {})
    names = {}
    for term, meaning in context.items() if isinstance(context, dict) else ():
        address = meaning.get("@id") if isinstance(meaning, dict) else meaning
        if isinstance(address, str):
            prefix, colon, rest = address.partition(":")
            base = context.get(prefix)
            names[f"{base}{rest}" if colon and isinstance(base, str) else address] = term
    return {names.get(name, name): value for name, value in extension.items()}
