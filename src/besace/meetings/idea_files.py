"""A photo or a voice note sent with an idea: known by its first bytes, a photo drawn anew, a sound kept as it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from besace.building.models import Contribution
from besace.core.errors import Refusal
from besace.people import photos
from besace.recognition import traces

LARGEST_SOUND = 6 * 1024 * 1024  # six minutes, as telephones record
PHOTO, SOUND = "photo", "voix"


@dataclass(frozen=True)
class IdeaFiles:
    photo: ContentFile[bytes] | None = None
    sound: ContentFile[bytes] | None = None


def read(sent: MultiValueDict[str, UploadedFile[Any]]) -> IdeaFiles:
    """Call it outside any transaction: a photo takes a second."""
    photo, sound = sent.get("photo"), sent.get("sound")
    return IdeaFiles(_photo(photo) if photo else None, _sound(sound) if sound else None)


def _photo(sent: UploadedFile[Any]) -> ContentFile[bytes]:
    return ContentFile(photos.make_shown(sent.read(photos.MOST_BYTES + 1)), name="photo.webp")


def _sound(sent: UploadedFile[Any]) -> ContentFile[bytes]:
    content = sent.read(LARGEST_SOUND + 1)
    if len(content) > LARGEST_SOUND:
        raise Refusal("sound-too-heavy", _("C’est trop long. Parlez moins de 6 minutes."))
    if not traces.media_type(content[:16]).startswith("audio/"):
        raise Refusal("sound-unknown", _("Ce fichier n’est pas un son. Enregistrez votre voix."))
    return ContentFile(content, name="voix")


def answer_with(given: Contribution, what: str) -> FileResponse:
    """The bytes, under the type that we found: never a page, never kept by what stands between."""
    file = {PHOTO: given.photo, SOUND: given.voice_note}.get(what)
    if not file:
        raise Http404
    opened = file.open("rb")
    kind = "image/webp" if what == PHOTO else traces.media_type(opened.read(16))
    opened.seek(0)
    answer = FileResponse(opened, content_type=kind, filename=f"{what}-{given.pk}")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
