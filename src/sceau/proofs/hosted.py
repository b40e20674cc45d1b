"""Hosted badges (up to 2.1): what is trusted is the host, so what matters is which host says what (OB 2.0 "Hosted")."""

from typing import Any, Final

from sceau.addresses import goes_up, split
from sceau.formats import as_list

_LOOSE: Final = frozenset(
    {"@context", "type", "image", "verify", "verification", "uid", "id", "badge", "revoked", "revocationReason"}
)


def same_place(one: str, other: str) -> bool:
    """Whether two addresses are one, http and https alike: old badges moved to https without changing their ids."""
    first, second = split(one), split(other)
    return bool(first.netloc) and (first.netloc.lower(), first.path, first.query) == (
        second.netloc.lower(),
        second.path,
        second.query,
    )


def host_of(address: str) -> str:
    """The host (and port, when written) of an address, in small letters; "" when it has none."""
    return split(address).netloc.lower().rpartition("@")[2]


def may_host(assertion_url: str, issuer: dict[str, Any], *, issuer_url: str) -> bool:
    """Whether the issuer lets this address host its assertions: `allowedOrigins` and `startsWith` of its profile,
    and without them its own host (OB 2.0 "VerificationObject")."""
    rules = issuer.get("verification")
    rules = rules if isinstance(rules, dict) else {}
    origins = [one.lower() for one in as_list(rules.get("allowedOrigins")) if isinstance(one, str)]
    starts = [one for one in as_list(rules.get("startsWith")) if isinstance(one, str)]
    host = host_of(assertion_url)
    if not host:
        return False
    # "…/alice/../bob/" begins as it should and leads elsewhere.
    if starts and goes_up(assertion_url):
        return False
    if starts and not any(assertion_url.startswith(start) and host_of(start) == host for start in starts):
        return False
    if origins:
        return any(host in (origin, host_of(origin)) for origin in origins)
    return bool(starts) or host == host_of(issuer_url)


def differences(carried: dict[str, Any], hosted: dict[str, Any]) -> list[str]:
    """The members in which a copy carried by a person differs from what its host says; the host is right.

    Members that only the host has are news, not differences; names of the generations are told apart.
    """
    found = []
    for name, value in carried.items():
        if name in _LOOSE or name.startswith("_"):  # what a backpack noted for itself
            continue
        if name == "recipient" and isinstance(value, str) and value == _identity(hosted):
            continue  # a copy that writes the identity without the object around
        if _plain(value) != _plain(hosted.get(name, _ELDER_NAMES.get(name) and hosted.get(_ELDER_NAMES[name]))):
            found.append(name)
    return found


def _identity(hosted: dict[str, Any]) -> Any:
    recipient = hosted.get("recipient")
    return recipient.get("identity") if isinstance(recipient, dict) else recipient


_ELDER_NAMES: Final = {"issued_on": "issuedOn", "issuedOn": "issued_on"}


def _plain(value: Any) -> Any:
    """One value or a list of one; ids written as text or as an object; null or empty: the same thing said twice."""
    if isinstance(value, list):
        value = [_plain(one) for one in value]
        return value[0] if len(value) == 1 else value or None
    if isinstance(value, dict):
        members = {name: _plain(one) for name, one in value.items() if name not in ("type", "@type")}
        members = {name: one for name, one in members.items() if one is not None}
        return members["id"] if set(members) == {"id"} else members or None
    return None if value == "" else value
