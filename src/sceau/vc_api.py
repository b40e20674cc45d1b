"""The W3C VC API over plain objects: issue, verify, publish status lists. For tests only: nothing is kept."""

from __future__ import annotations

import copy
import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from urllib.parse import urlsplit

from sceau import status
from sceau.errors import FetchFailed, SceauError, Unsupported
from sceau.fetch import Fetched, Fetcher
from sceau.formats import VC1, VC2, as_list
from sceau.keys import PrivateKey
from sceau.proofs import data_integrity, jwt
from sceau.report import Report
from sceau.verify import verify
from sceau.verify.shape import problems

DATA_INTEGRITY_CONTEXT = "https://w3id.org/security/data-integrity/v2"
"""Defines a proof for credentials whose own contexts do not."""

# https://github.com/w3c/vc-data-model at 8d0ee107, contexts/credentials/v2
_EARLIER_DIGESTS = {
    "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg",
    "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k",
}
_PURPOSES = ("revocation", "suspension")


_ENVELOPES = {"jwt", "vc-jwt", "vc+jwt", "jwt_vc_json", "vc-jose-cose", "enveloped", "enveloping", "envelopingproof"}


class VcApi:
    """An issuer and verifier. ``base``: its own address, in front of the status lists. ``fetch``: for the rest.

    ``with_status``: whether every 2.0 credential without ``credentialStatus`` gets one.
    """

    def __init__(self, *, base: str, key: PrivateKey, fetch: Fetcher, with_status: bool = False) -> None:
        self.base = base.rstrip("/")
        self.did = key.public.did
        self.with_status = with_status
        self._key = key
        self._fetch = fetch
        self._next = 0
        self._set: dict[str, set[int]] = {purpose: set() for purpose in _PURPOSES}
        self._lock = threading.Lock()

    def issue(
        self, body: dict[str, Any], *, cryptosuite: str = "", with_status: bool = False, envelope: bool = False
    ) -> dict[str, Any]:
        """``POST /credentials/issue {credential, options}``: the credential with a proof added, or in an envelope.

        ``options``: ``cryptosuite``; ``envelope`` (true), or any option that names a JWT or an envelope, for a JWT.
        Raises ``SceauError`` for bad input.
        """
        credential, options = body.get("credential"), body.get("options") or {}
        if not isinstance(credential, dict) or not isinstance(options, dict):
            raise Unsupported("not-a-credential", "credential")
        credential = copy.deepcopy(credential)
        _check(credential)
        if envelope or _wants_envelope(options):
            return self._enveloped(credential)
        cryptosuite = cryptosuite or str(options.get("cryptosuite") or data_integrity.EDDSA_RDFC_2022)
        if VC1 in as_list(credential["@context"]):
            credential = _with_data_integrity(credential)
        elif (with_status or self.with_status) and "credentialStatus" not in credential:
            credential["credentialStatus"] = [self._entry(purpose) for purpose in _purposes(options)]
        proof = data_integrity.create_proof(
            credential, self._key, method=self._key.public.did_method, cryptosuite=cryptosuite, lenient=True
        )
        return data_integrity.add_proof(credential, proof)

    def _enveloped(self, credential: dict[str, Any]) -> dict[str, Any]:
        """VC Data Model 2.0 §4.13 and VC-JOSE-COSE §3.1."""
        header = {"typ": "vc+jwt", "cty": "vc", "kid": self._key.public.did_method}
        token = jwt.encode(jwt.payload_of(credential, form="w3c"), self._key, header)
        return {
            "@context": [VC2],
            "id": f"data:application/vc+jwt,{token}",
            "type": "EnvelopedVerifiableCredential",
        }

    def verify_credential(self, body: dict[str, Any]) -> Report:
        """``POST /credentials/verify {verifiableCredential, options}``."""
        return self._verify(body, "verifiableCredential")

    def verify_presentation(self, body: dict[str, Any]) -> Report:
        """``POST /presentations/verify {verifiablePresentation, options: {challenge, domain}}``."""
        return self._verify(body, "verifiablePresentation")

    def set_status(self, body: dict[str, Any]) -> None:
        """``POST /credentials/status {credentialId, credentialStatus: {…}, status: true}``: revoke, suspend, restore.

        Raises ``Unsupported`` ("bad-index", "wrong-purpose").
        """
        entry = body.get("credentialStatus")
        entry = entry[0] if isinstance(entry, list) and entry else entry
        if not isinstance(entry, dict) or entry.get("statusPurpose") not in _PURPOSES:
            raise Unsupported("wrong-purpose", str(entry)[:80])
        change = self._set[entry["statusPurpose"]]
        (change.add if body.get("status", True) else change.discard)(status.index_of(entry))

    def status_list(self, purpose: str) -> dict[str, Any]:
        """``GET /status/PURPOSE``: the signed list. Raises ``Unsupported`` ("wrong-purpose")."""
        if purpose not in _PURPOSES:
            raise Unsupported("wrong-purpose", purpose[:40])
        now = datetime.now(UTC)
        document = status.bitstring_credential(
            self._list_url(purpose), self.did, self._set[purpose], now - timedelta(minutes=1), now + timedelta(days=1),
            purpose=next(one for one in get_args(status.Purpose) if one == purpose),
        )  # fmt: skip
        proof = data_integrity.create_proof(document, self._key, method=self._key.public.did_method)
        return data_integrity.add_proof(document, proof)

    def _verify(self, body: dict[str, Any], name: str) -> Report:
        credential, options = body.get(name), body.get("options") or {}
        if not isinstance(credential, dict | str) or not isinstance(options, dict):
            raise Unsupported("bad-request", name)
        asked = {key: options[key] for key in ("challenge", "domain") if isinstance(options.get(key), str)}
        if isinstance(credential, str) and credential.count(".") != 2:
            raise Unsupported("bad-request", f"{name} is neither an object nor a token")
        return verify(credential, fetch=self._own_or_fetched, lenient=True, **asked)

    def _own_or_fetched(self, url: str, *, accept: str) -> Fetched:
        """Our own lists are answered from inside: a server does not call itself."""
        if url.split("#")[0].startswith(f"{self.base}/status/"):
            purpose = urlsplit(url).path.rsplit("/", 1)[1]
            try:
                body = json.dumps(self.status_list(purpose)).encode()
            except SceauError as refusal:
                raise FetchFailed("http-status", url) from refusal
            return Fetched(url, 200, "application/vc+ld+json", body)
        return self._fetch(url, accept=accept)

    def _entry(self, purpose: str) -> dict[str, str]:
        with self._lock:
            index, self._next = self._next, self._next + 1
        return status.entry(
            self._list_url(purpose), index, purpose="suspension" if purpose == "suspension" else "revocation"
        )

    def _list_url(self, purpose: str) -> str:
        return f"{self.base}/status/{purpose}"


