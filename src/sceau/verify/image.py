"""The step of the image: does the picture show what was signed (A10)? It informs; a badge may be drawn anew."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from typing import Any, Final

from sceau.baking import picture_kind, png, svg
from sceau.errors import FetchFailed, SceauError
from sceau.formats import as_list, text_id
from sceau.report import Check, passed, unknown
from sceau.verify.case import Case

_ACCEPT: Final = "image/png, image/svg+xml, image/*;q=0.5"


def check_image(case: Case) -> Iterator[Check]:
    """The picture a badge is baked in, beside the one its achievement names: codes "another-picture", "no-picture"."""
    if case.document.carrier not in ("png", "svg"):
        return
    addresses = images_of(case.credential)
    yield compared(case, addresses)


def compared(case: Case, addresses: list[str]) -> Check:
    """The check of the carrier's picture against the pictures at these addresses, the first that can be had."""
    if not addresses:
        return passed("image", "no-picture")
    refusal: SceauError | None = None
    for address in addresses[:3]:
        try:
            picture = _picture(case, address)
        except SceauError as failure:
            refusal = failure
            continue
        if _alike(case.document.original, picture):
            return passed("image", about=address[:200])
        return unknown("image", "another-picture", address[:200])
    return unknown("image", refusal.code if refusal else "no-picture", addresses[0][:200])


def images_of(credential: dict[str, Any]) -> list[str]:
    """The pictures a credential names: its own, its achievement's."""
    found = [text_id(credential.get("image"))]
    for subject in as_list(credential.get("credentialSubject"))[:5]:
        for achievement in as_list(subject.get("achievement") if isinstance(subject, dict) else None)[:5]:
            found.append(text_id(achievement.get("image") if isinstance(achievement, dict) else None))
    return [address for address in found if address]


def _picture(case: Case, address: str) -> bytes:
    if not address.startswith("data:"):
        answer = case.fetch(address, accept=_ACCEPT)
        if answer.status != 200:
            raise FetchFailed("http-status", f"{answer.status} {address}")
        return answer.body
    head, _comma, body = address.partition(",")
    try:
        return base64.b64decode(body, validate=True) if head.endswith(";base64") else body.encode()
    except (binascii.Error, ValueError):
        raise FetchFailed("bad-data-address", head[:80]) from None


def _alike(one: bytes, other: bytes) -> bool:
    kind = picture_kind(one)
    if kind != picture_kind(other):
        return False
    if kind == "png":
        return png.same_picture(one, other)
    return hashlib.sha256(svg.without_badges(one)).digest() == hashlib.sha256(svg.without_badges(other)).digest()
