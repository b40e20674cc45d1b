"""What a person takes along, signed for the road: the same badge as a token, and a list of files with their prints."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from besace.people.models import Organisation
from sceau import sign_jwt

from . import addresses, keys
from .models import Credential

FIRST_LINE = "besace-archive-1"


@dataclass(frozen=True)
class SignedList:
    """`text`: a first line, then "print path" for each file; `public` is the raw Ed25519 key, in base64."""

    organisation: str
    did: str
    method: str
    public: str
    text: str
    signature: str


def as_jwt(credential: Credential) -> str:
    """The same badge as a VC-JWT, for wallets that read only that; made when she asks for it."""
    document = json.loads(bytes(credential.document))
    document.pop("proof")
    signer = keys.signer_for(credential.organisation)
    return sign_jwt(document, signer.private, method=signer.method)


def sign_list(organisation: Organisation, files: Mapping[str, bytes]) -> SignedList:
    """The prints (SHA-256) of these files under the organisation's key (DECISIONS.md 7).

    The first line keeps this signature from ever being taken for that of a badge: a proof signs 64 bytes, no text.
    """
    lines = [f"{sha256(content).hexdigest()} {path}" for path, content in sorted(files.items())]
    text = "\n".join([FIRST_LINE, *lines])
    signer = keys.signer_for(organisation)
    raw = base64.urlsafe_b64decode(signer.private.public.to_jwk()["x"] + "==")
    return SignedList(
        organisation=organisation.name,
        did=addresses.did(organisation.pk),
        method=signer.method,
        public=base64.b64encode(raw).decode(),
        text=text,
        signature=base64.b64encode(signer.private.sign(text.encode())).decode(),
    )
