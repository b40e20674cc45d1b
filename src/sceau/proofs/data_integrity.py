"""Data Integrity proofs: a signature inside the credential (VC-DATA-INTEGRITY 1.0, VC-DI-EDDSA, VC-DI-ECDSA)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sceau import canonical, contexts, multibase
from sceau.bounds import Bounds
from sceau.errors import KeyProblem, SceauError, UnsignedParts, Unsupported
from sceau.jsonld.labels import Digest
from sceau.keys import Kind, PrivateKey, PublicKey

EDDSA_RDFC_2022 = "eddsa-rdfc-2022"
"""VC-DI-EDDSA §3.2: Ed25519 over canonical statements; what this package writes by default."""

EDDSA_JCS_2022 = "eddsa-jcs-2022"
"""VC-DI-EDDSA §3.3: Ed25519 over canonical JSON."""

ECDSA_RDFC_2019 = "ecdsa-rdfc-2019"
"""VC-DI-ECDSA §3.2: P-256 or P-384 over canonical statements."""

ECDSA_JCS_2019 = "ecdsa-jcs-2019"
"""VC-DI-ECDSA §3.3: P-256 or P-384 over canonical JSON."""

ED25519_SIGNATURE_2020 = "Ed25519Signature2020"
"""The suite of most 1.1 credentials; its name stands in ``type``."""

_MOST_PROOFS = 16


@dataclass(frozen=True)
class Suite:
    """How one suite works: which keys, which canonical form, which digest for each kind of key."""

    name: str
    canonicalisation: str
    digests: dict[Kind, Digest]


_SHA256: dict[Kind, Digest] = {"Ed25519": hashlib.sha256}
_BY_CURVE: dict[Kind, Digest] = {"P-256": hashlib.sha256, "P-384": hashlib.sha384}
SUITES = {
    suite.name: suite
    for suite in (
        Suite(EDDSA_RDFC_2022, "rdfc", _SHA256),
        Suite("eddsa-2022", "rdfc", _SHA256),  # the name of eddsa-rdfc-2022 in drafts of 2022, still met
        Suite(EDDSA_JCS_2022, "jcs", _SHA256),
        Suite(ECDSA_RDFC_2019, "rdfc", _BY_CURVE),
        Suite(ECDSA_JCS_2019, "jcs", _BY_CURVE),
        Suite(ED25519_SIGNATURE_2020, "rdfc", _SHA256),
    )
}
"""The suites that are verified, by the name :func:`suite_of` gives them."""


def suite_of(proof: dict[str, Any]) -> Suite:
    """The suite of a proof. Raises ``Unsupported`` ("unknown-cryptosuite"): nothing is known then, not a forgery."""
    kind = proof.get("type")
    name = proof.get("cryptosuite") if kind == "DataIntegrityProof" else kind
    if not isinstance(name, str) or name not in SUITES or (name == ED25519_SIGNATURE_2020) != (kind == name):
        raise Unsupported("unknown-cryptosuite", str(name)[:80])
    return SUITES[name]


def proofs_of(document: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The proofs inside a document, in its order; () if it has none.

    Raises ``Unsupported`` ("bad-proof") when one is not an object, or for more than 16 of them.
    """
    value = document.get("proof", [])
    proofs = value if isinstance(value, list) else [value]
    if len(proofs) > _MOST_PROOFS or not all(isinstance(proof, dict) for proof in proofs):
        raise Unsupported("bad-proof", f"{len(proofs)} proofs")
    return tuple(proofs)


def create_proof(
    document: dict[str, Any],
    key: PrivateKey,
    *,
    method: str,
    cryptosuite: str = EDDSA_RDFC_2022,
    created: datetime | None = None,
    purpose: str = "assertionMethod",
    lenient: bool = False,
    **options: Any,
) -> dict[str, Any]:
    """A proof of ``document`` by ``key`` (VC-DATA-INTEGRITY §4.2); the document is left as it is.

    ``method``: the address of the public key. ``created``: an aware time, now by default, written to the second.
    ``options``: further members of the proof (``id``, ``previousProof``, ``domain``, ``challenge``, ``expires``).
    A ``previousProof`` must be among the document's proofs (§2.1.2).
    Raises ``KeyProblem`` ("wrong-key-kind"), and everything :func:`signed_bytes` raises.
    """
    proof: dict[str, Any] = {"type": "DataIntegrityProof", "cryptosuite": cryptosuite}
    if cryptosuite == ED25519_SIGNATURE_2020:
        proof = {"type": cryptosuite}
    proof |= {"created": timestamp(created), "verificationMethod": method, "proofPurpose": purpose, **options}
    if suite_of(proof).canonicalisation == "jcs" and "@context" in document:
        proof = {"@context": document["@context"], **proof}  # VC-DI-EDDSA §3.3.1, step 2
    message = signed_bytes(document, proof, kind=key.kind, lenient=lenient)
    return {**proof, "proofValue": multibase.encode(key.sign(message))}


def add_proof(document: dict[str, Any], proof: dict[str, Any]) -> dict[str, Any]:
    """The document with one more proof: an object if it is alone, a list otherwise (VC-DATA-INTEGRITY §2.1.1)."""
    proofs = [*proofs_of(document), proof]
    return {**document, "proof": proofs[0] if len(proofs) == 1 else proofs}


