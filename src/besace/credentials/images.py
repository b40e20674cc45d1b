"""The badge's picture with the badge inside it, baked when first asked for; not one pixel changes."""

from __future__ import annotations

from sceau import baking

from .models import Credential


def baked_png(credential: Credential) -> bytes:
    """The 3.0 form: the whole signed document in the picture (OB 3.0 §5.3)."""
    return baking.bake(bytes(credential.version.picture_png), _text(credential.document))


def baked_svg(credential: Credential) -> bytes:
    return baking.bake(credential.version.picture_svg.encode(), _text(credential.document))


def baked_assertion(credential: Credential) -> bytes:
    """The 2.0 form, for the backpacks that read only that one."""
    return baking.bake(bytes(credential.version.picture_png), _text(credential.assertion), keyword="openbadges")


def baked_assertion_svg(credential: Credential) -> bytes:
    return baking.bake(credential.version.picture_svg.encode(), _text(credential.assertion), keyword="openbadges")


def _text(document: bytes | memoryview) -> str:
    return bytes(document).decode()


def file_name(credential: Credential, ending: str) -> str:
    """A name to save it under: the badge's, plain letters only."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in credential.version.name.lower()).strip("-")
    return f"badge-{plain or 'besace'}-{str(credential.pk)[:8]}.{ending}"
