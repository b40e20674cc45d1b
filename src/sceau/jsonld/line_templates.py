"""The quads of a badge as templates of lines: what varies is filled in, blank nodes are named again, lines sorted."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from operator import itemgetter
from typing import Any

from sceau.jsonld.labels import Quad, line

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

Fill = tuple[str, Callable[[list[str]], Any]]
"""A line with %s in it, and what picks its fillings out of the slots."""


class LineTemplates:
    """Templates of all lines. Slots: the values of the variables first, then the names of the blank nodes.

    ``fits``: every variable is a whole text or a whole IRI; ``usable``: and no two constant blank nodes look alike;
    ``missing``: variables that are in no statement.
    """

    def __init__(self, quads: list[Quad], markers: list[str]) -> None:
        self._markers = {marker: index for index, marker in enumerate(markers)}
        self._find = re.compile("|".join(re.escape(marker) for marker in markers) or r"(?!)")
        self._nodes = sorted({part for quad in quads for part in quad if part.startswith("_:")})
        self.is_iri = [any(f"<{marker}>" in quad for quad in quads) for marker in markers]
        used = {found for quad in quads for part in quad for found in self._find.findall(part)}
        self.missing = [index for index, marker in enumerate(markers) if marker not in used]
        self._known = {part for quad in quads for part in quad if part[:1] == "<" and not self._find.search(part)}
        self._moving = {part for quad in quads if self._varies(quad) for part in quad if part.startswith("_:")}
        self._order = sorted(self._nodes, key=lambda node: node in self._moving)
        self._constant, self._filled = self._split(quads)
        self._static, self._dynamic = self._node_hashes(quads)
        self._siblings = self._groups_of_siblings(quads)
        self.fits = all(self._fits(quad) for quad in quads)
        self.usable = self.fits and len(set(self._static)) == len(self._static)
        self._all_iris = [index for index, iri in enumerate(self.is_iri) if iri]

    def lines(self, slots: list[str]) -> list[str] | None:
        """The canonical lines, or None when the full algorithm must be used."""
        iris = {slots[index] for index in self._all_iris}
        if len(iris) < len(self._all_iris) or not iris.isdisjoint(self._known):
            return None
        for pick, count in self._siblings:
            if len(set(pick(slots))) < count:
                return None
        hashes = list(self._static)
        for masked in self._dynamic:
            text = "".join(sorted([form % pick(slots) for form, pick in masked]))
            hashes.append(sha256(text.encode()).hexdigest())
        if len(set(hashes)) < len(hashes):
            return None
        names = [""] * len(hashes)
        for number, index in enumerate(sorted(range(len(hashes)), key=hashes.__getitem__)):
            names[index] = f"_:c14n{number}"
        full = slots + names
        lines = self._constant + [form % pick(full) for form, pick in self._filled]
        lines.sort()
        return lines

    def _split(self, quads: list[Quad]) -> tuple[list[str], list[Fill]]:
        constant, filled = [], []
        places = {node: len(self._markers) + index for index, node in enumerate(self._order)}
        for quad in quads:
            text = line(quad, {})
            if self._varies(quad) or any(part in places for part in quad):
                filled.append(self._fill(quad, places))
            else:
                constant.append(text)
        return constant, filled

    def _node_hashes(self, quads: list[Quad]) -> tuple[list[str], list[list[Fill]]]:
        static, dynamic = [], []
        for node in self._order:
            masked = [tuple(_seen(part, node) for part in quad) for quad in quads if node in quad]
            if node in self._moving:
                dynamic.append([self._fill(quad, {}) for quad in masked])
            else:
                lines = sorted(line(quad, {}) for quad in masked)  # type: ignore[arg-type]
                static.append(sha256("".join(lines).encode()).hexdigest())
        return static, dynamic

    def _fill(self, quad: tuple[str, ...], places: dict[str, int]) -> Fill:
        picks, parts = [], []
        for part in filter(None, quad):
            found = self._find.search(part)
            if part in places:
                picks.append(places[part])
                parts.append("%s")
            elif found:
                picks.append(self._markers[found.group()])
                rest = part[found.end() :].replace("%", "%%")
                parts.append("%s" if part[0] == "<" else f'"%s{rest}')
            else:
                parts.append(part.replace("%", "%%"))
        return " ".join(parts) + " .\n", itemgetter(*picks) if picks else _nothing

    def _varies(self, quad: Quad) -> bool:
        return any(self._find.search(part) for part in quad)

    def _fits(self, quad: Quad) -> bool:
        """A variable is a whole IRI or a whole literal, never a type, and one or the other everywhere."""
        for part in (quad[0], quad[2], quad[3]):
            found = self._find.findall(part)
            if found and not (part == f"<{found[0]}>" or (part.startswith(f'"{found[0]}"') and len(found) == 1)):
                return False
            if found and self.is_iri[self._markers[found[0]]] != (part[0] == "<"):
                return False
        return not self._find.search(quad[1]) and not (quad[1] == _TYPE and self._find.search(quad[2]))

    def _groups_of_siblings(self, quads: list[Quad]) -> list[tuple[Callable[[list[str]], Any], int]]:
        """Values of one property of one object: two that are equal are one statement."""
        groups: dict[tuple[str, str, str], list[str]] = {}
        for subject, predicate, thing, graph in quads:
            groups.setdefault((subject, predicate, graph), []).append(thing)
        found = []
        for things in groups.values():
            if len(things) > 1 and any(self._find.search(thing) for thing in things):
                forms = [self._fill((thing,), {}) for thing in things]
                found.append((_together(forms), len(things)))
        return found


def _seen(part: str, node: str) -> str:
    if not part.startswith("_:"):
        return part
    return "_:a" if part == node else "_:z"


def _nothing(_slots: list[str]) -> tuple[()]:
    return ()


def _together(forms: list[Fill]) -> Callable[[list[str]], list[str]]:
    return lambda slots: [form % pick(slots) for form, pick in forms]