def signed_bytes(
    document: dict[str, Any],
    proof: dict[str, Any],
    *,
    kind: Kind | None = None,
    lenient: bool = False,
    bounds: Bounds | None = None,
) -> bytes:
    """What is signed: digest of the proof's options, then digest of the document without its proofs.

    The earlier proofs a ``previousProof`` names stay in the document (VC-DATA-INTEGRITY §4.4). ``kind``: the kind of
    key, where the digest depends on it (SHA-384 for P-384).
    Raises ``UnsignedParts`` (places of the proof begin with "/proof"), ``TooComplex``, ``KeyProblem``
    ("wrong-key-kind"), ``Unsupported`` ("unknown-cryptosuite", "missing-previous-proof", "context-mismatch" and
    those of :func:`sceau.canonical.rdfc`).
    """
    suite = suite_of(proof)
    if kind is not None and kind not in suite.digests:
        raise KeyProblem("wrong-key-kind", f"{kind} for {suite.name}")
    digest = suite.digests[kind] if kind else next(iter(suite.digests.values()))
    write = _writer(suite, digest, lenient=lenient, bounds=bounds)
    unsecured = _unsecured(document, proof)
    return digest(_options(write, document, proof, suite)).digest() + digest(write(unsecured)).digest()


def verify_proof(
    document: dict[str, Any],
    proof: dict[str, Any],
    key: PublicKey,
    *,
    lenient: bool = False,
    bounds: Bounds | None = None,
) -> bool:
    """Whether ``proof`` is a signature of ``document`` by ``key``; nothing else is judged (key's owner, dates…).

    False for a signature that does not fit or cannot be decoded, for a key of another kind, and for a chain whose
    earlier proof is missing. Raises ``UnsignedParts``, ``TooComplex`` and ``Unsupported`` as :func:`signed_bytes`.
    """
    suite = suite_of(proof)
    if key.kind not in suite.digests or not isinstance(proof.get("proofValue"), str):
        return False
    try:
        signature = multibase.decode(proof["proofValue"])
    except SceauError:
        return False
    try:
        message = signed_bytes(document, proof, kind=key.kind, lenient=lenient, bounds=bounds)
    except Unsupported as refusal:
        if refusal.code in ("missing-previous-proof", "context-mismatch"):
            return False
        raise
    return proof["proofValue"].startswith("z") and key.verify(signature, message)


def timestamp(when: datetime | None) -> str:
    """An aware time (now if None) as "2026-05-12T09:30:00Z": to the second, as a JWT needs it (STANDARDS trap 9).

    Raises ``Unsupported`` ("no-time-zone").
    """
    when = when or datetime.now(UTC)
    if when.tzinfo is None:
        raise Unsupported("no-time-zone", when.isoformat())
    return when.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _writer(suite: Suite, digest: Digest, *, lenient: bool, bounds: Bounds | None) -> Callable[[dict[str, Any]], bytes]:
    if suite.canonicalisation == "jcs":
        return lambda value: canonical.jcs(value, bounds=bounds)
    return lambda value: canonical.rdfc(value, digest=digest, lenient=lenient, bounds=bounds).encode()


def _options(
    write: Callable[[dict[str, Any]], bytes], document: dict[str, Any], proof: dict[str, Any], suite: Suite
) -> bytes:
    """The canonical proof configuration (VC-DI-EDDSA §3.2.5, §3.3.5)."""
    options = {name: value for name, value in proof.items() if name not in ("proofValue", "@context")}
    context = document.get("@context")
    if suite.canonicalisation == "jcs":
        # §3.3.2, step 5 would let contexts be added after signing: they change what a reader sees, so they may not.
        if "@context" in proof:
            if proof["@context"] != context:
                raise Unsupported("context-mismatch", "the proof was made under another @context")
            options["@context"] = context
    else:
        # It is not signed and serves nothing here; a reader of JSON-LD would follow it all the same.
        for part in proof["@context"] if isinstance(proof.get("@context"), list) else [proof.get("@context")]:
            if part is not None and part not in contexts.known():
                raise Unsupported("unknown-context", f"/proof/@context {part}"[:200])
        if context is not None:
            options["@context"] = context
    try:
        return write(options)
    except UnsignedParts as refusal:
        raise UnsignedParts(tuple(f"/proof{place}" for place in refusal.places)) from refusal


def _unsecured(document: dict[str, Any], proof: dict[str, Any]) -> dict[str, Any]:
    """VC-DATA-INTEGRITY §4.4, step 4 (matching proofs) and §4.5, step 6."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    previous = proof.get("previousProof")
    if previous is None:
        return unsecured
    names = previous if isinstance(previous, list) else [previous]
    others = {str(other.get("id")): other for other in proofs_of(document) if other is not proof and "id" in other}
    missing = [str(name) for name in names if name not in others]
    if missing or not names:
        raise Unsupported("missing-previous-proof", ", ".join(missing)[:200])
    return {**unsecured, "proof": [others[name] for name in names]}