def _check(credential: dict[str, Any]) -> None:
    found = [flaw for flaw in problems(credential) if flaw[0] != "wrong-digest" or not _is_earlier(credential)]
    if found:
        raise Unsupported("bad-credential", "; ".join(f"{code} {place}" for code, place in found))


def _is_earlier(credential: dict[str, Any]) -> bool:
    """The suite of W3C still holds the digests of an earlier version of the 2.0 context as the right ones."""
    resources = [one for one in as_list(credential.get("relatedResource")) if isinstance(one, dict)]
    digests = {one[name] for one in resources for name in ("digestSRI", "digestMultibase") if name in one}
    return digests <= _EARLIER_DIGESTS


def _wants_envelope(options: dict[str, Any]) -> bool:
    """The VC API leaves the word to each product: `envelope: true`, `format: "vc+jwt"`, `proof: "enveloped"`..."""
    words = {value.lower() for value in options.values() if isinstance(value, str)}
    return options.get("envelope") is True or bool(words & _ENVELOPES)


def _purposes(options: dict[str, Any]) -> list[str]:
    asked = options.get("credentialStatus")
    wanted = [one.get("statusPurpose") for one in as_list(asked) if isinstance(one, dict)]
    return [purpose for purpose in _PURPOSES if purpose in wanted] or ["revocation"]


def _with_data_integrity(credential: dict[str, Any]) -> dict[str, Any]:
    """A VC 1.1 credential needs the context that defines the proof (VC-DATA-INTEGRITY §2.1)."""
    contexts = as_list(credential["@context"])
    if DATA_INTEGRITY_CONTEXT in contexts or VC2 in contexts:
        return credential
    return {**credential, "@context": [*contexts, DATA_INTEGRITY_CONTEXT]}
