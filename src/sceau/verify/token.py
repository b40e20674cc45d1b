"""The steps of key and proof for VC-JWT: both forms, 1EdTech's and the W3C's (OB 3.0 §8.2; VC-JOSE-COSE §3)."""

import re
from collections.abc import Iterator
from typing import Any, Final

from sceau import canonical
from sceau.errors import SceauError, UnsignedParts
from sceau.formats import as_list, text_id
from sceau.keys import PublicKey
from sceau.proofs import jwt
from sceau.report import Check, Outcome, failed, passed, unknown
from sceau.verify import keys
from sceau.verify.case import Case, of_error
from sceau.verify.dates import is_after, when

_TYPES: Final = frozenset({"", "jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt", "jose", "vc+json+jwt", "jwt_vc_json"})
_PRESENTATION_TYPES: Final = frozenset({"", "jwt", "vp+jwt", "vp+ld+jwt", "vp+ld+json+jwt"})
_CLAIMS: Final = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "nonce", "cnf", "vc", "proof"})
# Kinds of service are told apart by their names, whatever the contexts: each step says what it does not know.
_SERVICE: Final = re.compile(r"/(credentialStatus|credentialSchema|refreshService|termsOfUse)(/\d+)?/type(/\d+)?")
_FOREIGN: Final = ("jku", "x5u")
_MEMBERS: Final = frozenset(
    {"@context", "type", "issuer", "name", "credentialSubject", "credentialStatus", "validFrom", "validUntil"}
    | {"issuanceDate", "expirationDate", "evidence", "verifiableCredential", "holder"}
)


