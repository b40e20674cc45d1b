"""Signing, with the refusals: what this package would not accept from others, it does not sign for anybody."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sceau import canonical, schemas
from sceau.clr import CONTEXTS as CLR_CONTEXTS
from sceau.errors import KeyProblem, Unsupported
from sceau.keys import PrivateKey
from sceau.proofs import data_integrity, jwt
from sceau.v3 import CONTEXTS as OB_CONTEXTS
from sceau.v3 import VC2_CONTEXT

_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DATES = ("validFrom", "validUntil", "awardedDate")
_KINDS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("OpenBadgeCredential", OB_CONTEXTS, schemas.ACHIEVEMENT_CREDENTIAL),
    ("AchievementCredential", OB_CONTEXTS, schemas.ACHIEVEMENT_CREDENTIAL),
    ("EndorsementCredential", OB_CONTEXTS, schemas.ENDORSEMENT_CREDENTIAL),
    ("ClrCredential", CLR_CONTEXTS, schemas.CLR_CREDENTIAL),
)


def sign(
    document: dict[str, Any],
    key: PrivateKey,
    *,
    method: str | None = None,
    cryptosuite: str = data_integrity.EDDSA_RDFC_2022,
    created: datetime | None = None,
    **options: Any,
) -> dict[str, Any]:
    """The credential with a Data Integrity proof added (a second signature joins the first in a proof set).

    ``method``: the address of the key, its did:key by default; it must belong to the issuer. ``created``: aware, now
    by default. ``options``: see :func:`sceau.proofs.data_integrity.create_proof`.
    The proof is checked before it is given: with the public key, over bytes worked out a second time by another
    program. Raises ``Unsupported`` as :func:`check`, ``UnsignedParts``, ``TooComplex``, ``KeyProblem``.
    """
    method = method or key.public.did_method
    check(document)
    _check_owner(document, method)
    proof = data_integrity.create_proof(
        document, key, method=method, cryptosuite=cryptosuite, created=created, **options
    )
    _check_proof(document, proof, key)
    return data_integrity.add_proof(document, proof)


def sign_jwt(
    document: dict[str, Any],
    key: PrivateKey,
    *,
    method: str | None = None,
    form: str = "1edtech",
) -> str:
    """The credential as a VC-JWT. ``form``: "1edtech" (``typ: JWT``, registered claims) or "w3c" (``typ: vc+jwt``).

    Its members must be defined by its contexts as if it carried a proof. Raises as :func:`sign`, and ``Unsupported``
    ("no-subject-id", "no-credential-id", "unknown-jwt-form", "already-signed").
    """
    method = method or key.public.did_method
    check(document)
    _check_owner(document, method)
    if "proof" in document:
        raise Unsupported("already-signed", "a VC-JWT holds a credential without proof")
    if form not in ("1edtech", "w3c"):
        raise Unsupported("unknown-jwt-form", form)
    canonical.check_safe(document)
    header = {"typ": "JWT", "kid": method} if form == "1edtech" else {"typ": "vc+jwt", "cty": "vc", "kid": method}
    token = jwt.encode(jwt.payload_of(document, form=form), key, header)
    if not jwt.verify(jwt.decode(token), key.public):
        raise KeyProblem("bad-signature", "the token does not verify")
    return token


def check(document: dict[str, Any]) -> None:
    """Refuse a credential that would not be accepted: shape, contexts, dates, recipient, issuer.

    Raises ``Unsupported`` ("not-a-credential", "wrong-context", "bad-shape", "no-recipient", "bad-date",
    "no-issuer", "bad-id", "inline-context", "forbidden-character") and ``TooComplex``.
    """
    canonical.check_bounds(document)
    kinds = document.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "VerifiableCredential" not in kinds:
        raise Unsupported("not-a-credential", str(kinds)[:200])
    if "id" in document and not _is_iri(document["id"]):
        raise Unsupported("bad-id", str(document["id"])[:200])
    issuer_of(document)
    check_dates(document)
    _check_contexts(document, (VC2_CONTEXT,))
    for kind, contexts, schema in _KINDS:
        if kind in kinds:
            _check_contexts(document, contexts)
            _check_shape(document, schema)
            _check_recipient(document, kind)
            break


def issuer_of(document: dict[str, Any]) -> str:
    """The id of the issuer. Raises ``Unsupported`` ("no-issuer")."""
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(name, str) or not _is_iri(name):
        raise Unsupported("no-issuer", str(name)[:200])
    return name


def _check_owner(document: dict[str, Any], method: str) -> None:
    """A key signs for its own controller only (SECURITY A07)."""
    if method.split("#")[0] != issuer_of(document):
        raise KeyProblem("wrong-key-owner", f"{method[:200]} does not belong to {issuer_of(document)[:200]}")


def _check_contexts(document: dict[str, Any], wanted: tuple[str, ...]) -> None:
    given = document.get("@context")
    if not isinstance(given, list) or tuple(given[: len(wanted)]) != wanted:
        raise Unsupported("wrong-context", f"must begin with {', '.join(wanted)}")


def _check_shape(document: dict[str, Any], schema: str) -> None:
    found = schemas.problems({name: value for name, value in document.items() if name != "proof"}, schema)
    if found:
        raise Unsupported("bad-shape", "; ".join(found)[:1000])


def _check_recipient(document: dict[str, Any], kind: str) -> None:
    subject = document["credentialSubject"]
    for one in subject if isinstance(subject, list) else [subject]:
        named = one.get("id")
        if named is not None and not _is_iri(named):
            raise Unsupported("bad-id", str(named)[:200])
        if named is None and not one.get("identifier"):
            raise Unsupported("no-recipient", f"a {kind} needs a subject with an id or an identifier")


def check_dates(document: dict[str, Any]) -> None:
    """Refuse dates without time zone, with a fraction of a second, or in the wrong order: ``Unsupported``
    ("bad-date")."""
    for name in _DATES:
        if name in document:
            _time(document[name], name)
    if "validFrom" not in document or "issuanceDate" in document:
        raise Unsupported("bad-date", "validFrom is needed")
    if "validUntil" in document and _time(document["validUntil"], "validUntil") < _time(document["validFrom"], ""):
        raise Unsupported("bad-date", "validUntil comes before validFrom")


def _time(value: Any, name: str) -> datetime:
    if not isinstance(value, str) or not _SECOND.fullmatch(value):
        raise Unsupported("bad-date", f"{name}: {str(value)[:40]} (a time zone, and no fraction of a second)")
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unsupported("bad-date", f"{name}: {value}") from error


def _is_iri(value: Any) -> bool:
    return isinstance(value, str) and _IRI.fullmatch(value) is not None


def _check_proof(document: dict[str, Any], proof: dict[str, Any], key: PrivateKey) -> None:
    """SECURITY E.1: verify our own proof before anybody sees it, and the canonical form by an independent program."""
    if not data_integrity.verify_proof(document, proof, key.public):
        raise KeyProblem("bad-signature", "the new proof does not verify")
    if data_integrity.suite_of(proof).canonicalisation == "rdfc":
        unsecured = {name: value for name, value in document.items() if name != "proof"}
        if canonical.rdfc(unsecured) != canonical.second_opinion(unsecured):
            raise Unsupported("bad-json-ld", "two programs read this document differently")
