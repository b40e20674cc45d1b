"""Reads a file of people, whatever its encoding and separator, within bounds; or says in a sentence why it cannot."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besace.core.errors import Refusal

MOST_BYTES = 4 * 1024 * 1024
MOST_LINES = 20_000
MOST_COLUMNS = 50
MOST_INFLATED = 8 * 1024 * 1024  # what is parsed of a workbook: half a second of computing for each MiB
PARSED = (".xml", ".rels")  # its pictures are never opened
SIGNATURES = {  # lazy: translated when shown
    b"%PDF": gettext_lazy("un PDF"),
    b"\x89PNG": gettext_lazy("une image"),
    b"\xff\xd8\xff": gettext_lazy("une photo"),
    b"GIF8": gettext_lazy("une image"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("un ancien fichier Excel ou Word"),
    b"{\\rtf": gettext_lazy("un texte mis en forme"),
    b"Rar!": gettext_lazy("une archive"),
    b"7z\xbc\xaf": gettext_lazy("une archive"),
}


def rows_of(content: bytes) -> list[list[str]]:
    """The cells of each line of a CSV or an XLSX; the name of the file is not believed."""
    if len(content) > MOST_BYTES:
        raise Refusal("file-too-heavy", _("Ce fichier est trop lourd. Coupez-le en plusieurs fichiers."))
    for signature, word in SIGNATURES.items():
        if content.startswith(signature):
            raise Refusal(
                "not-a-list",
                _("Ce fichier est %(kind)s, pas une liste. Enregistrez-le en CSV ou en XLSX.") % {"kind": word},
            )
    if content.startswith(b"PK\x03\x04"):
        return _bounded(_xlsx(content))
    return rows_of_text(decoded(content))


def rows_of_text(text: str) -> list[list[str]]:
    """The cells of a pasted list or a CSV; the separator is the one that most lines share."""
    lines = text.replace("\x00", "").splitlines()
    separator = _separator(lines[:50])
    if not separator:
        return _bounded(iter([[line] for line in lines]))
    csv.field_size_limit(10_000)
    try:
        return _bounded(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error:
        return _bounded(iter([line.split(separator) for line in lines]))


def decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 with or without their mark, else the one that Excel writes in France."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(content, "utf-16")
    if content[1::2].count(0) * 3 > len(content[1::2]) * 2 and content:
        return _utf16(content, "utf-16-le")
    if content[0::2].count(0) * 3 > len(content[0::2]) * 2 and content:
        return _utf16(content, "utf-16-be")
    if content.count(b"\x00"):
        raise Refusal("not-text", _("Ce fichier n’est pas une liste. Enregistrez-le en CSV ou en XLSX."))
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads any byte")


def _utf16(content: bytes, encoding: str) -> str:
    return content.decode(encoding, errors="replace").lstrip("\ufeff")


def _separator(lines: list[str]) -> str:
    counts = {s: [line.count(s) for line in lines if line.strip()] for s in (";", "\t", ",", "|")}
    shared = {s: sum(1 for n in found if n) for s, found in counts.items()}
    best = max(shared, key=lambda s: shared[s])
    return best if shared[best] * 2 >= len(lines) and shared[best] else ""


def _xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(p.file_size for p in parts if p.filename.endswith(PARSED)) > MOST_INFLATED or len(parts) > 500:
                raise Refusal("file-too-heavy", _("Ce classeur est trop grand. Gardez la feuille des personnes."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS, values_only=True):
            yield ["" if value is None else str(value) for value in row]
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, SyntaxError, TypeError, AttributeError):
        raise Refusal("bad-xlsx", _("Ce classeur ne s’ouvre pas. Enregistrez-le en CSV, puis réessayez.")) from None


def _bounded(rows: Iterator[list[str]]) -> list[list[str]]:
    kept: list[list[str]] = []
    for row in rows:
        kept.append(row[:MOST_COLUMNS])
        if len(kept) > MOST_LINES:
            raise Refusal("too-many-lines", _("Cette liste a plus de 20 000 lignes. Coupez-la en plusieurs."))
    return kept
