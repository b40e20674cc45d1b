"""Opens one PDF in a process of its own, which may use one second of processor and 384 MB: `pdf` reads its answer.

A PDF can be made to hurt in a hundred ways, and its reader is large. The file comes on the standard input; what it
carries goes to the standard output, each part after its length in four bytes; the exit status says the rest.
"""

import io
import logging
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pypdf import PdfReader

SECONDS = 1
MEMORY = 384 * 1024 * 1024
BROKEN, LOCKED, CROWDED = 10, 11, 12
"""How it ends when the file cannot be read, is locked, or has too many attached files."""

MAX_TEXT = 4 * 1024 * 1024
MAX_ATTACHMENTS = 16
_KEYS = ("/openbadgecredential", "/openbadges", "/OpenBadgeCredential", "/OpenBadges", "/openbadge")


def main() -> int:
    """Read the file of the standard input; the exit status."""
    import pypdf  # noqa: F401, PLC0415 -- before the limits: loading it is not the file's doing

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes a line for each flaw of a file
    limit()
    return answer(sys.stdin.buffer.read(), sys.stdout.buffer)


def answer(data: bytes, out: BinaryIO) -> int:
    """Write to `out` what this PDF carries, each part after its length in four bytes; the exit status."""
    import pypdf  # noqa: PLC0415 -- see `main`

    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return LOCKED
        for content in [*_information(reader), *_attachments(reader)]:
            out.write(len(content).to_bytes(4, "big") + content)
    except _Crowded:
        return CROWDED
    except Exception:  # noqa: BLE001 -- a PDF has no schema and its reader trusts what it finds: anything may come
        return BROKEN
    return 0


class _Crowded(Exception):
    pass


def limit() -> None:
    """One second of processor and 384 MB more for this process, from now on."""
    try:
        import resource  # noqa: PLC0415 -- Windows has none: there the parent's clock is the only limit
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _information(reader: "PdfReader") -> Iterator[bytes]:
    information: dict[str, object] = dict(reader.metadata or {})
    for key in _KEYS:
        value = information.get(key)
        if isinstance(value, str | bytes) and 0 < len(value) <= MAX_TEXT:
            yield value.encode() if isinstance(value, str) else value


def _attachments(reader: "PdfReader") -> Iterator[bytes]:
    for index, attached in enumerate(reader.attachment_list):
        if index >= MAX_ATTACHMENTS:
            raise _Crowded
        content = attached.content
        if len(content) <= MAX_TEXT:
            yield content


if __name__ == "__main__":
    sys.exit(main())
