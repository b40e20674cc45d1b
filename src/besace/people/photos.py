"""A photo sent by somebody, made safe: its size, its first bytes, then decoded apart, cut square, written anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from besace.core.errors import Refusal

MOST_BYTES = 8 * 1024 * 1024
CHILD = Path(__file__).with_name("photo_child.py")
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
SECONDS = 10


def make_safe(content: bytes) -> bytes:
    """A square WebP of 256 points, without any of the original's metadata; anything else is refused with a sentence."""
    return _checked(content, "square")


def make_shown(content: bytes) -> bytes:
    """The whole picture, 1280 points at most, drawn anew: no place, no date, no telephone in it."""
    return _checked(content, "whole")


def _checked(content: bytes, shape: str) -> bytes:
    if len(content) > MOST_BYTES:
        raise Refusal("photo-too-heavy", _("Cette photo est trop lourde. Choisissez-en une de moins de 8 Mo."))
    if not content.startswith(SIGNATURES) or (content.startswith(b"RIFF") and content[8:12] != b"WEBP"):
        raise Refusal("photo-unknown", _("Ce fichier n’est pas une photo. Choisissez une image JPEG, PNG ou WebP."))
    return _decoded_apart(content, shape)


def _decoded_apart(content: bytes, shape: str) -> bytes:
    """Pillow reads hostile bytes in a child process with little memory and little time."""
    command = [sys.executable, "-I", str(CHILD), shape]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 -- our own file
    except subprocess.TimeoutExpired:
        done = None
    if done is not None and done.returncode == 0 and done.stdout:
        return done.stdout
    if done is not None and done.returncode == 3:
        raise Refusal("photo-too-large", _("Cette image est trop grande. Prenez une photo avec le téléphone."))
    raise Refusal("photo-unreadable", _("Cette photo ne s’ouvre pas. Essayez-en une autre."))
