"""Reading whatever a badge arrives in: JSON, JWS, PNG, SVG, PDF, an address, or a text with one of these inside.

Reading judges nothing: it says what is there. What was received is kept byte for byte.
"""

import base64
import binascii
import re
from dataclasses import dataclass, replace
from typing import Any, Final

from sceau import baking, formats
from sceau.baking import pdf
from sceau.bounds import Nest
from sceau.callable_module import make_callable
from sceau.errors import Unreadable
from sceau.formats import OF_ENVELOPE, Format, as_list, data_model, detect, enveloped, home_of, version_of

MAX_SOURCE: Final = 16 * 1024 * 1024
"""Longest input read, in bytes."""

_WRAPPERS = (
    "verifiableCredential",
    "verifiablePresentation",
    "credential",
    "vc",
    "compactJwsString",
    "signedAssertion",
    "assertion",
    "results",
)
_MAX_INSIDE = 100
_MAX_BAKED = 8
_JWS = re.compile(r"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*", re.ASCII)
_JWS_INSIDE = re.compile(r"\beyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]*", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"'{}|\\^`\x00-\x20]+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """One badge as it was found.

    `format` and `version` say which standard; `carrier` what it arrived in ("json", "jwt", "png", "svg", "pdf", "url",
    "text"); `original` the bytes received, untouched; `credential` the badge as JSON (for a JWS: what its payload
    says); `token` the compact JWS when it is one; `url` where a hosted badge says it lives; `problems` what is wrong
    with the carrier ("two-badges", "truncated-image"…); `others` the badges inside a presentation or beside this one.
    """

    format: Format
    version: str
    carrier: str
    original: bytes
    credential: dict[str, Any] | None = None
    token: str | None = None
    url: str | None = None
    problems: tuple[str, ...] = ()
    others: tuple["Document", ...] = ()


def read(source: bytes | str, *, within: Nest | None = None) -> Document:
    """What is inside these bytes, or this text. Raises `Unreadable` when it is no badge; nothing else, ever.

    `within` is for a reading that is part of a larger work, whose bounds it shares.
    Codes of `Unreadable`: "empty", "too-long", "not-a-badge", "no-badge-inside", and those of JSON and of pictures.
    """
    try:
        data = source.encode() if isinstance(source, str) else bytes(source)
    except UnicodeEncodeError:
        raise Unreadable("lone-surrogate", "text") from None
    if len(data) > MAX_SOURCE:
        raise Unreadable("too-long", "file")
    if not data.strip():
        raise Unreadable("empty", "file")
    return replace(_read(data, Nest() if within is None else within), original=data)


def from_json(
    document: dict[str, Any], within: Nest | None = None, *, original: bytes = b"", carrier: str = "json"
) -> Document:
    """The badge a JSON object is, or holds (a presentation, an envelope, the answer of an API)."""
    nest = Nest() if within is None else within
    token = enveloped(document)
    if token:
        beside = ("unsigned-parts",) if set(document) - OF_ENVELOPE else ()
        return replace(from_token(token, nest.deeper()), original=original, problems=beside)
    found = detect(document)
    if found == "presentation":
        inside = _inside(document, nest)
        return Document(found, data_model(document), carrier, original, document, others=inside)
    if found is not None:
        return Document(found, version_of(found, document), carrier, original, document, url=home_of(found, document))
    wrapped = [document[name] for name in _WRAPPERS if document.get(name)]
    if not wrapped:
        raise Unreadable("not-a-badge", "json")
    first = _first_of(as_list(wrapped[0]), nest.deeper(), original=original, carrier=carrier)
    # Under two names, each reader would take the one it knows.
    if any(_holds_a_badge(one, nest) for one in wrapped[1:] if one != wrapped[0]):
        return replace(first, problems=(*first.problems, "two-badges"))
    return first


def _holds_a_badge(value: Any, nest: Nest) -> bool:
    try:
        _first_of(as_list(value), nest.deeper(), original=b"", carrier="json")
    except Unreadable:
        return False
    return True


def from_token(token: str, within: Nest | None = None, *, original: bytes = b"") -> Document:
    """The badge in a compact JWS: its payload is read, its signature is not looked at here."""
    nest = Nest() if within is None else within
    payload = token_payload(token, nest)
    if isinstance(payload.get("vp"), dict):
        presentation = payload["vp"]
        inside = _inside(presentation, nest)
        version = data_model(presentation)
        return Document("presentation", version, "jwt", original, presentation, token, others=inside)
    credential = payload["vc"] if isinstance(payload.get("vc"), dict) else payload
    found = detect(credential)
    if found is None:
        raise Unreadable("not-a-badge", "jwt")
    inside = _inside(credential, nest) if found == "presentation" else ()
    return Document(found, version_of(found, credential), "jwt", original, credential, token, others=inside)


def token_payload(token: str, within: Nest | None = None) -> dict[str, Any]:
    """The JSON payload of a compact JWS, unverified. Raises `Unreadable`."""
    parts = token.split(".")
    if len(parts) != 3:
        raise Unreadable("not-a-jws", "jwt")
    try:
        decoded = base64.b64decode(parts[1] + "=" * (-len(parts[1]) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("not-base64url", "jwt") from None
    return (Nest() if within is None else within).parsed_object(decoded, about="jwt")


def _read(data: bytes, nest: Nest) -> Document:
    kind = baking.picture_kind(data)
    if kind:
        return _from_picture(baking.unbake(data), data, nest, carrier=kind)
    if b"%PDF-" in data[:1024]:
        return _from_pdf(data, nest)
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Unreadable("not-a-badge", "bytes") from None
    return _from_text(text, data, nest)


def _from_text(text: str, data: bytes, nest: Nest) -> Document:
    if text.startswith(("{", "[")):
        return _first_of(as_list(nest.parsed(text)), nest, original=data, carrier="json")
    if _JWS.fullmatch(text):
        return from_token(text, nest, original=data)
    if text.startswith("eyJ") and _JWS.fullmatch("".join(text.split())):
        # Copied from a mail, or from a file that was folded.
        return from_token("".join(text.split()), nest, original=data)
    if _URL.fullmatch(text):
        return Document("hosted", "", "url", data, url=text)
    if text.startswith('"') and text.endswith('"'):
        value = nest.parsed(text)
        if isinstance(value, str) and value.strip():
            return _from_text(value.strip(), data, nest.deeper())
    if text.startswith("data:"):
        return _from_data_address(text, nest)
    return _search(text, data, nest)


def _search(text: str, data: bytes, nest: Nest) -> Document:
    """A letter, a page, a message: the first JWS, JSON object or address in it; JSON and JWS come before addresses."""
    tokens = list(dict.fromkeys(_JWS_INSIDE.findall(text)))
    written = _written_in(_JWS_INSIDE.sub("", text) if tokens else text, data, nest)
    if tokens:
        problems = ("two-badges",) if len(tokens) > 1 or written else ()
        return replace(from_token(tokens[0], nest, original=data), carrier="text", problems=problems)
    if written:
        return written
    addresses = {found.rstrip(".,;:!?)]»") for found in _URL.findall(text)}
    if len(addresses) == 1:
        return Document("hosted", "", "text", data, url=addresses.pop())
    raise Unreadable("two-addresses" if addresses else "not-a-badge", "text")


def _written_in(text: str, data: bytes, nest: Nest) -> Document | None:
    start, end = text.find("{"), text.rfind("}")
    if not 0 <= start < end:
        return None
    try:
        return from_json(nest.parsed_object(text[start : end + 1]), nest, original=data, carrier="text")
    except Unreadable:
        return None


def _from_data_address(text: str, nest: Nest) -> Document:
    head, comma, body = text.partition(",")
    if not comma:
        raise Unreadable("not-a-badge", "data:")
    if not head.endswith(";base64"):
        return _read(body.encode(), nest.deeper())
    try:
        return _read(base64.b64decode(body, validate=True), nest.deeper())
    except (binascii.Error, ValueError) as refusal:
        if isinstance(refusal, Unreadable):
            raise
        raise Unreadable("not-base64", "data:") from None


def _from_picture(unbaked: baking.Unbaked, data: bytes, nest: Nest, *, carrier: str) -> Document:
    if not unbaked.badges:
        raise Unreadable("no-badge-inside", carrier)
    # Two are too many already: a picture of thousands is told ambiguous without reading them all.
    documents = [_from_baked(one, data, nest, carrier=carrier) for one in unbaked.badges[:_MAX_BAKED]]
    distinct = {one.text.strip() for one in unbaked.badges}
    problems = unbaked.problems + (("two-badges",) if len(distinct) > 1 else ())
    beside = tuple(documents[1:]) if len(distinct) > 1 else ()
    first = documents[0]
    return replace(first, problems=tuple(dict.fromkeys(first.problems + problems)), others=first.others + beside)


def _from_baked(baked: baking.Baked, data: bytes, nest: Nest, *, carrier: str) -> Document:
    text = baked.text.strip()
    if not text:
        raise Unreadable("no-badge-inside", carrier)
    document = replace(_from_text(text, data, nest.deeper()), carrier=carrier)
    if document.format == "hosted" and baked.copy:
        return _with_copy(document, baked.copy, nest)
    if document.token and baked.copy and not _says_the_same(baked.copy, token_payload(document.token, nest), nest):
        return replace(document, problems=("two-badges",))
    return document


def _says_the_same(copy: str, payload: dict[str, Any], nest: Nest) -> bool:
    """Whether the JSON beside a token is what the token holds: it is what people see when they open the file."""
    try:
        shown = nest.parsed_object(copy)
    except Unreadable:
        return False
    signed = payload["vc"] if isinstance(payload.get("vc"), dict) else payload
    return all(name == "proof" or signed.get(name) == value for name, value in shown.items())


def _with_copy(document: Document, copy: str, nest: Nest) -> Document:
    """An elder SVG says where the badge lives and carries a copy of it; both must speak of the same badge."""
    try:
        twin = from_json(nest.parsed_object(copy), nest, original=document.original, carrier=document.carrier)
    except Unreadable:
        return document
    lives = twin.url if twin.format in formats.ELDER else formats.text_id(twin.credential)
    problems = () if lives in (None, document.url) else ("two-badges",)
    return replace(twin, url=document.url, problems=problems)


def _from_pdf(data: bytes, nest: Nest) -> Document:
    found: dict[bytes, Document] = {}
    for content in pdf.contents(data):
        try:
            document = _read(content, nest.deeper())
        except Unreadable:
            continue
        if document.format != "hosted" or not found:
            found.setdefault(content.strip(), replace(document, carrier="pdf", original=data))
    if not found:
        raise Unreadable("no-badge-inside", "pdf")
    first, *beside = found.values()
    if not beside:
        return first
    return replace(first, problems=(*first.problems, "two-badges"), others=first.others + tuple(beside))


def _first_of(values: list[Any], nest: Nest, *, original: bytes, carrier: str) -> Document:
    """The first badge of a list; the others beside it."""
    documents = [_from_value(value, nest, original=original, carrier=carrier) for value in values[:_MAX_INSIDE]]
    if not documents or len(values) > _MAX_INSIDE:
        raise Unreadable("too-many-badges" if values else "not-a-badge", "json")
    first, *beside = documents
    return replace(first, others=first.others + tuple(beside))


def _from_value(value: Any, nest: Nest, *, original: bytes, carrier: str) -> Document:
    if isinstance(value, dict):
        return from_json(value, nest, original=original, carrier=carrier)
    if isinstance(value, str) and _JWS.fullmatch(value.strip()):
        return from_token(value.strip(), nest.deeper(), original=original)
    raise Unreadable("not-a-badge", "json")


def _inside(presentation: dict[str, Any], nest: Nest) -> tuple[Document, ...]:
    values = as_list(presentation.get("verifiableCredential"))
    if len(values) > _MAX_INSIDE:
        raise Unreadable("too-many-badges", "presentation")
    below = nest.deeper() if values else nest
    return tuple(_from_value(value, below, original=b"", carrier="presentation") for value in values)


make_callable(__name__, read)
