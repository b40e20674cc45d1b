"""Presentations: the badges inside are verified one by one, the envelope's own proof beside (VC Data Model §4.13)."""

from collections.abc import Iterator

from sceau.errors import SceauError
from sceau.formats import text_id
from sceau.proofs import data_integrity, jwt
from sceau.report import Check, failed, passed, unknown
from sceau.verify import keys, token
from sceau.verify.case import Case, of_error
from sceau.verify.proof import judged, options_flaw

_KNOWN = frozenset(
    {"@context", "id", "type", "holder", "verifiableCredential", "proof", "termsOfUse", "presentation_submission"}
)
_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "nonce", "cnf"})
_BESIDE = frozenset({"vc", "credentialSubject", "verifiableCredential"})
_PURPOSES = ("authentication", "assertionMethod")


def check_presentation(case: Case, *, challenge: str | None = None, domain: str | None = None) -> Iterator[Check]:
    """The checks of the envelope: who presents, and whether it answers what was asked. None signed is said, not held
    against the badges: codes "unsigned-presentation", "wrong-challenge", "wrong-domain", and those of proofs."""
    holder = text_id(case.credential.get("holder"))
    if case.document.token:
        yield from _of_token(case, holder, challenge=challenge, domain=domain)
        return
    proofs = data_integrity.proofs_of(case.credential)
    if not proofs:
        asked = challenge is not None or domain is not None
        yield failed("proof", "unsigned") if asked else passed("proof", "unsigned-presentation")
        beside = sorted(set(case.credential) - _KNOWN)
        if beside:
            yield unknown("proof", "unsigned-parts", ", ".join(beside)[:200])
    for proof in proofs:
        yield from _of_proof(case, proof, holder, challenge=challenge, domain=domain)


def _of_proof(
    case: Case, proof: dict[str, object], holder: str, *, challenge: str | None, domain: str | None
) -> Iterator[Check]:
    try:
        data_integrity.suite_of(proof)
    except SceauError as refusal:
        yield of_error("proof", refusal)
        return
    flaw = options_flaw(case, proof, purposes=_PURPOSES) or _other_question(proof, challenge, domain)
    if flaw:
        yield flaw
        return
    method = str(proof["verificationMethod"])
    found = keys.find(case, method, issuer=holder or method.partition("#")[0], purpose=str(proof["proofPurpose"]))
    yield found.check
    yield judged(case, proof, found)


def _other_question(proof: dict[str, object], challenge: str | None, domain: str | None) -> Check | None:
    if challenge is not None and proof.get("challenge") != challenge:
        return failed("proof", "wrong-challenge", str(proof.get("challenge"))[:80])
    domains = proof.get("domain")
    if domain is not None and domain not in (domains if isinstance(domains, list) else [domains]):
        return failed("proof", "wrong-domain", str(domains)[:80])
    return None


def _of_token(case: Case, holder: str, *, challenge: str | None, domain: str | None) -> Iterator[Check]:
    decoded = jwt.decode(case.document.token or "")
    flaw = token.header_flaw(decoded, types=token.presentation_types())
    if flaw is None and challenge is not None and decoded.payload.get("nonce") != challenge:
        flaw = failed("proof", "wrong-challenge")
    audience = decoded.payload.get("aud")
    if flaw is None and domain is not None and domain not in (audience if isinstance(audience, list) else [audience]):
        flaw = failed("proof", "wrong-domain", str(audience)[:80])
    if flaw:
        yield flaw
        return
    if isinstance(decoded.payload.get("vp"), dict) and _BESIDE & set(decoded.payload):
        yield failed("proof", "claims-differ", "vp beside a credential: two documents in one token")
    yield from token.validity(case, decoded.payload)
    beside = sorted(set(case.credential) - _KNOWN - _CLAIMS)
    if beside:
        yield unknown("proof", "unsigned-parts", ", ".join(beside)[:200])
    signer = decoded.payload.get("iss", holder)
    if not isinstance(signer, str) or (holder and signer != holder):
        yield failed("proof", "claims-differ", "iss and holder")
        return
    yield from token.signature(case, decoded, issuer=signer)
