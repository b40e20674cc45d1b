"""The step of schema: 1EdTech's own JSON schemas, pinned, for the forms they describe (VC Data Model 2.0)."""

import re
from collections.abc import Iterator
from typing import Any, Final

from sceau import schemas
from sceau.formats import VC2, as_list
from sceau.report import Check, failed, passed, unknown
from sceau.verify.case import Case

_SCHEMAS: Final = {
    "ob-3.0": schemas.ACHIEVEMENT_CREDENTIAL,
    "clr-2.0": schemas.CLR_CREDENTIAL,
    "endorsement": schemas.ENDORSEMENT_CREDENTIAL,
}
# What honest issuers do against the letter of the schemas, and which changes nothing of what is said (STANDARDS 1.6).
_TOLERATED: Final = re.compile(
    r"/credentialSubject(/\d+)?/achievement(/\d+)?/(achievementType|otherIdentifier|tag|image|related)\b"
    r"|/credentialStatus\b|/[A-Za-z/0-9]*achievementType\b|: \[\] (is too short|should be non-empty)"
)


def check_schema(case: Case) -> Iterator[Check]:
    """Whether the credential fits its schema: code "schema-mismatch", with the place and the reason."""
    url = _SCHEMAS.get(case.document.format)
    contexts = as_list(case.credential.get("@context"))
    if url is None or VC2 not in contexts:
        return
    whole = _without_claims(case.credential)
    plain = _without_nulls(whole)
    found = schemas.problems(plain, url)
    bad = [problem for problem in found if not _TOLERATED.search(problem)]
    for problem in bad:
        make = unknown if problem == schemas.SOMEWHERE else failed
        yield make("schema", "schema-mismatch", problem)
    if not bad:
        told = found[0] if found else "null" if plain != whole else ""
        yield passed("schema", "schema-tolerated" if told else "ok", told or url)


def _without_claims(credential: dict[str, Any]) -> dict[str, Any]:
    """The claims of a JWT stand beside the members of the credential: they are none of the schema's business."""
    claims = {"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "vc", "cnf"}
    return {name: value for name, value in credential.items() if name not in claims}


def _without_nulls(value: Any) -> Any:
    """JSON-LD takes null for absent, and so do honest issuers; the schemas know no null."""
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value if inner is not None]
    return value
