"""Badges for the tests: good ones, and documents signed without any of the refusals, as a forger would."""

import base64
import copy
import json
from datetime import UTC, datetime
from typing import Any

from sceau import did
from sceau.errors import FetchFailed
from sceau.fetch import Fetched
from sceau.keys import PrivateKey
from sceau.proofs import data_integrity, jwt

NOW = datetime(2026, 5, 12, 12, tzinfo=UTC)
MADE = datetime(2026, 5, 1, 9, tzinfo=UTC)
KEY = PrivateKey.from_seed(bytes(range(32)))
OTHER = PrivateKey.from_seed(bytes(range(1, 33)))
ISSUER = "did:web:mardis.example:o:1"
METHOD = f"{ISSUER}#k-1"
LIST = "https://mardis.example/s/1"
JSON = "application/ld+json"


class Web:
    """A fake network: what is not written in it is out of reach; it remembers what was asked."""

    def __init__(self, pages: dict[str, Any] | None = None) -> None:
        self.pages: dict[str, Any] = dict(pages or {})
        self.asked: list[str] = []

    def __call__(self, url: str, *, accept: str) -> Fetched:
        self.asked.append(url)
        page = self.pages.get(url)
        if page is None:
            raise FetchFailed("no-connection", url)
        if isinstance(page, Fetched):
            return page
        body = page if isinstance(page, bytes) else json.dumps(page).encode()
        return Fetched(url, 200, JSON, body)


def did_web(*, keys: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    return {**did.did_document(ISSUER, keys or {"k-1": KEY.public}), **members}


def web(**pages: Any) -> Web:
    return Web({"https://mardis.example/o/1/did.json": did_web(), **pages})


def credential(**members: Any) -> dict[str, Any]:
    """An unsigned Open Badge 3.0 of Les Mardis; None takes a member away."""
    whole = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:0b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2a01",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Les Mardis"},
        "validFrom": "2026-05-01T09:00:00Z",
        "name": "Mener les ânes",
        "credentialSubject": {
            "id": "urn:uuid:2f0c9a7e-58f2-4a53-8d5e-0c2a4f6f3b11",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://mardis.example/b/1",
                "type": ["Achievement"],
                "name": "Mener les ânes",
                "description": "Mener trois ânes au pré, par tous les temps.",
                "criteria": {"narrative": "Vue par trois pairs."},
            },
        },
        **members,
    }
    return {name: value for name, value in whole.items() if value is not None}


def signed(
    document: dict[str, Any] | None = None, *, key: PrivateKey = KEY, method: str = METHOD, **options: Any
) -> Any:
    """Sign whatever it is, with the options a forger would like."""
    document = credential() if document is None else document
    given = {"created": MADE, **options}
    return data_integrity.add_proof(document, data_integrity.create_proof(document, key, method=method, **given))


def by_did_key(document: dict[str, Any] | None = None, *, key: PrivateKey = KEY, **options: Any) -> Any:
    """The same, from an issuer whose name is its key: nothing to fetch."""
    document = credential() if document is None else copy.deepcopy(document)
    document["issuer"] = {**document["issuer"], "id": key.public.did}
    return signed(document, key=key, method=key.public.did_method, **options)


def token(payload: dict[str, Any] | None = None, *, key: PrivateKey = KEY, **header: Any) -> str:
    """A VC-JWT in the manner of 1EdTech."""
    payload = jwt.payload_of(credential()) if payload is None else payload
    full = {"typ": "JWT", "kid": METHOD, **header}
    return jwt.encode(payload, key, {name: value for name, value in full.items() if value is not None})


def raw_token(header: dict[str, Any], payload: dict[str, Any], signature: bytes = b"") -> str:
    """A token made by hand, for headers that no honest writer makes."""
    parts = [json.dumps(header).encode(), json.dumps(payload).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def status_list(
    *, set_indexes: tuple[int, ...] = (), key: PrivateKey = KEY, purpose: str = "revocation", **members: Any
) -> Any:
    from sceau.status import bitstring_credential  # noqa: PLC0415 -- only some tests need lists

    unsigned = bitstring_credential(LIST, ISSUER, set_indexes, MADE, purpose=purpose)  # type: ignore[arg-type]
    subject = {**unsigned["credentialSubject"], **members.pop("subject", {})}
    return signed({**unsigned, "credentialSubject": subject, **members}, key=key)


def with_status(index: Any = "94567", *, purpose: str = "revocation", **members: Any) -> dict[str, Any]:
    entry = {
        "id": f"{LIST}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": LIST,
        **members,
    }
    return credential(credentialStatus=entry)


# --- 2.0: three hosted documents -----------------------------------------------------------------------------------

HOME = "https://mardis.example"


def assertion(**members: Any) -> dict[str, Any]:
    whole = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"{HOME}/a/1",
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": "sel",
            "identity": "sha256$5acbb99d2bba6e75bf7d8d2be2e2e4ba2e36d1b4f5a2a4b0bd7e4d6d0f5f9d3c",
        },
        "badge": f"{HOME}/b/1",
        "verification": {"type": "hosted"},
        "issuedOn": "2026-05-01T09:00:00Z",
        **members,
    }
    return {name: value for name, value in whole.items() if value is not None}


def badge_class(**members: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "BadgeClass",
        "id": f"{HOME}/b/1",
        "name": "Mener les ânes",
        "description": "Mener trois ânes au pré.",
        "image": f"{HOME}/b/1.png",
        "criteria": {"narrative": "Vue par trois pairs."},
        "issuer": f"{HOME}/o/1",
        **members,
    }


def profile(**members: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Issuer",
        "id": f"{HOME}/o/1",
        "name": "Les Mardis",
        "url": HOME,
        "email": "bonjour@mardis.example",
        **members,
    }


def elder_web(**pages: Any) -> Web:
    """The 2.0 documents where they live; a page given by keyword (`a`, `b`, `o`) replaces one of them."""
    return Web(
        {
            f"{HOME}/a/1": pages.get("a", assertion()),
            f"{HOME}/b/1": pages.get("b", badge_class()),
            f"{HOME}/o/1": pages.get("o", profile()),
        }
    )
