"""Random changes of bytes in good badges (B16): none stays valid, unless the badge says the very same thing."""

import json
import random
from typing import Any

import pytest

from sceau.baking import bake
from sceau.errors import Unreadable
from sceau.read import read
from sceau.verify import verify
from tests.sceau import badges, pictures
from tests.sceau.badges import NOW
from tests.sceau.test_elder import signed_assertion, signed_web
from tests.sceau.test_verify import endorsed, endorsement, presentation, record


def _good() -> dict[str, bytes]:
    elder = badges.credential(
        **{
            "@context": [
                "https://www.w3.org/2018/credentials/v1",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
                "https://w3id.org/security/suites/ed25519-2020/v1",
            ],
            "issuanceDate": "2026-05-01T09:00:00Z",
            "validFrom": None,
        }
    )
    evidence = badges.credential(evidence=[{"type": ["Evidence"], "narrative": "Vue « mardi » 🫏"}])
    objects: dict[str, Any] = {
        "rdfc": badges.signed(),
        "jcs": badges.signed(cryptosuite="eddsa-jcs-2022"),
        "rdfc, evidence": badges.signed(evidence),
        "jcs, evidence": badges.signed(evidence, cryptosuite="eddsa-jcs-2022"),
        "did:key": badges.by_did_key(),
        "did:key, jcs": badges.by_did_key(cryptosuite="eddsa-jcs-2022"),
        "status": badges.signed(badges.with_status()),
        "expires": badges.signed(badges.credential(validUntil="2030-01-01T00:00:00Z")),
        "2020": badges.signed(elder, cryptosuite="Ed25519Signature2020"),
        "endorsed": endorsed(endorsement(of="https://mardis.example/b/1")),
        "record": record(badges.signed()),
        "presentation": presentation(badges.signed()),
    }
    texts = {name: json.dumps(one, ensure_ascii=False).encode() for name, one in objects.items()}
    rdfc = texts["rdfc"].decode()
    return {
        **texts,
        "jwt": badges.token().encode(),
        "jwt, w3c": badges.token(badges.credential(), typ="vc+jwt", cty="vc").encode(),
        "2.0 signed": signed_assertion().encode(),
        "png": bake(pictures.png(), rdfc),
        "png, jwt": bake(pictures.png(), badges.token()),
        "svg": bake(pictures.SVG, rdfc),
        "svg, jwt": bake(pictures.SVG, badges.token()),
        "indented": json.dumps(objects["rdfc"], indent=2).encode(),
    }


GOOD = _good()


def _web() -> badges.Web:
    web = signed_web()
    web.pages |= badges.web(**{badges.LIST: badges.status_list()}).pages
    return web


def _says(source: bytes) -> Any:
    document = read(source)
    if document.format == "presentation" or document.others:
        # Its envelope is not signed: what it holds is what it says.
        return [one.credential for one in document.others]
    return document.credential, document.url


def _survivors(name: str, *, tries: int, seed: int) -> list[bytes]:
    """The changed badges that came out valid while saying something else."""
    rng, good, web = random.Random(seed), GOOD[name], _web()
    said, found = _says(good), []
    for _ in range(tries):
        changed = bytearray(good)
        place = rng.randrange(len(changed))
        changed[place] = rng.choice([changed[place] ^ 1 << rng.randrange(8), rng.randrange(256)])
        report = verify(bytes(changed), fetch=web, now=NOW)
        if report.verdict == "valid" and bytes(changed) != good and _differs(bytes(changed), said):
            found.append(bytes(changed))
    return found


def _differs(changed: bytes, said: Any) -> bool:
    try:
        return _says(changed) not in (said, (said[0], None))
    except Unreadable:
        return True


def test_there_are_twenty_good_badges():
    assert len(GOOD) == 20
    assert {name: verify(source, fetch=_web(), now=NOW).verdict for name, source in GOOD.items()} == dict.fromkeys(
        GOOD, "valid"
    )


@pytest.mark.parametrize("name", GOOD)
def test_a_changed_byte_is_seen(name):
    assert _survivors(name, tries=25, seed=1) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", GOOD)
def test_a_thousand_changed_bytes_are_seen(name):
    assert _survivors(name, tries=1000, seed=2) == []
