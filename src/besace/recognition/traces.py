"""A photo, a voice note or a paper sent as a trace: known by its first bytes, kept small, a photo drawn anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from besace.badges import uploads
from besace.core.errors import Refusal

from .models import Evidence

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 8 * 1024 * 1024
PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
SOUNDS = {b"ID3": "audio/mpeg", b"\xff\xfb": "audio/mpeg", b"OggS": "audio/ogg", b"\x1a\x45\xdf\xa3": "audio/webm"}
SOUND_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso5", b"iso6", b"3gp4", b"3gp5", b"dash")
PAPER = b"%PDF-"
ACCEPTED = "image/jpeg,image/png,image/webp,audio/*,application/pdf"


@dataclass(frozen=True)
class Trace:
    kind: Evidence.Kind
    file: ContentFile[bytes]
    name: str


def read(sent: UploadedFile[Any]) -> Trace:
    """Call it outside any transaction: a photo takes a second or two."""
    if sent.size is None or sent.size > LARGEST:
        raise Refusal("trace-too-heavy", _("C’est trop lourd. Prenez un fichier de 8 Mo au plus."))
    content = sent.read()
    kind = media_type(content[:16])
    if kind == "application/pdf":
        return Trace(Evidence.Kind.FILE, ContentFile(content), _("Un papier"))
    if kind.startswith("audio/"):
        return Trace(Evidence.Kind.SOUND, ContentFile(content), _("Un message vocal"))
    if kind.startswith("image/"):
        return Trace(Evidence.Kind.PHOTO, ContentFile(uploads.cleaned(content).png), _("Une photo"))
    raise Refusal("trace-unknown", _("Envoyez une photo, un son ou un fichier PDF."))


def media_type(start: bytes) -> str:
    """What these first bytes say; empty for what we do not take."""
    if start.startswith(PHOTOS) or (start.startswith(b"RIFF") and start[8:12] == b"WEBP"):
        return "image/png"
    if start.startswith(PAPER):
        return "application/pdf"
    if start[4:8] == b"ftyp" and start[8:12] in SOUND_BRANDS:  # HEIC and AVIF begin so too, and say where one was
        return "audio/mp4"
    if start.startswith(b"RIFF") and start[8:12] == b"WAVE":
        return "audio/wav"
    return next((kind for mark, kind in SOUNDS.items() if start.startswith(mark)), "")


def served(item: Evidence) -> FileResponse:
    """The file itself, kept by nobody on the way; a paper is downloaded, never opened inside our pages."""
    opened = item.file.open("rb")
    kind = media_type(opened.read(16))
    opened.seek(0)
    answer = FileResponse(opened, as_attachment=kind == "application/pdf", content_type=kind, filename=str(item.pk))
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
