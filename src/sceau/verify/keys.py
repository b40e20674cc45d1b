"""The step of the key: whose is it, and may it speak for the issuer (CID 1.0 §3.3; OB 3.0 §8.2, §8.5)?"""

from dataclasses import dataclass
from typing import Any, Final

from sceau import did
from sceau.addresses import goes_up, split
from sceau.errors import FetchFailed, KeyProblem, SceauError
from sceau.fetch import JSON_TYPES
from sceau.formats import as_list, text_id
from sceau.keys import PublicKey
from sceau.report import Check, Outcome, failed, passed, unknown
from sceau.verify.case import Case, of_error
from sceau.verify.dates import when

NOT_CONFIRMED: Final = "issuer-not-confirmed"
"""The code for a key that fits the signature while nothing shows that it is the issuer's."""

_MATERIAL: Final = ("publicKeyJwk", "publicKeyMultibase", "publicKeyPem")


@dataclass(frozen=True)
class Found:
    """A key to try (None when there is none), and what is known of its right to speak for the issuer."""

    key: PublicKey | None
    check: Check


def find(case: Case, reference: str, *, issuer: str, purpose: str = "assertionMethod", created: Any = None) -> Found:
    """The key that `reference` (a verification method, a `kid`) names, held against the issuer's own documents.

    Codes of the check: "ok", "issuer-not-confirmed", "not-the-issuer", "not-in-purpose", "key-revoked", "key-expired",
    "no-such-key", and those of `FetchFailed` and `KeyProblem`.
    """
    owner = reference.partition("#")[0]
    if owner == issuer:
        return _of_issuer(case, reference, issuer=issuer, purpose=purpose, created=created)
    if owner.startswith("https://") and _same_origin(owner, issuer):
        return _beside_issuer(case, reference, issuer=issuer, purpose=purpose, created=created)
    if owner.startswith("did:"):
        return _of_another(case, reference, issuer=issuer, purpose=purpose, created=created)
    # An address of somebody else's choosing is not even asked (SECURITY A03).
    if ":" not in reference:
        return Found(None, failed("key", "bad-key-address", reference[:200]))
    return Found(_key_in_fragment(reference), failed("key", "not-the-issuer", reference[:200]))


def _of_issuer(case: Case, reference: str, *, issuer: str, purpose: str, created: Any) -> Found:
    try:
        document = did.resolve(issuer, case.fetch)
        if not _shows_keys(document):
            raise KeyProblem(NOT_CONFIRMED, f"{issuer} names no key")
    except SceauError as failure:
        return Found(_key_in_fragment(reference), _unresolved(issuer, failure))
    return _from_document(case, document, reference, issuer=issuer, purpose=purpose, created=created)


def _from_document(
    case: Case, document: dict[str, Any], reference: str, *, issuer: str, purpose: str, created: Any
) -> Found:
    try:
        method = did.find_method(document, reference, purpose=purpose)
    except KeyProblem as failure:
        return Found(_key_in_fragment(reference), failed("key", failure.code, failure.about))
    return Found(method.key, _judged(case, method, issuer=issuer, purpose=purpose, created=created))


def _judged(case: Case, method: did.Method, *, issuer: str, purpose: str, created: Any) -> Check:
    if method.controller != issuer:
        return failed("key", "not-the-issuer", f"{method.id} is controlled by {method.controller}")
    if not method.in_purpose:
        return failed("key", "not-in-purpose", f"{method.id} is not in {purpose}")
    # A stolen key signs with any date: once revoked, it proves nothing more.
    if method.revoked and method.revoked <= case.now:
        return failed("key", "key-revoked", method.id)
    if method.expires and method.expires <= case.now:
        signed = when(created)
        if signed is None or signed > method.expires:
            return failed("key", "key-expired", method.id)
        return unknown("key", "key-expired", method.id)
    return passed("key", about=method.id)