def complete(credential: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """The credential of a token with what only its claims say (VC Data Model 1.1 §6.3.1)."""
    if credential is payload:
        return credential
    full = dict(credential)
    for member, claim in (("issuer", "iss"), ("id", "jti")):
        if member not in full and isinstance(payload.get(claim), str):
            full[member] = payload[claim]
    if "issuanceDate" not in full and "validFrom" not in full:
        _add_instant(full, "issuanceDate", payload.get("nbf", payload.get("iat")))
    if "expirationDate" not in full and "validUntil" not in full:
        _add_instant(full, "expirationDate", payload.get("exp"))
    subject = full.get("credentialSubject")
    if isinstance(subject, dict) and "id" not in subject and isinstance(payload.get("sub"), str):
        full["credentialSubject"] = {**subject, "id": payload["sub"]}
    return full


def _add_instant(credential: dict[str, Any], member: str, seconds: Any) -> None:
    instant = when(seconds, elder=True) if isinstance(seconds, int | float) else None
    if instant:
        credential[member] = instant.isoformat(timespec="seconds")


def check_token(case: Case) -> Iterator[Check]:
    """The token of a credential: its header, its claims against the credential, the key, the signature."""
    token = jwt.decode(case.document.token or "")
    flaw = header_flaw(token, types=_TYPES)
    if flaw:
        yield flaw
        return
    yield from _claims(case, token.payload)
    if not case.lenient:
        yield from _unsafe(case, token)
    yield from signature(case, token, issuer=text_id(case.credential.get("issuer")))


def header_flaw(token: jwt.Token, *, types: frozenset[str]) -> Check | None:
    """A token of another use is no badge (A15); keys and certificates at foreign addresses are not asked for (A03)."""
    kind = token.header.get("typ", "")
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in types:
        return failed("proof", "wrong-token-type", str(kind)[:80])
    for name in _FOREIGN:
        if name in token.header:
            return failed("proof", "foreign-key", f"{name} {token.header[name]}"[:200])
    kid = token.header.get("kid", "")
    if (
        not isinstance(kid, str)
        or any(sign.isspace() or sign in "'\"<>\\;" for sign in kid)
        or ".." in kid
        or _is_path(kid)
    ):
        return failed("proof", "bad-key-address", str(kid)[:200])
    return None


def _is_path(kid: str) -> bool:
    return "/" in kid and ":" not in kid


def presentation_types() -> frozenset[str]:
    """The `typ` values a presentation may have."""
    return _PRESENTATION_TYPES


def _claims(case: Case, payload: dict[str, Any]) -> Iterator[Check]:
    """OB 3.0 §8.2.4.1: iss, sub, jti, nbf and exp say the same as the credential; and dates of the token count."""
    credential = case.credential
    subjects = [text_id(subject) for subject in as_list(credential.get("credentialSubject"))]
    said: dict[str, list[Any]] = {
        "iss": [text_id(credential.get("issuer"))],
        "jti": [credential.get("id")],
        "sub": subjects if any(subjects) else [payload.get("sub")],
    }
    if "vc" in payload and (not isinstance(payload["vc"], dict) or _says_otherwise(payload, payload["vc"])):
        yield failed("proof", "claims-differ", "vc beside a credential: two badges in one token")
    for claim, values in said.items():
        if payload.get(claim) is not None and payload[claim] not in values:
            yield failed("proof", "claims-differ", f"{claim} {payload[claim]}"[:200])
    yield from _instants(case, payload, "nbf", ("validFrom", "issuanceDate"))
    yield from _instants(case, payload, "exp", ("validUntil", "expirationDate"))
    yield from issued(case, payload)


def issued(case: Case, payload: dict[str, Any]) -> Iterator[Check]:
    """A token made after now was not made honestly (A08), as with the `created` of a proof."""
    made = payload.get("iat")
    instant = when(made, elder=True) if isinstance(made, int | float) else None
    if made is not None and instant is None:
        yield failed("proof", "bad-date", f"iat {made}"[:80])
    elif instant and is_after(instant, case.now):
        yield failed("proof", "created-in-the-future", f"iat {instant.isoformat()}")


def validity(case: Case, payload: dict[str, Any]) -> Iterator[Check]:
    """The dates of a token that holds no credential of its own: `nbf`, `exp` and `iat` (RFC 7519 §4.1)."""
    yield from _instants(case, payload, "exp", ())
    yield from _instants(case, payload, "nbf", ())
    yield from issued(case, payload)


def _says_otherwise(payload: dict[str, Any], credential: dict[str, Any]) -> bool:
    """Whether the members of a credential beside `vc` tell another story than the one inside it."""
    beside = _MEMBERS & set(payload)
    return "credentialSubject" in beside or any(payload[name] != credential.get(name) for name in beside)


def _instants(case: Case, payload: dict[str, Any], claim: str, members: tuple[str, ...]) -> Iterator[Check]:
    seconds = payload.get(claim)
    if seconds is None:
        return
    instant = when(seconds, elder=True) if isinstance(seconds, int | float) else None
    said = [when(case.credential[name]) for name in members if name in case.credential]
    if instant is None:
        yield failed("proof", "bad-date", f"{claim} {seconds}"[:80])
    elif said and not any(one and abs((one - instant).total_seconds()) < 1 for one in said):
        yield failed("proof", "claims-differ", f"{claim} {seconds}")
    elif claim == "exp" and case.now >= instant:
        yield failed("dates", "expired", instant.isoformat())
    elif claim == "nbf" and case.now < instant and not said:
        yield failed("dates", "not-yet-valid", instant.isoformat())


def signature(case: Case, token: jwt.Token, *, issuer: str) -> Iterator[Check]:
    """The checks "key" and "proof" of a token that should be signed by `issuer`."""
    algorithm = str(token.header.get("alg"))
    kid = token.header.get("kid")
    embedded = _embedded(token)
    if isinstance(embedded, Check):
        yield embedded
        return
    created = token.payload.get("iat")
    instant = when(created, elder=True) if isinstance(created, int | float) else None
    signed = instant.isoformat() if instant else None
    if kid and not (embedded and not kid.startswith(("did:", "https://", "#"))):
        reference = kid if ":" in kid else f"{issuer}#{kid.removeprefix('#')}"
        found = keys.find(case, reference, issuer=issuer, created=signed)
        if found.key is None and embedded:
            found = keys.Found(embedded, found.check)
        elif found.key and embedded and found.key != embedded:
            found = keys.Found(embedded, failed("key", "not-the-issuer", "the key in the header is another one"))
        if found.check.outcome is Outcome.UNKNOWN and issuer.startswith("https://"):
            listed = _unnamed(case, token, issuer=issuer, embedded=embedded, signed=signed)
            found = listed if listed.check.outcome is Outcome.PASSED else found
    else:
        found = _unnamed(case, token, issuer=issuer, embedded=embedded, signed=signed)
    yield found.check
    if found.key is None:
        yield unknown("proof", "no-key", algorithm)
    else:
        fits = jwt.verify(token, found.key)
        yield passed("proof", about=algorithm) if fits else failed("proof", "bad-signature", algorithm)


def _embedded(token: jwt.Token) -> PublicKey | None | Check:
    try:
        return jwt.public_jwk_of(token)
    except SceauError as failure:
        return of_error("key", failure)


def _unnamed(
    case: Case, token: jwt.Token, *, issuer: str, embedded: PublicKey | None, signed: str | None
) -> keys.Found:
    """A token that names no key, or brings one: it must be one of those the issuer publishes."""
    listed: list[keys.Found] = []
    published: list[PublicKey] = []
    failure: SceauError | None = None
    try:
        listed = keys.issuer_keys(case, issuer, created=signed)
    except SceauError as refusal:
        failure = refusal
    for found in listed:
        if found.key and _fits(token, found.key, embedded):
            fine = found.check.outcome is Outcome.PASSED
            return keys.Found(found.key, passed("key", "published-by-issuer", issuer)) if fine else found
    if issuer.startswith("https://"):
        try:
            published = keys.published_set(case, issuer)
        except SceauError as refusal:
            failure = failure or refusal
    for key in published:
        if _fits(token, key, embedded):
            return keys.Found(key, passed("key", "published-by-issuer", issuer))
    if (listed or published) and failure is None:
        return keys.Found(embedded, failed("key", "not-the-issuer", issuer))
    return keys.Found(embedded, unknown("key", keys.NOT_CONFIRMED, issuer))


def _fits(token: jwt.Token, key: PublicKey, embedded: PublicKey | None) -> bool:
    return (embedded is None or key == embedded) and jwt.verify(token, key)


def _unsafe(case: Case, token: jwt.Token) -> Iterator[Check]:
    """Safe mode for tokens. What no context defines is covered by the signature and has no certain meaning: unknown."""
    try:
        # Inside `vc` these names are no claims: they are members that no context defines.
        claims = {"proof"} if isinstance(token.payload.get("vc"), dict) else _CLAIMS
        members = {name: one for name, one in case.credential.items() if name not in claims}
        canonical.check_safe(members, bounds=case.bounds)
    except UnsignedParts as refusal:
        if all(_SERVICE.fullmatch(place) for place in refusal.places):
            return
        yield unknown("proof", refusal.code, refusal.about)
    except SceauError as refusal:
        yield of_error("proof", refusal)
