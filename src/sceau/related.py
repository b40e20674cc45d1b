"""Related resources and their digests (VC Data Model 2.0 §5.3): what the issuer says a document must still be."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from typing import Any

from sceau import contexts, multibase
from sceau.errors import SceauError
from sceau.jsonld.terms import is_absolute

_SRI = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
# Multihash headers; without one, 32 bytes are a SHA-256, as examples of the standard write it.
_MULTIHASHES = {b"\x12\x20": hashlib.sha256, b"\x20\x30": hashlib.sha384, b"\x13\x40": hashlib.sha512}


def problems(credential: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with ``relatedResource``: pairs of a code and a place; [] when right or absent.

    Codes: "bad-related-resource" (not an object, no address, the same address twice, no digest), "wrong-digest" (of a
    context that is pinned here; other resources are not asked for).
    """
    value = credential.get("relatedResource", [])
    seen: set[str] = set()
    found = []
    for one in value if isinstance(value, list) else [value]:
        found += [(code, "/relatedResource") for code in _flaws(one, seen)]
    return found


def _flaws(resource: Any, seen: set[str]) -> Iterator[str]:
    address = resource.get("id") if isinstance(resource, dict) else None
    if not isinstance(address, str) or not is_absolute(address) or address in seen:
        yield "bad-related-resource"
        return
    seen.add(address)
    digests = [resource[name] for name in ("digestSRI", "digestMultibase") if name in resource]
    if not digests or not all(isinstance(digest, str) for digest in digests):
        yield "bad-related-resource"
    elif address in contexts.known() and not all(_fits(digest, contexts.raw(address)) for digest in digests):
        yield "wrong-digest"


def _fits(digest: str, content: bytes) -> bool:
    name, _, value = digest.partition("-")
    if name in _SRI:
        try:
            return (
                base64.b64decode(value, altchars=b"-_" if set("-_") & set(value) else None)
                == _SRI[name](content).digest()
            )
        except (ValueError, binascii.Error):
            return False
    try:
        decoded = multibase.decode(digest)
    except SceauError:
        return False
    algorithm = _MULTIHASHES.get(decoded[:2])
    if algorithm is not None and algorithm(content).digest() == decoded[2:]:
        return True
    return decoded == hashlib.sha256(content).digest()
