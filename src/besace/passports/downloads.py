"""The forms a badge may be taken away in: the signed bytes themselves, and what carries them."""

from __future__ import annotations

from collections.abc import Callable

from besace.credentials import images, leaving
from besace.credentials.models import Credential

from .sheets import badge_pdf

Form = tuple[Callable[[Credential], bytes], str]
FORMS: dict[str, Form] = {
    "json": (lambda badge: bytes(badge.document), "application/vc+ld+json"),
    "2.0.json": (lambda badge: bytes(badge.assertion), "application/ld+json"),
    "png": (images.baked_png, "image/png"),
    "2.0.png": (images.baked_assertion, "image/png"),
    "svg": (images.baked_svg, "image/svg+xml"),
    "jwt": (lambda badge: leaving.as_jwt(badge).encode(), "application/jwt"),
    "pdf": (badge_pdf.draw, "application/pdf"),
}


def form(credential: Credential, ending: str) -> tuple[bytes, str]:
    make, media_type = FORMS[ending]
    return make(credential), media_type
