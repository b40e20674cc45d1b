"""Badges in PDF files, read only: an information key, or an attached file, found by a process of its own."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from sceau.baking import pdf_child
from sceau.errors import Unreadable

MAX_PDF: Final = 16 * 1024 * 1024
"""Largest PDF opened, in bytes."""

_PATIENCE: Final = 20.0  # seconds on the clock: the child counts its own processor time
_CODES: Final = {
    pdf_child.BROKEN: "broken-file",
    pdf_child.LOCKED: "locked",
    pdf_child.CROWDED: "too-many-attachments",
}


def contents(data: bytes) -> list[bytes]:
    """What a PDF carries that may be a badge: texts of its information keys, then attached files, each as bytes.

    Raises `Unreadable` for a file that is no PDF ("broken-file"), is "locked", "too-long", has "too-many-attachments",
    or takes more than a second or 384 MB to open ("too-complex").
    """
    if len(data) > MAX_PDF:
        raise Unreadable("too-long", "pdf")
    command = [sys.executable, "-P", str(Path(pdf_child.__file__))]
    try:
        answer = subprocess.run(  # noqa: S603 -- our own file, and the PDF is only its input
            command, input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Unreadable("too-complex", "pdf") from None
    if answer.returncode != 0:
        raise Unreadable(_CODES.get(answer.returncode, "too-complex"), "pdf")
    return _parts(answer.stdout)


def _parts(written: bytes) -> list[bytes]:
    found, place = [], 0
    while place < len(written):
        size = int.from_bytes(written[place : place + 4], "big")
        found.append(written[place + 4 : place + 4 + size])
        place += 4 + size
    return found
