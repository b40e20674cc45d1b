"""Where keys are found: did:key, did:jwk, did:web and https controller documents (CID 1.0), JWKS among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sceau import multibase, strict_json
from sceau.addresses import same_host
from sceau.errors import FetchFailed, KeyProblem, SceauError
from sceau.keys import PublicKey

if TYPE_CHECKING:
    from sceau.fetch import Fetcher

CID_CONTEXT = "https://www.w3.org/ns/did/v1"
"""The context of the documents made here."""

MULTIKEY_CONTEXT = "https://w3id.org/security/multikey/v1"
"""The context that defines ``Multikey`` and ``publicKeyMultibase``."""

_MOST_METHODS = 200
_LARGEST = 512 * 1024
_PURPOSES = ("assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::[0-9]{1,5})?")
_PATH_PART = re.compile(r"(?!\.\.?$)[A-Za-z0-9._~-]{1,200}")
_DID_ACCEPT = "application/did+json, application/did+ld+json, application/json"
_CONTROLLER_ACCEPT = "application/cid+json, application/ld+json, application/json"


@dataclass(frozen=True)
class Method:
    """A verification method (CID 1.0 §2.2). ``revoked`` and ``expires`` are aware datetimes or None.

    ``in_purpose``: whether the document lists it under the purpose that was asked for.
    """

    id: str
    controller: str
    key: PublicKey
    revoked: datetime | None
    expires: datetime | None
    in_purpose: bool


def resolve(did_or_url: str, fetch: Fetcher) -> dict[str, Any]:
    """The document that says which keys speak for ``did_or_url`` (a fragment is left aside).

    did:key and did:jwk need no network. For did:web and https, ``fetch`` is called once; the document's ``id`` must
    be what was asked for. A JWK set becomes a document whose methods are ``url#kid``.
    Raises ``KeyProblem`` ("unknown-did-method", "bad-did", "bad-did-document", "wrong-did-document"), ``FetchFailed``.
    """
    subject = did_or_url.split("#", 1)[0]
    if subject.startswith("did:key:"):
        return _of_did_key(subject)
    if subject.startswith("did:jwk:"):
        return _of_did_jwk(subject)
    if subject.startswith("did:web:"):
        return _checked(_read(web_address(subject), fetch, accept=_DID_ACCEPT), subject)
    if subject.startswith("https://"):
        return _checked(_read(subject, fetch, accept=_CONTROLLER_ACCEPT), subject)
    raise KeyProblem("unknown-did-method", ":".join(subject.split(":")[:2])[:40])


def web_address(did: str) -> str:
    """The https address of a did:web's document (did:web method §2.5.2). Raises ``KeyProblem`` ("bad-did")."""
    host, *path = did.removeprefix("did:web:").split("?")[0].split(":")
    host = unquote(host)
    if not _HOST.fullmatch(host) or not all(_PATH_PART.fullmatch(part) for part in path):
        raise KeyProblem("bad-did", did[:200])
    return f"https://{host}/{'/'.join(path) if path else '.well-known'}/did.json"


def find_method(document: dict[str, Any], method_id: str, *, purpose: str = "assertionMethod") -> Method:
    """The method ``method_id`` of a controller document, with its key (CID 1.0 §3.3).

    A bare DID is taken for its only method, as some honest issuers write it (STANDARDS trap 4).
    Raises ``KeyProblem`` ("no-such-key", "bad-key", "bad-did-document").
    """
    subject = document.get("id")
    if not isinstance(subject, str):
        raise KeyProblem("bad-did-document", "no id")
    methods = _methods(document, subject)
    if method_id == subject and len(methods) == 1:
        method_id = next(iter(methods))
    found = methods.get(_absolute(method_id, subject))
    if found is None:
        raise KeyProblem("no-such-key", method_id[:200])
    listed = {_absolute(_id_of(entry), subject) for entry in _entries(document, purpose)}
    in_purpose = _absolute(method_id, subject) in listed
    return method_of({"controller": subject, **found}, method_id, in_purpose=in_purpose)


def method_of(entry: dict[str, Any], name: str, *, in_purpose: bool = True) -> Method:
    """A verification method written alone, under the name it was asked by. Raises ``KeyProblem`` ("bad-key")."""
    return Method(
        id=name,
        controller=str(entry.get("controller")),
        key=_key_of(entry),
        revoked=_time(entry.get("revoked")),
        expires=_time(entry.get("expires")),
        in_purpose=in_purpose,
    )


def method_ids(document: dict[str, Any]) -> tuple[str, ...]:
    """The ids of every method of the document, in its order. Raises ``KeyProblem`` ("bad-did-document")."""
    return tuple(_methods(document, str(document.get("id", ""))))


def did_document(did: str, keys: dict[str, PublicKey], *, retired: tuple[str, ...] = ()) -> dict[str, Any]:
    """The did.json of an issuer: ``keys`` maps fragments ("k-2026-1") to keys, all of them fit to assert.

    A retired key stays a method, or the old badges would die (SECURITY E.2); ``retired`` only moves it to the end.
    """
    order = [name for name in keys if name not in retired] + [name for name in keys if name in retired]
    methods = [
        {"id": f"{did}#{name}", "type": "Multikey", "controller": did, "publicKeyMultibase": keys[name].to_multibase()}
        for name in order
    ]
    return {
        "@context": [CID_CONTEXT, MULTIKEY_CONTEXT],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
        "authentication": [method["id"] for method in methods if method["id"].split("#")[1] not in retired],
    }