def _of_another(case: Case, reference: str, *, issuer: str, purpose: str, created: Any) -> Found:
    """A DID that is not the issuer's: fine if the issuer's own document lists that very key, refused otherwise."""
    try:
        own = did.find_method(did.resolve(reference, case.fetch), reference, purpose=purpose)
    except SceauError as failure:
        return Found(None, of_error("key", failure))
    key, home = own.key, _judged_at_home(case, own, reference, issuer=issuer, purpose=purpose, created=created)
    if not issuer.startswith(("https://", "did:")):
        return Found(key, unknown("key", NOT_CONFIRMED, f"{issuer} cannot be asked"))
    document: dict[str, Any] = {}
    try:
        document = did.resolve(issuer, case.fetch)
        if issuer.startswith("https://") and not _shows_keys(document):
            raise KeyProblem(NOT_CONFIRMED, f"{issuer} names no key")
        method = did.find_method(document, reference, purpose=purpose)
    except KeyProblem as failure:
        if failure.code == "no-such-key":
            if reference in [text_id(one) for one in as_list(document.get(purpose))]:
                return Found(key, home or passed("key", "listed-by-issuer", reference))
            return Found(key, failed("key", "not-the-issuer", f"{reference} for {issuer}"))
        return Found(key, _unresolved(issuer, failure))
    except SceauError as failure:
        return Found(key, _unresolved(issuer, failure))
    if method.key != key or not method.in_purpose:
        return Found(key, failed("key", "not-in-purpose", reference))
    # The issuer's document vouches for a key of another name: its dates still count, here and where it lives.
    return Found(key, home or _judged(case, method, issuer=method.controller, purpose=purpose, created=created))


def _judged_at_home(
    case: Case, method: did.Method, reference: str, *, issuer: str, purpose: str, created: Any
) -> Check | None:
    """What a key's own document has against it, though another document lists it: None when nothing."""
    if method.controller not in (reference.partition("#")[0], issuer):
        return failed("key", "not-the-issuer", f"{method.id} is controlled by {method.controller}")
    check = _judged(case, method, issuer=method.controller, purpose=purpose, created=created)
    return None if check.outcome is Outcome.PASSED else check


def _beside_issuer(case: Case, reference: str, *, issuer: str, purpose: str, created: Any) -> Found:
    """A key, or a set of keys, published on its own at the issuer's host (OB 3.0 §8.2.4: `kid`, jwks.json)."""
    try:
        listed = did.resolve(issuer, case.fetch)
    except SceauError:
        listed = {}  # a plain profile, or out of reach: the key's own document may still be had
    if _shows_keys(listed) and not _is_own_place(reference, issuer):
        return _from_document(case, listed, reference, issuer=issuer, purpose=purpose, created=created)
    try:
        answer = case.fetch(reference.partition("#")[0], accept=JSON_TYPES)
        if answer.status != 200:
            raise FetchFailed("http-status", f"{answer.status} {reference}")
        if not _same_origin(answer.url, issuer):
            raise KeyProblem("bad-key-address", f"{reference} leads to {answer.url}")
        published = case.nest.parsed_object(answer.body, about=reference)
        method = _published_method(published, reference, issuer=issuer, purpose=purpose)
    except SceauError as failure:
        return Found(_key_in_fragment(reference), of_error("key", failure))
    check = _judged(case, method, issuer=issuer, purpose=purpose, created=created)
    if check.outcome is not Outcome.PASSED:
        return Found(method.key, check)
    if _is_own_place(reference, issuer):
        return Found(method.key, passed("key", "published-by-issuer", reference))
    return Found(method.key, unknown("key", NOT_CONFIRMED, f"{issuer} does not name {reference}"))


