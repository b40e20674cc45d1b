"""The step of status: does the issuer still stand by the badge (Bitstring Status List 1.0; OB 3.0 §9.2)?

Whatever is wrong with a list (late, forged, short, of another) says nothing of the badge: "unknown", never "valid".
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from sceau import status
from sceau.errors import FetchFailed, SceauError
from sceau.fetch import JSON_TYPES
from sceau.formats import as_list, text_id, types_of
from sceau.read import Document, read
from sceau.report import Check, Report, failed, passed, unknown
from sceau.verify.case import DEEPEST, Case, fetch_object

Verify = Callable[[Case], Report]

_BITS: Final = frozenset({"BitstringStatusListEntry", "StatusList2021Entry", "RevocationList2021Status"})
_LISTS: Final = frozenset({"1EdTechRevocationList"})
_WORDS: Final = {"revocation": "revoked", "suspension": "suspended"}
_MOST: Final = 10
_RANDOM: Final = 12


def check_status(case: Case, *, verify: Verify) -> Iterator[Check]:
    """One check for each status entry: "revoked", "suspended", "unknown-status-type", or the flaw of the list."""
    entries = as_list(case.credential.get("credentialStatus"))
    if not entries:
        yield passed("status", "no-status")
    elif case.as_list or case.level >= DEEPEST or len(entries) > _MOST:
        yield unknown("status", "too-many", str(len(entries)))
    else:
        for entry in entries:
            yield _check_entry(case, entry if isinstance(entry, dict) else {}, verify=verify)


def _check_entry(case: Case, entry: dict[str, Any], *, verify: Verify) -> Check:
    kinds = set(types_of(entry))
    try:
        if kinds & _BITS:
            return _in_bits(case, entry, verify=verify)
        if kinds & _LISTS:
            return _in_list(case, entry)
    except SceauError as failure:
        return unknown("status", failure.code, failure.about)
    return unknown("status", "unknown-status-type", ", ".join(sorted(kinds))[:80])


def _in_bits(case: Case, entry: dict[str, Any], *, verify: Verify) -> Check:
    address, purpose = entry.get("statusListCredential"), entry.get("statusPurpose", "revocation")
    if not isinstance(address, str):
        return unknown("status", "no-list-address")
    listed = _list_at(case, address)
    credential = listed.credential or {}
    if not any("List" in kind for kind in types_of(credential)):
        return unknown("status", "not-a-status-list", ", ".join(types_of(credential))[:200])
    if listed.others:
        return unknown("status", "not-a-status-list", f"{len(listed.others) + 1} documents at {address}"[:200])
    # A list by anybody else could declare every badge of the world good, or dead.
    if text_id(credential.get("issuer")) != text_id(case.credential.get("issuer")):
        return unknown("status", "list-of-another", text_id(credential.get("issuer"))[:200])
    report = verify(case.inside(listed, as_list=True))
    if report.verdict != "valid":
        worst = next((check for check in report.checks if check.outcome.value != "passed"), None)
        return unknown("status", "list-not-valid", f"{address} {worst.name} {worst.code}" if worst else address)
    named = text_id(credential)
    if named and named != address and not _mirrors(named, address):
        return unknown("status", "wrong-list", named[:200])
    placed = {**entry, "statusListCredential": named or address}
    # A list too short tells who is in it and is no list for the standard: it may still revoke, it may not clear.
    value = status.value_in(credential, placed, least=1)
    if not value:
        status.value_in(credential, placed)
        return passed("status", about=f"{purpose} {address}")
    word = _WORDS.get(str(purpose))
    if word:
        return failed("status", word, address)
    return passed("status", "status-message", f"{purpose} {value}"[:80])


def _mirrors(named: str, address: str) -> bool:
    """A list kept at another host under its own random name is the same list; another name is another list."""
    name = named.rstrip("/").rpartition("/")[2]
    return len(name) >= _RANDOM and name == address.rstrip("/").rpartition("/")[2]


def _list_at(case: Case, address: str) -> Document:
    answer = case.fetch(address, accept=JSON_TYPES)
    if answer.status != 200:
        raise FetchFailed("http-status", f"{answer.status} {address}")
    return read(answer.body, within=case.nest)


def _in_list(case: Case, entry: dict[str, Any]) -> Check:
    address = text_id(entry)
    if not address.startswith("https://"):
        return unknown("status", "no-list-address", address[:200])
    listed, _answer = fetch_object(case, address)
    owner = listed.get("issuer")
    if owner is not None and text_id(owner) != text_id(case.credential.get("issuer")):
        return unknown("status", "list-of-another", address)
    if text_id(listed) not in ("", address):
        return unknown("status", "wrong-list", address)
    badge = case.credential.get("id")
    if not isinstance(badge, str):
        return unknown("status", "no-badge-id", address)
    reason = status.revocation_in(listed, badge)
    return passed("status", about=address) if reason is None else failed("status", "revoked", reason or address)
