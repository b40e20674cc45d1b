"""Seals what is answered in a secret ballot: a key for each ballot, itself sealed by the instance key.

Both are needed to read an answer while the vote is open; at its closing the ballot's key is destroyed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from besace.core.errors import Unavailable

NONCE = 12
SIZE = 2048  # every sealed answer has the same length: it must not tell whether a reason was given


def new_ballot_key(ballot_id: UUID) -> bytes:
    """A fresh key, as it is kept: sealed, and good for this ballot alone."""
    return _seal(AESGCM.generate_key(bit_length=256), key=_instance_key(), bound_to=ballot_id.bytes)


def seal_answer(choice: str, reason: str, *, ballot_id: UUID, person_id: UUID, sealed_key: bytes) -> bytes:
    """Bound to the ballot and to the person: a row moved to somebody else does not open."""
    plain = json.dumps([choice, reason], ensure_ascii=False).encode().ljust(SIZE)
    return _seal(plain, key=_open_key(sealed_key, ballot_id), bound_to=ballot_id.bytes + person_id.bytes)


def open_answer(sealed: bytes, *, ballot_id: UUID, person_id: UUID, sealed_key: bytes) -> tuple[str, str]:
    """The choice and the reason."""
    plain = _unseal(sealed, key=_open_key(sealed_key, ballot_id), bound_to=ballot_id.bytes + person_id.bytes)
    choice, reason = json.loads(plain)
    return choice, reason


def _open_key(sealed_key: bytes, ballot_id: UUID) -> bytes:
    return _unseal(sealed_key, key=_instance_key(), bound_to=ballot_id.bytes)


def _seal(plain: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def _unseal(sealed: bytes, *, key: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
    except InvalidTag:
        raise Unavailable("ballot-not-opened", _("La clé du vote ne s’ouvre pas. Prévenez l’administration.")) from None


def _instance_key() -> bytes:
    """A key for votes alone, derived from the instance's."""
    secret = _instance_secret(Path(settings.INSTANCE_KEY_FILE))
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"besace votes: ballot keys").derive(secret)


def _instance_secret(path: Path) -> bytes:
    """What the file of the instance key holds; written once at random, readable by its owner alone."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{uuid4().hex}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(os.urandom(32))
    with suppress(FileExistsError):
        os.link(draft, path)  # whoever links first wins: nobody ever reads half a key
    draft.unlink()
    return path.read_bytes()