def _is_own_place(reference: str, issuer: str) -> bool:
    """Whether only the issuer can publish there: the set of keys of the whole host, or below its own address.

    On a host that many share, any other place may hold the file of somebody else; and so may one that is reached by
    steps upwards or by a question.
    """
    parts, home = split(reference), split(issuer).path.rstrip("/")
    if parts.query or parts.path.endswith("/") or goes_up(reference):
        return False
    return parts.path == "/.well-known/jwks.json" or parts.path.startswith(f"{home or '/.well-known'}/")


def _published_method(published: dict[str, Any], reference: str, *, issuer: str, purpose: str) -> did.Method:
    """The key in a document that is a JWK, a set of JWK, or a verification method, with its owner and its dates."""
    fragment = reference.partition("#")[2]
    entry = published
    if isinstance(published.get("keys"), list):
        jwks = [jwk for jwk in published["keys"][:64] if isinstance(jwk, dict)]
        named = [jwk for jwk in jwks if jwk.get("kid") and jwk["kid"] in (reference, fragment)]
        named = named or (jwks if not fragment and len(published["keys"]) == 1 else [])
        if not named:
            raise KeyProblem("no-such-key", reference)
        entry = named[0]
    if isinstance(entry.get("kty"), str):
        entry = {**entry, "publicKeyJwk": entry}
    if entry is published and not any(isinstance(published.get(name), dict | str) for name in _MATERIAL):
        return did.find_method(published, reference, purpose=purpose)
    owner = text_id(entry.get("controller", entry.get("owner"))) or issuer
    return did.method_of({**entry, "controller": owner}, reference)


def issuer_keys(case: Case, issuer: str, *, created: Any = None) -> list[Found]:
    """Every key the issuer lists to assert with, at most 16, each judged: for a token that names none.

    Those that may speak for the issuer come first. Raises `SceauError`.
    """
    document = did.resolve(issuer, case.fetch)
    methods = [did.find_method(document, name) for name in did.method_ids(document)[:16]]
    found = [
        Found(method.key, _judged(case, method, issuer=issuer, purpose="assertionMethod", created=created))
        for method in methods
        if method.in_purpose
    ]
    return sorted(found, key=lambda one: one.check.outcome is not Outcome.PASSED)


def published_set(case: Case, issuer: str) -> list[PublicKey]:
    """The keys at `https://AUTHORITY/.well-known/jwks.json` of an https issuer (OB 3.0 §8.2.4). Raises `SceauError`."""
    address = f"https://{split(issuer).netloc}/.well-known/jwks.json"
    answer = case.fetch(address, accept=JSON_TYPES)
    if answer.status != 200:
        raise FetchFailed("http-status", f"{answer.status} {address}")
    jwks = as_list(case.nest.parsed_object(answer.body, about=address).get("keys"))
    return [PublicKey.from_jwk(jwk) for jwk in jwks[:16] if isinstance(jwk, dict)]


def _unresolved(issuer: str, failure: SceauError) -> Check:
    """An https issuer whose page is a plain profile, or out of reach, confirms nothing and denies nothing."""
    if issuer.startswith("https://") and not isinstance(failure, FetchFailed):
        return unknown("key", NOT_CONFIRMED, f"{failure.code}: {failure.about}"[:300])
    if issuer.startswith(("http://", "urn:")):
        return unknown("key", NOT_CONFIRMED, f"{issuer} cannot be asked")
    return of_error("key", failure)


def _shows_keys(document: dict[str, Any]) -> bool:
    return any(document.get(name) for name in ("verificationMethod", "assertionMethod", "publicKey"))


def _key_in_fragment(reference: str) -> PublicKey | None:
    """`https://issuer#z6Mk…`: the key stands in its own name. It may fit; it proves nothing of the issuer (trap 3)."""
    fragment = reference.partition("#")[2]
    try:
        return PublicKey.from_multibase(fragment) if fragment.startswith("z") else None
    except SceauError:
        return None


def _same_origin(one: str, other: str) -> bool:
    first, second = split(one), split(other)
    return (first.scheme, first.netloc.lower()) == (second.scheme, second.netloc.lower()) and bool(first.netloc)
