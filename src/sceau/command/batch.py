"""Many badges of one kind: each kind is compiled once, then only what differs from person to person is written in."""

import json
from typing import Any, Final

from sceau.compiled import CompiledBadge
from sceau.errors import Unsupported
from sceau.keys import PrivateKey
from sceau.signing import sign

Members = dict[str, Any]

_TOP: Final = ("id", "validFrom", "validUntil", "awardedDate")
_ONES_OWN: Final = {"identifier": ("identityHash", "salt"), "evidence": ("id", "narrative")}
_MOST_KINDS: Final = 32


class Batch:
    """Signs credentials with `eddsa-rdfc-2022`; those that differ only in a person's own texts share one compilation.

    The bytes are those of :func:`sceau.sign` (see :class:`sceau.CompiledBadge`), and so are the errors.
    """

    def __init__(self, key: PrivateKey, *, method: str) -> None:
        self._key = key
        self._method = method
        self._kinds: dict[str, CompiledBadge | None] = {}

    def issue(self, credential: Members) -> str:
        """One signed credential as JSON. Raises `Unsupported`, `UnsignedParts`, `TooComplex`, `KeyProblem`."""
        values = _values(credential)
        kind = json.dumps(_without(credential, values), ensure_ascii=False)
        if kind not in self._kinds:
            if len(self._kinds) >= _MOST_KINDS:
                self._kinds.pop(next(iter(self._kinds)))
            self._kinds[kind] = self._compiled(credential, list(values))
        compiled = self._kinds[kind]
        if compiled is not None:
            return compiled.issue(values).decode()
        signed = sign(credential, self._key, method=self._method)
        return json.dumps(signed, ensure_ascii=False, separators=(",", ":"))

    def _compiled(self, credential: Members, variables: list[str]) -> CompiledBadge | None:
        """None for a kind that cannot be compiled, as when one text stands inside a larger one."""
        try:
            return CompiledBadge(credential, variables=variables, key=self._key, method=self._method)
        except Unsupported as refusal:
            if refusal.code != "bad-variable":
                raise
            return None


def _values(credential: Members) -> dict[str, str]:
    """The texts that are a person's own, by their JSON Pointers."""
    found = {f"/{name}": credential[name] for name in _TOP if isinstance(credential.get(name), str)}
    subject = credential.get("credentialSubject")
    if isinstance(subject, dict):
        if isinstance(subject.get("id"), str):
            found["/credentialSubject/id"] = subject["id"]
        found |= _listed(subject, "identifier", "/credentialSubject")
    return found | _listed(credential, "evidence", "")


def _listed(holder: Members, name: str, place: str) -> dict[str, str]:
    values = holder.get(name)
    return {
        f"{place}/{name}/{index}/{member}": one[member]
        for index, one in enumerate(values if isinstance(values, list) else [])
        for member in _ONES_OWN[name]
        if isinstance(one, dict) and isinstance(one.get(member), str)
    }


def _without(value: Any, values: dict[str, str], place: str = "") -> Any:
    """What all badges of a kind have in common."""
    if place in values:
        return None
    if isinstance(value, dict):
        return {name: _without(one, values, f"{place}/{name}") for name, one in value.items()}
    if isinstance(value, list):
        return [_without(one, values, f"{place}/{index}") for index, one in enumerate(value)]
    return value
