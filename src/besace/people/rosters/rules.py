"""What is true of a list of people: which line is a person, which is not, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ..rules import clean_name, clean_phone, same_name

EMAIL = re.compile(r"[^\s@<>,;\"']{1,64}@[^\s@<>,;\"']+\.[^\s@<>,;\"']{2,}")
NAME_HEADS = {"prenom", "nom", "prenom nom", "nom prenom", "surnom", "name", "first name", "firstname", "personne"}
LAST_NAME_HEADS = {"nom", "nom de famille", "last name", "lastname"}
CONTACT_HEADS = {"email", "e mail", "mail", "courriel", "adresse", "adresse e mail", "adresse mail", "contact"}
PHONE_HEADS = {"telephone", "tel", "portable", "mobile", "phone", "numero"}


@dataclass(frozen=True)
class Line:
    """One line of the list; `problem` is empty when it is a person, `doubt` when she may be there already."""

    number: int
    text: str
    name: str = ""
    contact: str = ""
    problem: str = ""
    doubt: str = ""

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


@dataclass(frozen=True)
class Already:
    """Who is in the group: names and contacts in the form that `same_name` gives."""

    names: frozenset[str]
    contacts: frozenset[str]


def read_lines(rows: Iterable[list[str]], *, already: Already) -> list[Line]:
    """Each row becomes a line; a first row of headings tells where names and contacts are."""
    lines: list[Line] = []
    columns: tuple[list[int], list[int]] | None = None
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        if columns is None:
            columns = _columns(row)
            if columns != ([], []):
                continue
        lines.append(_line(number, row, columns, already, seen))
    return lines


def _columns(row: list[str]) -> tuple[list[int], list[int]]:
    """Where the name and the contact are, when this row is a heading; empty when it is somebody."""
    heads = [same_name(cell) for cell in row]
    first = [i for i, head in enumerate(heads) if head in NAME_HEADS and head not in LAST_NAME_HEADS]
    names = first or [i for i, head in enumerate(heads) if head in NAME_HEADS]
    contacts = [i for i, head in enumerate(heads) if head in CONTACT_HEADS | PHONE_HEADS]
    is_heading = bool(names) and all(not EMAIL.search(cell) for cell in row)
    return (names, contacts) if is_heading else ([], [])


def _line(
    number: int, row: list[str], columns: tuple[list[int], list[int]], already: Already, seen: set[tuple[str, str]]
) -> Line:
    text = " ; ".join(cell.strip() for cell in row if cell.strip())[:200]
    name, contact, problem = _name_and_contact(row, columns)
    if not problem:
        problem = _why_not(name, row)
    if problem:
        return Line(number, clean_name(text)[:200] or "…", problem=problem)
    key = (same_name(name), contact)
    if key in seen:
        return Line(number, text, name, contact, problem="twice")
    seen.add(key)
    return Line(number, text, name, contact, doubt=_doubt(key[0], contact, already))


def _name_and_contact(row: list[str], columns: tuple[list[int], list[int]]) -> tuple[str, str, str]:
    names, contacts = columns
    if names:
        name = clean_name(" ".join(_cells(row, names)))
        typed = [cell.strip() for cell in _cells(row, contacts) if cell.strip()]
    else:
        typed = [part.strip() for cell in row for part in _parts(cell) if _looks_like_contact(part)]
        words = [part for cell in row for part in _parts(cell) if part.strip() and not _looks_like_contact(part)]
        name = clean_name(words[0]) if words else ""
    contact = next((c for c in (_contact(text) for text in typed) if c), "")
    return name, contact, "bad-contact" if typed and not contact else ""


def _cells(row: list[str], places: list[int]) -> list[str]:
    return [row[i] for i in places if i < len(row)]


def _parts(cell: str) -> list[str]:
    """A pasted cell may hold a name and its address: "Fatou <fatou@exemple.fr>"."""
    found = EMAIL.search(cell)
    if found is None or found.group() == cell.strip():
        return [cell]
    return [re.sub(r"[<>()\"]", " ", cell.replace(found.group(), " ")), found.group()]


def _looks_like_contact(text: str) -> bool:
    return "@" in text or len(re.sub(r"\D", "", text)) >= 6


def _contact(text: str) -> str:
    found = EMAIL.fullmatch(text.strip())
    return found.group().lower() if found else clean_phone(text)


def _why_not(name: str, row: list[str]) -> str:
    if not name:
        return "no-name"
    if not any(character.isalpha() for character in name):
        return "not-a-name"
    if any(len(cell) > 300 for cell in row):
        return "too-long"
    return ""


def _doubt(name: str, contact: str, already: Already) -> str:
    if contact and contact in already.contacts:
        return "same-contact"
    return "same-name" if name in already.names else ""
