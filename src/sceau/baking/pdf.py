"""Badges in PDF files, read only: an information key, or an attached file. Every loop is bounded."""

import io
import logging
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sceau.baking.kinds import MAX_TEXT
from sceau.errors import Unreadable

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PDF = 16 * 1024 * 1024
"""Largest PDF opened, in bytes."""

_MAX_ATTACHMENTS = 16
_KEYS = ("/openbadgecredential", "/openbadges", "/OpenBadgeCredential", "/OpenBadges", "/openbadge")
# What pypdf lets out on files made to hurt: PDF has no schema, its reader trusts what it finds.
_STRAY = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
    NotImplementedError,
    OSError,
    MemoryError,
    zlib.error,
)


def contents(data: bytes) -> list[bytes]:
    """What a PDF carries that may be a badge: texts of its information keys, then attached files, each as bytes.

    Raises `Unreadable` for a file that is no PDF, is locked, or is too large.
    """
    if len(data) > MAX_PDF:
        raise Unreadable("too-long", "pdf")
    from pypdf import PdfReader  # noqa: PLC0415 -- slow import, and few badges come in a PDF
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    # It writes a line for each flaw of a file: of a stranger's file nobody wants them.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("locked", "pdf")
        return [*_information(reader), *_attachments(reader)]
    except Unreadable:
        raise
    except (PyPdfError, *_STRAY):
        raise Unreadable("broken-file", "pdf") from None


def _information(reader: "PdfReader") -> Iterator[bytes]:
    information: dict[str, object] = dict(reader.metadata or {})
    for key in _KEYS:
        value = information.get(key)
        if isinstance(value, str | bytes) and 0 < len(value) <= MAX_TEXT:
            yield value.encode() if isinstance(value, str) else value


def _attachments(reader: "PdfReader") -> Iterator[bytes]:
    for index, attached in enumerate(reader.attachment_list):
        if index >= _MAX_ATTACHMENTS:
            raise Unreadable("too-many-attachments", "pdf")
        content = attached.content
        if len(content) <= MAX_TEXT:
            yield content
