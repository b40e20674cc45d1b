"""A picture sent by a group: cleaned by a child process, so that a picture made to harm harms nobody."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from besace.core.errors import Refusal

from .cleaning import LARGEST

LONGEST_WAIT = 15


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """What is kept: drawn again from scratch, nothing of the file that was sent."""

    png: bytes
    svg: str


def cleaned(sent: bytes) -> CleanPicture:
    """Call it outside any transaction: it may take a second or two."""
    length, _newline, rest = _apart("cleaning", sent).partition(b"\n")
    svg, png = rest[: int(length)].decode(), rest[int(length) :]
    return CleanPicture(png, svg or _framed(png))


def blurred(photo: bytes, areas: Sequence[str]) -> bytes:
    """The photo with these parts hidden for good (`left,top,width,height`, in thousandths), drawn anew."""
    return _apart("blurring", photo, *areas)


def _apart(module: str, sent: bytes, *words: str) -> bytes:
    """What a module of ours makes of these bytes, alone in a child process; it sets its own limits."""
    if len(sent) > LARGEST:
        raise Refusal("picture-too-large", _("Cette image est trop lourde. Prenez-en une de 5 Mo au plus."))
    try:
        child = subprocess.run(  # noqa: S603 -- our own module; the words are numbers, checked
            [sys.executable, "-m", f"besace.badges.{module}", *words],
            input=sent,
            capture_output=True,
            timeout=LONGEST_WAIT,
            check=True,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Refusal("picture-unreadable", _("Cette image ne s’ouvre pas. Essayez une photo ou un PNG.")) from None
    return child.stdout


def _framed(png: bytes) -> str:
    """A bitmap inside an SVG, so that every badge has both."""
    inside = base64.b64encode(png).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">'
        f'<image width="512" height="512" href="data:image/png;base64,{inside}"/></svg>'
    )
