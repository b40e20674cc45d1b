"""Signed badges before 3.0: a JWS by a key that the issuer lists, and the issuer's list of revoked badges (OB 2.0)."""

from collections.abc import Iterator
from typing import Any, Final

from sceau import status
from sceau.errors import FetchFailed, KeyProblem, SceauError
from sceau.formats import as_list, contexts_of, text_id
from sceau.keys import PublicKey
from sceau.proofs import hosted, jws, jwt
from sceau.report import Check, failed, passed, unknown
from sceau.verify.case import Case, fetch_object, of_error
from sceau.verify.dates import when
from sceau.verify.token import header_flaw

_TYPES: Final = frozenset({"", "jwt", "jws", "jose", "ob+jws", "json"})
_MOST_LISTS: Final = 5
_ACCEPT: Final = "application/ld+json, application/json, application/x-pem-file, text/plain, */*;q=0.1"


def check_signature(
    case: Case, assertion: dict[str, Any], issuer: dict[str, Any] | None, *, issuer_url: str
) -> Iterator[Check]:
    """The checks "key" and "proof" of a signed assertion. The key must be one the issuer's own profile lists."""
    try:
        token = jwt.decode(case.document.token or "")
        creator = jws.creator_of(assertion)
    except SceauError as failure:
        yield of_error("proof", failure)
        return
    flaw = header_flaw(token, types=_TYPES)
    if flaw:
        yield flaw
        return
    try:
        key, check = _key(case, issuer, creator, issuer_url=issuer_url)
    except SceauError as failure:
        yield of_error("key", failure)
        yield unknown("proof", "no-key", str(creator)[:200])
        return
    yield check
    fits = jwt.verify(token, key)
    algorithm = str(token.header.get("alg"))
    yield passed("proof", about=algorithm) if fits else failed("proof", "bad-signature", algorithm)


def _key(case: Case, issuer: dict[str, Any] | None, creator: str | None, *, issuer_url: str) -> tuple[PublicKey, Check]:
    listed = {text_id(one): one for one in as_list((issuer or {}).get("publicKey"))}
    if creator is None:
        if len(listed) != 1:
            raise KeyProblem("no-such-key", f"{len(listed)} keys and none named")
        creator = next(iter(listed))
    written = listed.get(creator)
    if isinstance(written, dict) and "publicKeyPem" in written:
        return jws.key_of(written), _ownership(case, written, creator, listed, issuer, issuer_url=issuer_url)
    document = _published(case, creator)
    return jws.key_of(document), _ownership(case, document, creator, listed, issuer, issuer_url=issuer_url)


def _published(case: Case, address: str) -> dict[str, Any]:
    """A CryptographicKey, or in 1.x the bare PEM."""
    answer = case.fetch(address, accept=_ACCEPT)
    if answer.status != 200:
        raise FetchFailed("http-status", f"{answer.status} {address}")
    if hosted.host_of(answer.url) != hosted.host_of(address):
        raise KeyProblem("bad-key-address", f"{address} leads to {answer.url}")
    if answer.body.lstrip().startswith(b"-----BEGIN"):
        return {"publicKeyPem": answer.body.decode("ascii", "replace")}
    return case.nest.parsed_object(answer.body, about=address)


def _ownership(
    case: Case,
    document: dict[str, Any],
    creator: str,
    listed: dict[str, Any],
    issuer: dict[str, Any] | None,
    *,
    issuer_url: str,
) -> Check:
    """OB 2.0 "CryptographicKey": owner and list point at one another; in 1.x the key lives with the issuer."""
    owner = text_id(document.get("owner"))
    if issuer is None:
        return unknown("key", "issuer-not-confirmed", issuer_url)
    if owner and not hosted.same_place(owner, issuer_url):
        return failed("key", "not-the-issuer", f"{creator} is owned by {owner}")
    flaw = _ended(case, document, creator)
    if flaw:
        return flaw
    if creator in listed:
        return passed("key", about=creator)
    # 1.x knew no list of keys: the host vouches. From 2.0 the profile must name its keys.
    elder = case.document.format not in ("ob-2.0", "ob-2.1") and "@context" not in document
    elder = elder and "publicKey" not in issuer and not _is_second(issuer)
    if elder and not owner and hosted.host_of(creator) == hosted.host_of(issuer_url):
        return passed("key", "published-by-issuer", creator)
    return failed("key", "not-the-issuer", f"{creator} is not listed by {issuer_url}")


def _is_second(issuer: dict[str, Any]) -> bool:
    return any("openbadges/v2" in one or "openbadges.org/v2" in one for one in contexts_of(issuer))


def _ended(case: Case, document: dict[str, Any], creator: str) -> Check | None:
    """A key that its own document calls revoked or ended proves nothing more: anybody who has it writes any date."""
    if document.get("revoked") not in (None, False):
        return failed("key", "key-revoked", creator)
    if document.get("expires") is not None:
        end = when(document["expires"], elder=True)
        if end is None or end <= case.now:
            return failed("key", "key-expired", creator)
    return None


def check_signed_status(
    case: Case, assertion: dict[str, Any], issuer: dict[str, Any] | None, *, issuer_url: str
) -> Iterator[Check]:
    """The issuer's list of revoked badges: `revokedAssertions` in 2.0, a map from `uid` to reason in 1.x."""
    if issuer is None:
        yield unknown("status", "issuer-not-confirmed", issuer_url)
        return
    lists = as_list(issuer.get("revocationList"))
    if not lists:
        yield passed("status", "no-status")
    for one in lists[:_MOST_LISTS]:
        address = text_id(one)
        try:
            listed, _answer = fetch_object(case, address)
            yield _judged(listed, assertion, address, issuer_url=issuer_url)
        except SceauError as failure:
            yield unknown("status", failure.code, failure.about)
    if len(lists) > _MOST_LISTS:
        yield unknown("status", "too-many", str(len(lists)))


def _judged(listed: dict[str, Any], assertion: dict[str, Any], address: str, *, issuer_url: str) -> Check:
    owner = listed.get("issuer")
    if owner is not None and not hosted.same_place(text_id(owner), issuer_url):
        return unknown("status", "list-of-another", text_id(owner)[:200])
    names = [str(name) for name in (assertion.get("id"), assertion.get("uid")) if isinstance(name, str | int)]
    if "revokedAssertions" not in listed and "@context" not in listed:
        reasons = [listed[name] for name in names if name in listed]
    else:
        reasons = [reason for reason in (status.revocation_in(listed, name) for name in names) if reason is not None]
    if not names:
        return unknown("status", "no-badge-id", address)
    return failed("status", "revoked", str(reasons[0])[:200] or address) if reasons else passed("status", about=address)
