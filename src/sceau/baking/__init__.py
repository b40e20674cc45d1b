"""A badge inside a picture: put it in, take it out, without touching a pixel (Open Badges Baking)."""

from sceau.baking import png, svg
from sceau.baking.kinds import Baked, Generation, Unbaked, picture_kind
from sceau.errors import Unreadable

__all__ = ["Baked", "Generation", "Unbaked", "bake", "picture_kind", "unbake"]


def bake(image: bytes, text: str, *, keyword: Generation = "openbadgecredential") -> bytes:
    """The picture (PNG or SVG) carrying `text` (JSON or compact JWS), any badge it carried before taken out.

    Raises `Unreadable` when the picture is neither, or is broken.
    """
    kind = picture_kind(image)
    if kind == "png":
        return png.bake(image, text, keyword=keyword)
    if kind == "svg":
        return svg.bake(image, text, keyword=keyword)
    raise Unreadable("not-a-picture", "image")


def unbake(image: bytes) -> Unbaked:
    """What the picture (PNG or SVG) carries; no badge is an empty answer. Raises `Unreadable` as `bake` does."""
    kind = picture_kind(image)
    if kind == "png":
        return png.unbake(image)
    if kind == "svg":
        return svg.unbake(image)
    raise Unreadable("not-a-picture", "image")
