"""From checks to the words a person needs: expired, revoked, issuer not confirmed…"""

from collections.abc import Iterable
from typing import Final

from sceau.report import Check, Outcome

_STATES: Final = {
    "expired": "expired",
    "proof-expired": "expired",
    "not-yet-valid": "not-yet-valid",
    "revoked": "revoked",
    "suspended": "suspended",
    "unsigned": "unsigned",
    "unsigned-token": "unsigned",
    "issuer-not-confirmed": "issuer-not-confirmed",
    "not-the-issuer": "issuer-not-confirmed",
    "another-recipient": "not-this-person",
    "another-picture": "another-picture",
    "two-badges": "ambiguous",
    "unsigned-parts": "contains-unsigned-parts",
    "unknown-context": "contains-unsigned-parts",
    "inline-context": "contains-unsigned-parts",
    "protected-term-redefined": "contains-unsigned-parts",
    "disguised-member": "contains-unsigned-parts",
    "moved-member": "contains-unsigned-parts",
    "bad-signature": "tampered",
    "differs-from-hosted": "tampered",
    "claims-differ": "tampered",
    "endorsement-not-confirmed": "endorsement-not-confirmed",
    "endorsement-ended": "endorsement-not-confirmed",
    "endorses-another": "endorsement-not-confirmed",
    "endorsement-invalid": "endorsement-invalid",
    "offline": "not-reachable",
    "not-in-documents": "not-reachable",
    "no-connection": "not-reachable",
    "timeout": "not-reachable",
    "unknown-host": "not-reachable",
    "http-status": "not-reachable",
}


def states_of(checks: Iterable[Check]) -> tuple[str, ...]:
    """The states of a badge, in the order of the checks that say so, each once."""
    found = []
    for check in checks:
        if check.outcome is Outcome.PASSED:
            found += ["names-nobody"] if check.code == "nobody-named" else []
            continue
        if check.name == "key":
            found.append("issuer-not-confirmed")
        if check.code not in _STATES:
            continue
        if check.name == "image" and check.code != "another-picture":
            continue
        found.append(_STATES[check.code])
    return tuple(dict.fromkeys(found))
