"""Many badges of one kind: the canonical form is worked out once, then only what varies is written in.

The bytes are those of the full algorithm. Whatever could make them differ (two blank nodes that look alike, a value
that merges two objects or is a term of a context) is detected, and the full algorithm is used for that one badge.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any

from sceau import canonical, contexts, multibase, signing
from sceau.errors import SceauError, UnsignedParts, Unsupported
from sceau.jsonld.line_templates import LineTemplates
from sceau.jsonld.literals import escaped
from sceau.jsonld.statements import statements
from sceau.jsonld.terms import is_absolute
from sceau.keys import PrivateKey
from sceau.proofs import data_integrity

_DATES = ("/validFrom", "/validUntil", "/awardedDate")


class CompiledBadge:
    """Signs credentials that differ only in some texts, with ``eddsa-rdfc-2022``.

    ``document``: one complete unsigned credential. ``variables``: the JSON Pointers of the texts that vary (ids,
    dates, hashes, narratives). The document is checked as :func:`sceau.sign` does, once for all.
    Raises ``Unsupported`` ("bad-variable": not a text, or a place where the text changes the meaning of others) and
    everything :func:`sceau.sign` raises.
    """

    def __init__(
        self, document: dict[str, Any], *, variables: Sequence[str], key: PrivateKey, method: str | None = None
    ) -> None:
        self.variables = tuple(variables)
        self._document = copy.deepcopy(document)
        self._key = key
        self._method = method or key.public.did_method
        signing.sign(self._document, key, method=self._method)
        self._markers = [f"urn:sceau:variable:{index}:" for index in range(len(self.variables))]
        if "urn:sceau:variable:" in json.dumps(self._document):
            raise Unsupported("bad-variable", "the document uses the names kept for variables")
        marked = self._filled(dict(zip(self.variables, self._markers, strict=True)))
        _check_shape(marked)
        self._templates = LineTemplates(list(statements(marked)), self._markers)
        for index in self._templates.missing:
            raise UnsignedParts((self.variables[index],))
        if not self._templates.fits:
            raise Unsupported("bad-variable", "a type, or a text inside a larger one")
        self._dated = [name for name in self.variables if name in _DATES]
        self._good_dates: list[str] = []
        self._pieces = _pieces(marked, self._markers)
        self._when: datetime | None = None
        self._head: tuple[str, bytes, str] = ("", b"", "")
        self._forbidden = _term_names()
        if self.canonical_form(sample := self._sample()) != canonical.rdfc(self._filled(sample)):
            raise Unsupported("bad-variable", "the compiled form is not the canonical form")

    @property
    def is_compiled(self) -> bool:
        """False when two blank nodes of the document itself look alike: then every badge takes the full algorithm."""
        return self._templates.usable

    def issue(self, values: Mapping[str, str], *, created: datetime | None = None) -> bytes:
        """One signed credential, JSON in UTF-8. ``values``: a text for each variable. ``created``: now, if None.

        Raises ``Unsupported`` ("missing-value", "bad-date", "forbidden-character", …) and ``UnsignedParts``.
        """
        text = self.canonical_form(values)
        if created is None or created is not self._when:
            self._at(created)
        signature = self._key.sign(self._head[1] + sha256(text.encode()).digest())
        return f'{self._json(values)}{self._head[2]}{multibase.encode(signature)}"}}}}'.encode()

    def canonical_form(self, values: Mapping[str, str]) -> str:
        """The canonical N-Quads of the credential with ``values`` in it; errors as :meth:`issue`."""
        try:
            texts = [values[name] for name in self.variables]
        except KeyError as error:
            raise Unsupported("missing-value", str(error.args[0])) from error
        if self._dated:
            self._check_dates(values)
        slots = self._slots(texts)
        lines = self._templates.lines(slots) if slots is not None else None
        if lines is None:
            filled = self._filled(values)
            signing.check(filled)
            return canonical.rdfc(filled)
        return "".join(lines)

    def _slots(self, texts: list[str]) -> list[str] | None:
        """Each value as N-Quads writes it, or None when the full algorithm must look at it."""
        if not self._templates.usable:
            return None
        if canonical.has_forbidden("".join(texts)):
            for text, name in zip(texts, self.variables, strict=True):
                canonical.check_text(text, name)
        slots = []
        for text, is_iri in zip(texts, self._templates.is_iri, strict=True):
            if is_iri:
                if not is_absolute(text) or text.split(":", 1)[0] in self._forbidden:
                    return None
                slots.append(f"<{text}>")
            elif text:
                slots.append(escaped(text))
            else:
                return None
        return slots

    def _check_dates(self, values: Mapping[str, str]) -> None:
        """The dates of a batch are mostly the same: those that were good are remembered until others come."""
        dates = [values[name] for name in self._dated]
        if dates != self._good_dates:
            fixed = {name[1:]: self._document[name[1:]] for name in _DATES if name[1:] in self._document}
            signing.check_dates(fixed | {name[1:]: values[name] for name in self._dated})
            self._good_dates = dates

    def _at(self, created: datetime | None) -> None:
        """Make the head of the proofs of one moment: a batch is signed at one time."""
        when = data_integrity.timestamp(created)
        if self._head[0] != when:
            self._head = self._proof_head(when)
        self._when = created

    def _proof_head(self, created: str) -> tuple[str, bytes, str]:
        """For one time of signing: the digest of the proof's options, and the JSON text up to the signature."""
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": data_integrity.EDDSA_RDFC_2022,
            "created": created,
            "verificationMethod": self._method,
            "proofPurpose": "assertionMethod",
        }
        options = canonical.rdfc({**proof, "@context": self._document["@context"]})
        text = json.dumps(proof, ensure_ascii=False, separators=(",", ":"))
        return created, sha256(options.encode()).digest(), f',"proof":{text[:-1]},"proofValue":"'

    def _json(self, values: Mapping[str, str]) -> str:
        """The credential's JSON text without its last brace."""
        parts = [self._pieces[0][0]]
        for constant, index in self._pieces[1:]:
            parts += (encode_basestring(values[self.variables[index]]), constant)
        return "".join(parts)[:-1]

    def _filled(self, values: Mapping[str, str]) -> dict[str, Any]:
        document = copy.deepcopy(self._document)
        for name in self.variables:
            *path, last = _steps(name)
            place = _walk(document, path, name)
            if not isinstance(_walk(place, [last], name), str) or isinstance(place, str):
                raise Unsupported("bad-variable", name)
            step: Any = int(last) if isinstance(place, list) else last
            place[step] = values[name]
        return document

    def _sample(self) -> dict[str, str]:
        return {name: _walk(self._document, _steps(name), name) for name in self.variables}


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _walk(value: Any, steps: list[str], pointer: str) -> Any:
    try:
        for step in steps:
            value = value[int(step) if isinstance(value, list) else step]
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise Unsupported("bad-variable", pointer) from error
    return value


