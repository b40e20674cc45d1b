"""Badges in SVG pictures: one element put in or read, the rest of the file untouched (Open Badges Baking)."""

import re
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from sceau.baking.kinds import MAX_IMAGE, MAX_TEXT, Baked, Generation, Unbaked
from sceau.errors import Unreadable

NAMESPACES: dict[Generation, str] = {
    "openbadges": "http://openbadges.org",
    "openbadgecredential": "https://purl.imsglobal.org/ob/v3p0",
}
_ELEMENTS: dict[Generation, str] = {"openbadges": "assertion", "openbadgecredential": "credential"}
_KEYWORD_OF: dict[str, Generation] = {
    "http://openbadges.org assertion": "openbadges",
    "https://openbadges.org assertion": "openbadges",
    "http://openbadges.org/ assertion": "openbadges",
    "https://purl.imsglobal.org/ob/v3p0 credential": "openbadgecredential",
    "https://purl.imsglobal.org/ob/v3p0/ credential": "openbadgecredential",
}
_JWS = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*", re.ASCII)
# From inside a tag to just after the ">" that closes it: one between quotes does not count.
_REST_OF_TAG = re.compile(rb"""[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
_MAX_ENTITIES = 64
_MAX_ENTITY = 1024
_MAX_TAGS = 150_000
_MAX_ATTRIBUTES = 250_000


def bake(image: bytes, text: str, *, keyword: Generation = "openbadgecredential") -> bytes:
    """The same SVG with one badge element as first child of its root; badge elements it carried are taken out.

    A compact JWS goes into `verify`, JSON into CDATA (and, up to 2.1, its id into `verify`).
    Raises `Unreadable` for what is not well-formed UTF-8 SVG.
    """
    if len(text.encode()) > MAX_TEXT or "\0" in text:
        raise Unreadable("unbakeable-text", "text")
    walk = _Walk(image)
    for start, end in reversed(walk.spans):
        image = image[:start] + image[end:]
    walk = _Walk(image)
    element = _element(text, keyword=keyword).encode()
    start, end = walk.root
    tag = image[start:end]
    if tag.endswith(b"/>"):
        return b"".join((image[:start], tag[:-2], b">", element, b"</", walk.root_name.encode(), b">", image[end:]))
    return b"".join((image[:end], element, image[end:]))


def unbake(image: bytes) -> Unbaked:
    """Every badge element of the SVG, both generations. Raises `Unreadable` when it is not well-formed."""
    walk = _Walk(image)
    return Unbaked(tuple(walk.badges))


def without_badges(image: bytes) -> bytes:
    """The SVG with its badge elements taken out: what it looked like before baking."""
    for start, end in reversed(_Walk(image).spans):
        image = image[:start] + image[end:]
    return image


def _element(text: str, *, keyword: Generation) -> str:
    name = f"openbadges:{_ELEMENTS[keyword]}"
    opening = f'<{name} xmlns:openbadges="{NAMESPACES[keyword]}"'
    stripped = text.strip()
    if not stripped.startswith("{"):
        return f"{opening} verify={quoteattr(stripped)}/>"
    if keyword == "openbadges":
        opening += f" verify={quoteattr(_hosted_at(stripped))}"
    # A CDATA section ends at its first "]]>": JSON says the same with the last sign escaped.
    return f"{opening}><![CDATA[{stripped.replace(']]>', ']]' + chr(92) + 'u003e')}]]></{name}>"


def _hosted_at(text: str) -> str:
    from sceau.strict_json import loads_object  # noqa: PLC0415 -- only here, and only for the elder generation

    assertion = loads_object(text, about="text")
    verification = assertion.get("verify") or {}
    url = assertion.get("id") or (verification.get("url") if isinstance(verification, dict) else "")
    return url if isinstance(url, str) else ""


class _Walk:
    """One pass over an SVG: where the root tag and the badge elements stand, and what the badges say."""

    def __init__(self, image: bytes) -> None:
        if len(image) > MAX_IMAGE:
            raise Unreadable("too-long", "svg")
        if image.count(b"<") > _MAX_TAGS or image.count(b"=") > _MAX_ATTRIBUTES:
            raise Unreadable("too-many", "svg")
        self._image = image.removeprefix(b"\xef\xbb\xbf")
        self._shift = len(image) - len(self._image)
        self._depth = 0
        self._entities = 0
        self._open: tuple[int, int, Generation, str] | None = None
        self._said: list[str] = []
        self._said_length = 0
        self.root = (0, 0)
        self.root_name = "svg"
        self.badges: list[Baked] = []
        self.spans: list[tuple[int, int]] = []
        self._parse()

    def _parse(self) -> None:
        self._machine = machine = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        machine.StartElementHandler = self._start
        machine.EndElementHandler = self._end
        machine.buffer_text = True
        machine.EntityDeclHandler = self._entity
        machine.ExternalEntityRefHandler = lambda *_: 0
        machine.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        try:
            machine.Parse(self._image, True)
        except (expat.ExpatError, UnicodeError, ValueError) as refusal:
            if isinstance(refusal, Unreadable):
                raise
            raise Unreadable("broken-image", "svg") from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        position = self._machine.CurrentByteIndex
        if self._depth == 0:
            if name.rpartition(" ")[2] != "svg":
                raise Unreadable("not-a-picture", "svg")
            self.root = (position + self._shift, self._tag_end(position) + self._shift)
            self.root_name = re.split(rb"[\s/>]", self._image[position + 1 : position + 80], maxsplit=1)[0].decode()
        self._depth += 1
        if self._depth > 256:
            raise Unreadable("too-deep", "svg")
        keyword = _KEYWORD_OF.get(name)
        if keyword and self._open is None:
            self._open = (position, self._depth, keyword, attributes.get("verify", ""))
            self._said, self._said_length = [], 0
            self._machine.CharacterDataHandler = self._text

    def _text(self, text: str) -> None:
        self._said_length += len(text)
        if self._said_length > MAX_TEXT:
            raise Unreadable("too-long", "svg")
        self._said.append(text)

    def _end(self, _name: str) -> None:
        if self._open is not None and self._open[1] == self._depth:
            start, _depth, keyword, verify = self._open
            closing = self._machine.CurrentByteIndex
            # An empty element ends where its own tag ends: expat then points past it.
            end = self._tag_end(closing if self._image[closing : closing + 2] == b"</" else start)
            self.spans.append((start + self._shift, end + self._shift))
            self.badges.append(_baked(keyword, verify.strip(), "".join(self._said).strip()))
            self._open = self._machine.CharacterDataHandler = None
        self._depth -= 1

    def _entity(self, _name: str, _parameter: bool, value: str | None, *_more: object) -> None:
        """Drawing programs declare short names in their files; nothing nested, long or outside is let through."""
        self._entities += 1
        if value is None or "&" in value or len(value) > _MAX_ENTITY or self._entities > _MAX_ENTITIES:
            raise Unreadable("xml-entities", "svg")

    def _tag_end(self, position: int) -> int:
        found = _REST_OF_TAG.match(self._image, position)
        return found.end() if found else len(self._image)


def _baked(keyword: Generation, verify: str, body: str) -> Baked:
    """What counts in a badge element: a JWS or URL in `verify` is the badge, JSON beside it is a copy for the eye."""
    if verify and (_JWS.fullmatch(verify) or not body or keyword == "openbadges"):
        return Baked(keyword, verify, body or None)
    return Baked(keyword, body or verify)
