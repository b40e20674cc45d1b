"""Canonical names for blank nodes (RDF-CANON 1.0 §4), within a bounded amount of work (§7.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from itertools import permutations

from sceau.bounds import MOST_STEPS, Bounds
from sceau.errors import TooComplex

Quad = tuple[str, str, str, str]
"""Subject, predicate, object and graph as N-Quads writes them; "" for the default graph."""

Digest = Callable[[bytes], "hashlib._Hash"]
"""`hashlib.sha256`, or `hashlib.sha384` for P-384 (VC-DI-ECDSA §3.2.3)."""

_DEEPEST = 100


def canonical_lines(
    quads: Iterable[Quad], *, digest: Digest = hashlib.sha256, bounds: Bounds | None = None
) -> list[str]:
    """The N-Quads of a dataset with canonical blank node names, sorted by code point, each with its line feed.

    Raises ``TooComplex`` when telling the blank nodes apart takes more than a fixed number of steps (about a third
    of a second): an honest badge needs a few, a poison graph a factorial number.
    """
    quads = list(quads)
    names = _Labels(quads, digest, Bounds() if bounds is None else bounds).names()
    return sorted(line(quad, names) for quad in quads)


def line(quad: Quad, names: dict[str, str]) -> str:
    """One quad in canonical N-Quads, blank nodes under their canonical names."""
    subject, predicate, thing, graph = (names.get(part, part) for part in quad)
    return f"{subject} {predicate} {thing} {graph} .\n" if graph else f"{subject} {predicate} {thing} .\n"


def first_degree_hash(node: str, quads: Iterable[Quad], digest: Digest = hashlib.sha256) -> str:
    """§4.6: what a blank node looks like from its own quads."""
    lines = []
    for quad in quads:
        parts = [_as_seen(part, node) for part in (quad[0], quad[2], quad[3])]
        lines.append(line((parts[0], quad[1], parts[1], parts[2]), {}))
    return digest("".join(sorted(lines)).encode()).hexdigest()


def _as_seen(part: str, node: str) -> str:
    if not part.startswith("_:"):
        return part
    return "_:a" if part == node else "_:z"


class _Issuer:
    """§4.2.1: gives out names in order and remembers them."""

    __slots__ = ("given", "prefix")

    def __init__(self, prefix: str, given: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.given: dict[str, str] = dict(given or {})

    def issue(self, node: str) -> str:
        if node not in self.given:
            self.given[node] = f"_:{self.prefix}{len(self.given)}"
        return self.given[node]

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, self.given)


class _Labels:
    def __init__(self, quads: list[Quad], digest: Digest, bounds: Bounds) -> None:
        self.of_node: dict[str, list[Quad]] = {}
        for quad in quads:
            for part in {quad[0], quad[2], quad[3]}:
                if part.startswith("_:"):
                    self.of_node.setdefault(part, []).append(quad)
        self.digest = digest
        self.first: dict[str, str] = {}
        self.canonical = _Issuer("c14n")
        self.work = 0
        self.bounds = bounds

    def names(self) -> dict[str, str]:
        """§4.4.3, steps 3 to 5."""
        groups: dict[str, list[str]] = {}
        for node, quads in self.of_node.items():
            self.first[node] = first_degree_hash(node, quads, self.digest)
            groups.setdefault(self.first[node], []).append(node)
        tied = []
        for _first, nodes in sorted(groups.items()):
            if len(nodes) == 1:
                self.canonical.issue(nodes[0])
            else:
                tied.append(nodes)
        for nodes in tied:
            self._name_tied(nodes)
        return self.canonical.given

    def _name_tied(self, nodes: list[str]) -> None:
        paths = []
        for node in nodes:
            if node not in self.canonical.given:
                issuer = _Issuer("b")
                issuer.issue(node)
                paths.append(self._n_degree(node, issuer, 0))
        for _shape, issuer in sorted(paths, key=lambda path: path[0]):
            for node in issuer.given:
                self.canonical.issue(node)

    def _n_degree(self, node: str, issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """§4.8."""
        if depth > _DEEPEST:
            raise TooComplex("a long chain of blank nodes that look alike")
        text = ""
        for shape, related in sorted(self._related(node, issuer).items()):
            path, issuer = self._shortest(related, issuer, depth)
            text += shape + path
        return self.digest(text.encode()).hexdigest(), issuer

    def _related(self, node: str, issuer: _Issuer) -> dict[str, list[str]]:
        """§4.8.3, step 3, with §4.7 (Hash Related Blank Node)."""
        found: dict[str, list[str]] = {}
        for quad in self.of_node[node]:
            self._count(1)
            for position, part in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if part.startswith("_:") and part != node:
                    name = self.canonical.given.get(part) or issuer.given.get(part) or self.first[part]
                    text = position + (quad[1] if position != "g" else "") + name
                    found.setdefault(self.digest(text.encode()).hexdigest(), []).append(part)
        return found

    def _shortest(self, related: list[str], issuer: _Issuer, depth: int) -> tuple[str, _Issuer]:
        """§4.8.3, step 5.4: the least path over every order of the related nodes."""
        chosen, chosen_issuer = "", issuer
        for order in permutations(related):
            self._count(len(order))
            path, copy = self._path(order, issuer.copy(), chosen, depth)
            if path is not None and (not chosen or path < chosen):
                chosen, chosen_issuer = path, copy
        return chosen, chosen_issuer

    def _path(self, order: tuple[str, ...], issuer: _Issuer, chosen: str, depth: int) -> tuple[str | None, _Issuer]:
        path, later = "", []
        for node in order:
            if node in self.canonical.given:
                path += self.canonical.given[node]
            else:
                if node not in issuer.given:
                    later.append(node)
                path += issuer.issue(node)
            if chosen and len(path) >= len(chosen) and path > chosen:
                return None, issuer
        for node in later:
            shape, result = self._n_degree(node, issuer, depth + 1)
            path += f"{issuer.issue(node)}<{shape}>"
            issuer = result
            if chosen and len(path) >= len(chosen) and path > chosen:
                return None, issuer
        return path, issuer

    def _count(self, steps: int) -> None:
        self.work += steps
        if self.work > MOST_STEPS:
            raise TooComplex("too many blank nodes that look alike")
        self.bounds.compare(steps)