def _check_shape(marked: dict[str, Any]) -> None:
    """Any text must fit where a variable stands: one that the schema restricts to a few words does not vary."""
    dates = {name[1:]: "2026-01-01T00:00:00Z" for name in _DATES if name[1:] in marked}
    try:
        signing.check({**marked, **dates})
    except SceauError as error:
        raise Unsupported("bad-variable", str(error)) from error


def _pieces(marked: dict[str, Any], markers: list[str]) -> list[tuple[str, int]]:
    """The JSON text cut at the variables: a first constant, then (constant after, index of the variable before)."""
    text = json.dumps(marked, ensure_ascii=False, separators=(",", ":"))
    cuts = sorted((text.index(f'"{marker}"'), index) for index, marker in enumerate(markers))
    pieces, start, before = [], 0, -1
    for position, index in cuts:
        pieces.append((text[start:position], before))
        start, before = position + len(markers[index]) + 2, index
    return [*pieces, (text[start:], before)]


@cache
def _term_names() -> frozenset[str]:
    """Every name that some pinned context defines: a value "name:…" could be a compact IRI."""
    found: set[str] = set()
    waiting: list[Any] = [contexts.load(url) for url in contexts.known()]
    add: Callable[[Any], None] = waiting.append
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found.update(value)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            add(inner)
    return frozenset(found)
