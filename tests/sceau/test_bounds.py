"""Inputs made to hurt: each is answered within two seconds of processor, in half a gigabyte."""

import json
import resource
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sceau.fetch import Fetched
from sceau.report import Report
from sceau.verify import verify

from . import badges, pictures
from .test_read import pdf_with
from .test_verify import endorsement, presentation, record


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*chunks: bytes) -> bytes:
    whole = pictures.png()
    return whole[:33] + b"".join(chunks) + whole[33:]


def unsigned(**members: Any) -> dict[str, Any]:
    return {**badges.credential(**members), "proof": badges.signed()["proof"]}


def evidence(count: int, **members: Any) -> list[dict[str, Any]]:
    return [{"type": ["Evidence"], "name": f"{number}", **members} for number in range(count)]


def alike(count: int) -> list[dict[str, Any]]:
    """Blank nodes that each point to all the others: what a poison graph is made of."""
    return [{"id": f"_:b{n}", "type": [f"_:b{m}" for m in range(count) if m != n]} for n in range(count)]


def holding(badge: dict[str, Any]) -> dict[str, Any]:
    whole = record(badges.signed())
    return {**whole, "credentialSubject": {**whole["credentialSubject"], "verifiableCredential": [badge] * 12}}


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


COSTLY: dict[str, Callable[[], bytes]] = {
    "three million items": lambda: b"[" + b",".join([b"1"] * 3_000_000) + b"]",
    "millions of empty objects": lambda: b"[" + b",".join([b"{}"] * 2_000_000) + b"]",
    "20,000 pieces of evidence": lambda: dumped(unsigned(evidence=evidence(20_000))),
    "20,000 broken ones": lambda: dumped(unsigned(evidence=evidence(20_000, id=1))),
    "100,000 proofs": lambda: dumped({**badges.credential(), "proof": [{}] * 100_000}),
    "a chain of proofs over much": lambda: dumped(
        {**badges.signed(badges.credential(evidence=evidence(1500))), "proof": [badges.signed()["proof"]] * 16}
    ),
    "4,000,000 letters of base58": lambda: dumped(
        {**badges.credential(), "proof": {**badges.signed()["proof"], "proofValue": "z" + "2" * 4_000_000}}
    ),
    "a hundred poison graphs": lambda: dumped([unsigned(evidence=alike(7))] * 100),
    "presentations of presentations": lambda: dumped([presentation(*[badges.signed()] * 90)] * 30),
    "records of records": lambda: dumped(holding(holding(holding(badges.signed())))),
    "200,000 attributes": lambda: b"<svg " + b" ".join(b'a%d=""' % number for number in range(200_000)) + b"/>",
    "a million attributes": lambda: b"<svg " + b" ".join(b'a%d=""' % number for number in range(1_000_000)) + b"/>",
    "a million elements": lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g/>" * 1_000_000 + b"</svg>",
    "a million chunks": lambda: png(*[chunk(b"teSt", b"")] * 1_000_000),
    "thousands of bombs": lambda: png(*[chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b"{" * 10**6))] * 5000),
    "a PDF of lines": lambda: b"%PDF-1.7\n" + b"\n" * 15_000_000,
    "a PDF of brackets": lambda: pdf_with()[:-400] + b"[" * 3_000_000,
    "thousands of addresses": lambda: b"x " + b" ".join(b"http://a.b/%d" % number for number in range(400_000)),
    "braces in a letter": lambda: b"x" + b"{}" * 4_000_000,
}


def spent() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


@pytest.mark.parametrize("name", COSTLY)
def test_what_is_made_to_hurt_is_answered_soon(name: str) -> None:
    source = COSTLY[name]()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    resident, before = _kilobytes("VmRSS"), spent()
    report = verify(source, fetch=badges.web(), now=badges.NOW)

    assert report.verdict != "valid"
    assert spent() - before < 2
    assert _kilobytes("VmHWM") - resident < 400 * 1024
    assert len(json.dumps(report.to_json())) < 1_000_000


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


def codes(report: Report) -> set[str]:
    return {f"{check.name} {check.code}" for check in report.checks if check.outcome.value != "passed"}


def test_after_four_hundred_badges_the_others_are_unknown_and_not_forged() -> None:
    good = badges.by_did_key()
    few, many = [presentation(*[good] * 50)] * 4, [presentation(*[good] * 50)] * 10

    assert verify(dumped(few), now=badges.NOW).verdict == "valid"
    assert verify(dumped(many), now=badges.NOW).verdict == "unknown"


def test_a_poison_graph_does_not_make_its_honest_neighbours_forged() -> None:
    report = verify(dumped([unsigned(evidence=alike(8)), badges.signed()]), fetch=badges.web(), now=badges.NOW)

    assert [other.verdict for other in report.others] == ["valid"]
    assert "proof too-complex" in codes(report)


def test_answers_of_the_network_are_bounded_together() -> None:
    page = b'{"id": "' + b"x" * 4_000_000 + b'"}'
    entry = badges.with_status()["credentialStatus"]
    entries = [{**entry, "statusListCredential": f"{badges.LIST}/{number}"} for number in range(10)]
    fetch = badges.web(**{one["statusListCredential"]: page for one in entries})
    report = verify(badges.signed(badges.credential(credentialStatus=entries)), fetch=fetch, now=badges.NOW)

    assert "status too-long" in codes(report)


def test_a_long_document_that_does_not_fit_its_schema_is_unknown_where_no_reason_is_found() -> None:
    members = {"evidence": [*evidence(4000), {"type": ["Evidence"], "name": 1}]}
    checks = verify(unsigned(**members), fetch=badges.web(), now=badges.NOW).checks

    assert [check.outcome.value for check in checks if check.name == "schema"] == ["unknown"]


def test_endorsements_in_endorsements_end() -> None:
    whole = endorsement(of="https://mardis.example/b/1")
    inside = whole
    for _ in range(3):
        inside = {**whole, "endorsement": [inside] * 4}
    report = verify(dumped(unsigned(endorsement=[inside] * 4)), fetch=badges.web(), now=badges.NOW)

    assert report.verdict == "invalid"


def test_a_page_that_is_too_large_for_a_fetcher_is_said_so() -> None:
    big = Fetched("https://mardis.example/o/1/did.json", 200, badges.JSON, b"[" + b"1," * 2_000_000 + b"1]")
    report = verify(badges.signed(), fetch=badges.Web({big.url: big}), now=badges.NOW)

    assert codes(report) == {"key bad-did-document", "proof no-key"}
