"""What the command writes: results on the standard output, the rest beside it; colour and progress for people only."""

import json
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sceau.errors import Unreadable

Item = TypeVar("Item")

_COLOURS = {"green": "32", "red": "31", "yellow": "33", "grey": "90", "bold": "1"}
_QUIET_SECONDS = 0.5
# From the first emoji to the signs that nobody sees (tags, then private use).
_EMOJI, _UNSEEN = "\U0001f000", "\U000e0000"
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
_LARGEST = 32 * 1024 * 1024


def say(text: str = "") -> None:
    """One line of result."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any, *, pretty: bool = False) -> None:
    """One JSON value, on one line unless `pretty`."""
    say(json.dumps(value, ensure_ascii=False, indent=2 if pretty else None))


def say_bytes(content: bytes) -> None:
    """Bytes as they are: a picture, a document."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def complain(text: str) -> None:
    """One line about what went wrong."""
    sys.stderr.write(f"sceau: {inert(text)}\n")


def inert(text: str) -> str:
    """A text of a stranger, safe to show: a badge must not move the cursor, ring the bell or turn the line around."""
    signs = zip(text, f" {text}", strict=False)
    return "".join(sign if _is_harmless(sign, after=before) else "\ufffd" for sign, before in signs)


def _is_harmless(sign: str, *, after: str) -> bool:
    """Printable, or an emoji younger than Python's tables, or what joins two emoji into one picture."""
    if sign == _JOINER:
        return after >= _EMOJI or after == _AS_EMOJI
    young = _EMOJI <= sign < _UNSEEN and unicodedata.category(sign) == "Cn" and ord(sign) & 0xFFFE != 0xFFFE
    return young or sign.isprintable()


def paint(text: str, colour: str) -> str:
    """The text in colour, on a terminal only."""
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if sys.stdout.isatty() else text


def progress(items: Iterable[Item], *, total: int, what: str) -> Iterator[Item]:
    """The same items; when it lasts and somebody watches, how far it is."""
    began = shown = time.monotonic()
    watched = sys.stderr.isatty()
    for done, item in enumerate(items, start=1):
        yield item
        now = time.monotonic()
        if watched and now - began > _QUIET_SECONDS and (now - shown > 0.1 or done == total):
            shown = now
            sys.stderr.write(f"\r{done}/{total} {what}" + ("\n" if done == total else ""))
            sys.stderr.flush()


def content_of(name: str) -> bytes:
    """The bytes of a file, or of the standard input for "-"; bounded. Raises `OSError`, `Unreadable`."""
    if name == "-":
        content = sys.stdin.buffer.read(_LARGEST + 1)
    else:
        path = Path(name)
        if path.is_file() and path.stat().st_size > _LARGEST:
            raise Unreadable("too-long", name)
        content = path.read_bytes()
    if len(content) > _LARGEST:
        raise Unreadable("too-long", name)
    return content


def write_out(content: bytes, *, to: str | None) -> None:
    """Bytes into a file, or to the standard output when no file is named."""
    if to is None or to == "-":
        say_bytes(content)
    else:
        Path(to).write_bytes(content)