def _of_did_key(did: str) -> dict[str, Any]:
    name = did.removeprefix("did:key:")
    if not name.startswith("z"):  # did:key §2: base58btc alone, so that a key has one name
        raise KeyProblem("bad-did", did[:200])
    return _document_of(did, f"{did}#{name}", {"type": "Multikey", "publicKeyMultibase": name}, MULTIKEY_CONTEXT)


def _of_did_jwk(did: str) -> dict[str, Any]:
    try:
        jwk = strict_json.loads_object(multibase.base64url_decode(did.removeprefix("did:jwk:")))
    except SceauError as error:
        raise KeyProblem("bad-did", did[:200]) from error
    return _document_of(
        did, f"{did}#0", {"type": "JsonWebKey", "publicKeyJwk": jwk}, "https://w3id.org/security/jwk/v1"
    )


def _document_of(did: str, method_id: str, material: dict[str, Any], context: str) -> dict[str, Any]:
    method = {"id": method_id, "controller": did, **material}
    _key_of(method)
    listed = {purpose: [method_id] for purpose in _PURPOSES}
    return {"@context": [CID_CONTEXT, context], "id": did, "verificationMethod": [method], **listed}


def _read(url: str, fetch: Fetcher, *, accept: str) -> dict[str, Any]:
    fetched = fetch(url, accept=accept)
    if fetched.status != 200:
        raise FetchFailed("http-status", f"{fetched.status} {url}")
    if not same_host(fetched.url, url):
        raise FetchFailed(
            "redirected-elsewhere", f"{url} to {fetched.url}"[:300]
        )  # whoever it leads to is not the owner
    if len(fetched.body) > _LARGEST:
        raise KeyProblem("bad-did-document", "too large")
    try:
        return strict_json.loads_object(fetched.body)
    except SceauError as error:
        raise KeyProblem("bad-did-document", error.code) from error


def _checked(document: dict[str, Any], subject: str) -> dict[str, Any]:
    if "id" not in document and isinstance(document.get("keys"), list):
        return _of_key_set(document["keys"], subject)
    if document.get("deactivated") is True:
        raise KeyProblem("wrong-did-document", f"{subject[:200]} is no longer used")
    if document.get("id") != subject:
        raise KeyProblem("wrong-did-document", f"{str(document.get('id'))[:200]} instead of {subject[:200]}")
    return document


def _of_key_set(keys: list[Any], url: str) -> dict[str, Any]:
    """A JWK set (RFC 7517 §5) as a controller document: OB 3.0 §8.2.4 publishes issuer keys so."""
    methods = [
        {"id": f"{url}#{key['kid']}", "type": "JsonWebKey", "controller": url, "publicKeyJwk": key}
        for key in keys[:_MOST_METHODS]
        if isinstance(key, dict) and isinstance(key.get("kid"), str)
    ]
    return {"id": url, "verificationMethod": methods, "assertionMethod": [method["id"] for method in methods]}


def _methods(document: dict[str, Any], subject: str) -> dict[str, dict[str, Any]]:
    entries = _entries(document, "verificationMethod") + _entries(document, "publicKey")
    for purpose in _PURPOSES:
        entries += _entries(document, purpose)
    if len(entries) > _MOST_METHODS:
        raise KeyProblem("bad-did-document", f"more than {_MOST_METHODS} methods")
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            name = _absolute(entry["id"], subject)
            if found.setdefault(name, entry) != entry:
                raise KeyProblem("bad-did-document", f"two methods called {name[:200]}")
    return found


def _entries(document: dict[str, Any], name: str) -> list[Any]:
    value = document.get(name, [])
    return list(value) if isinstance(value, list) else [value]


def _id_of(entry: Any) -> str:
    value = entry.get("id") if isinstance(entry, dict) else entry
    return value if isinstance(value, str) else ""


def _absolute(method_id: str, subject: str) -> str:
    return subject + method_id if method_id.startswith("#") else method_id


def _key_of(method: dict[str, Any]) -> PublicKey:
    if isinstance(method.get("publicKeyMultibase"), str):
        return PublicKey.from_multibase(method["publicKeyMultibase"])
    if isinstance(method.get("publicKeyJwk"), dict):
        return PublicKey.from_jwk(method["publicKeyJwk"])
    if isinstance(method.get("publicKeyPem"), str):
        return PublicKey.from_pem(method["publicKeyPem"])
    if isinstance(method.get("publicKeyBase58"), str):
        return PublicKey.from_raw("Ed25519", multibase.decode("z" + method["publicKeyBase58"]))
    raise KeyProblem("bad-key", "the method shows no key")


def _time(value: Any) -> datetime | None:
    """A date in a key document; one that cannot be read counts as "long ago": a key is never safer by a bad date."""
    if value is None:
        return None
    try:
        when = datetime.fromisoformat(value.replace("Z", "+00:00"))
        return when if when.tzinfo else datetime.fromisoformat("0001-01-02T00:00:00+00:00")
    except (ValueError, AttributeError):
        return datetime.fromisoformat("0001-01-02T00:00:00+00:00")
