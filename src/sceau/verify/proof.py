"""The steps of key and proof for Data Integrity: each proof, and the worst of them (VC-DATA-INTEGRITY §4)."""

from collections.abc import Iterator
from typing import Any, Final

from sceau import canonical
from sceau.errors import SceauError
from sceau.formats import text_id
from sceau.proofs import data_integrity
from sceau.report import Check, Outcome, failed, passed, unknown
from sceau.verify import keys
from sceau.verify.case import Case, of_error
from sceau.verify.dates import is_after, when

_FORGIVEN: Final = frozenset({"unknown-cryptosuite"})


def check_proofs(case: Case) -> Iterator[Check]:
    """Every proof of a credential: two checks each, "key" and "proof". None at all is "unsigned".

    A proof of a suite that we cannot read is forgiven beside one that is good; any other flaw counts
    (A09), also the signature of somebody else beside the issuer's own, but for the suites of W3C ("co-signed").
    """
    if not case.credential.get("proof"):
        yield failed("proof", "unsigned")
        return
    proofs = data_integrity.proofs_of(case.credential)
    checked = [list(_check_one(case, proof)) for proof in proofs]
    one_is_good = any(all(check.outcome is Outcome.PASSED for check in checks) for checks in checked)
    for checks in checked:
        if one_is_good and any(check.code in _FORGIVEN for check in checks):
            yield passed("proof", "proof-not-read", checks[-1].about)
        elif case.lenient and one_is_good and [check.code for check in checks] == ["not-the-issuer", "ok"]:
            yield passed("proof", "co-signed", checks[0].about)
        else:
            yield from checks


def _check_one(case: Case, proof: dict[str, Any]) -> Iterator[Check]:
    try:
        data_integrity.suite_of(proof)
    except SceauError as refusal:
        yield of_error("proof", refusal)
        return
    flaw = options_flaw(case, proof, purposes=("assertionMethod",))
    if flaw:
        yield flaw
        return
    issuer = text_id(case.credential.get("issuer"))
    found = keys.find(case, proof["verificationMethod"], issuer=issuer, created=proof.get("created"))
    yield found.check
    yield judged(case, proof, found)


def options_flaw(case: Case, proof: dict[str, Any], *, purposes: tuple[str, ...]) -> Check | None:
    """What is wrong with what a proof says of itself (A08), before any key is asked for; None when nothing is."""
    if proof.get("proofPurpose") not in purposes:
        return failed("proof", "wrong-purpose", str(proof.get("proofPurpose"))[:80])
    method = proof.get("verificationMethod")
    if not isinstance(method, str) or not method:
        return failed("proof", "no-verification-method")
    for name in ("created", "expires"):
        if name in proof and when(proof[name]) is None:
            return failed("proof", "bad-date", f"{name} {proof[name]}"[:80])
    created, expires = when(proof.get("created")), when(proof.get("expires"))
    if created and is_after(created, case.now):
        return failed("proof", "created-in-the-future", str(proof["created"]))
    if expires and expires < case.now:
        return failed("proof", "proof-expired", str(proof["expires"]))
    return None


def judged(case: Case, proof: dict[str, Any], found: keys.Found) -> Check:
    """Whether the signature fits the document under the key found; without a key, nothing is known of it."""
    suite = str(proof.get("cryptosuite", proof.get("type")))
    flaw = None if case.lenient else _unsafe(case, proof)
    if flaw:
        return flaw
    if found.key is None:
        # Safe mode needs no key: what a signature could not cover is told even so.
        try:
            data_integrity.signed_bytes(case.credential, proof, lenient=case.lenient, bounds=case.bounds)
        except SceauError as refusal:
            return of_error("proof", refusal)
        return unknown("proof", "no-key", suite)
    try:
        fits = data_integrity.verify_proof(case.credential, proof, found.key, lenient=case.lenient, bounds=case.bounds)
    except SceauError as refusal:
        return of_error("proof", refusal)
    return passed("proof", about=suite) if fits else failed("proof", "bad-signature", suite)


def _unsafe(case: Case, proof: dict[str, Any]) -> Check | None:
    """A signature over bytes (JCS) is held to the same safe mode as one over statements."""
    if data_integrity.suite_of(proof).canonicalisation != "jcs":
        return None
    try:
        unsecured = {name: value for name, value in case.credential.items() if name != "proof"}
        canonical.check_safe(unsecured, bounds=case.bounds)
    except SceauError as refusal:
        return of_error("proof", refusal)
    return None
