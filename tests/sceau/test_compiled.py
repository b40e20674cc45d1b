"""The compiled badge gives the bytes of the full algorithm, whatever is written in it."""

import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest

from sceau import canonical
from sceau.compiled import CompiledBadge
from sceau.errors import SceauError, UnsignedParts, Unsupported
from sceau.keys import PrivateKey
from sceau.proofs import data_integrity as di
from tests.sceau.hostile import TEXTS, credential, iri

KEY = PrivateKey.from_seed(b"\x07" * 32)
NOON = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)


def _sample(rng: random.Random) -> dict[str, Any]:
    document = credential(rng)
    document |= {"id": "https://valmont.example/c/0", "issuer": {"id": KEY.public.did, "type": "Profile", "name": "M"}}
    subject = document["credentialSubject"]
    document["credentialSubject"] = subject if isinstance(subject, dict) else subject[0]
    document["credentialSubject"]["id"] = "urn:uuid:00000000-1111-4d8d-8c3e-0f1d2a3b4c5d"
    achievement = document["credentialSubject"]["achievement"]
    achievement["criteria"] = {"narrative": achievement["criteria"].get("narrative") or "Marcher"}
    document["evidence"] = [{"type": ["Evidence"], "name": "Photo"}, {"type": ["Evidence"], "name": "Récit"}]
    return document


def _variables(document: dict[str, Any], rng: random.Random) -> list[str]:
    names = ["/id", "/credentialSubject/id"]
    names += [f"/evidence/{index}/name" for index in (0, 1)]
    names += [name for name in ("/name", "/description", "/validFrom", "/credentialStatus/id") if _has(document, name)]
    count = len(document["credentialSubject"].get("identifier", []))
    names += [f"/credentialSubject/identifier/{index}/identityHash" for index in range(count)]
    names += [f"/credentialSubject/achievement/tag/{i}" for i in range(len(_tags(document)))]
    return rng.sample(names, rng.randint(2, len(names)))


def _tags(document: dict[str, Any]) -> list[str]:
    return document["credentialSubject"]["achievement"].get("tag", [])


def _has(document: dict[str, Any], pointer: str) -> bool:
    value: Any = document
    for step in pointer.split("/")[1:]:
        if step not in value:
            return False
        value = value[step]
    return True


def _values(variables: list[str], rng: random.Random) -> dict[str, str]:
    """Often the same text twice, an id that is already there, or a compact IRI: what merges and what misleads."""
    found = {}
    for name in variables:
        if name == "/validFrom":
            found[name] = rng.choice(["2026-05-12T09:30:00Z", "2020-02-29T23:59:59-05:00"])
        elif name.endswith("/id") or name == "/id":
            found[name] = rng.choice([iri(rng), KEY.public.did, "https://valmont.example/x", "schema:x", "id:x"])
        else:
            found[name] = rng.choice([rng.choice(TEXTS), f"{rng.choice(TEXTS)}{rng.random()}", "même texte", "Photo"])
    return found


def _written(document: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    copy = json.loads(json.dumps(document))
    for pointer, value in values.items():
        place: Any = copy
        *path, last = pointer.split("/")[1:]
        for step in path:
            place = place[int(step) if isinstance(place, list) else step]
        place[int(last) if isinstance(place, list) else last] = value
    return copy


def _compare(seed: int, rounds: int) -> tuple[int, int]:
    """How many badges of one kind had the same bytes, and how many both ways refused."""
    rng = random.Random(seed)
    document = _sample(rng)
    variables = _variables(document, rng)
    badge = CompiledBadge(document, variables=variables, key=KEY)
    same = refused = 0
    for _ in range(rounds):
        values = _values(variables, rng)
        full = _written(document, values)
        try:
            expected = canonical.rdfc(full)
        except SceauError:
            with pytest.raises(SceauError):
                badge.issue(values, created=NOON)
            refused += 1
            continue
        assert badge.canonical_form(values) == expected
        signed = json.loads(badge.issue(values, created=NOON))
        proof = signed.pop("proof")
        assert signed == full
        assert proof == di.create_proof(full, KEY, method=KEY.public.did_method, created=NOON)
        same += 1
    return same, refused


@pytest.mark.parametrize("seed", range(15))
def test_hostile_badges_have_the_bytes_of_the_full_algorithm(seed: int) -> None:
    same, refused = _compare(seed, 15)
    assert same + refused == 15
    assert same > 0


@pytest.mark.slow
def test_two_thousand_five_hundred_hostile_badges_have_the_bytes_of_the_full_algorithm() -> None:
    total = [_compare(seed, 40) for seed in range(1000, 1080)]
    assert sum(same + refused for same, refused in total) == 3200
    assert sum(same for same, _refused in total) >= 2000


def _plain(**values: str) -> tuple[CompiledBadge, dict[str, str]]:
    document = _sample(random.Random(3))
    variables = ["/id", "/credentialSubject/id", "/evidence/0/name", "/evidence/1/name"]
    sample = dict(zip(variables, ["urn:x:1", "urn:x:2", "un", "deux"], strict=True))
    return CompiledBadge(document, variables=variables, key=KEY), sample | values


def test_most_badges_really_take_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    badge, values = _plain()
    badge.issue(values, created=NOON)
    monkeypatch.setattr(canonical, "rdfc", lambda *_: pytest.fail("took the long way"))
    assert badge.is_compiled is True
    assert json.loads(badge.issue(values, created=NOON))["id"] == "urn:x:1"


def test_two_pieces_of_evidence_that_become_alike_take_the_long_way() -> None:
    badge, values = _plain(**{"/evidence/0/name": "même", "/evidence/1/name": "même"})
    signed = json.loads(badge.issue(values, created=NOON))
    proof = signed.pop("proof")
    assert di.verify_proof(signed, proof, KEY.public) is True


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("/id", "relative", "bad-id"),
        ("/credentialSubject/id", "relative", "bad-id"),
        ("/evidence/0/name", "a\x00", "forbidden-character"),
        ("/evidence/0/name", "\ud800", "forbidden-character"),
    ],
)
def test_a_value_that_would_not_be_signed_is_refused(name: str, value: str, code: str) -> None:
    badge, values = _plain(**{name: value})
    with pytest.raises(SceauError) as caught:
        badge.issue(values, created=NOON)
    assert caught.value.code == code


def test_a_missing_value_is_refused() -> None:
    badge, values = _plain()
    del values["/id"]
    with pytest.raises(Unsupported, match="missing-value: /id"):
        badge.issue(values)


@pytest.mark.parametrize("name", ["/type/1", "/credentialSubject/achievement", "/nothing", "/@context/0"])
def test_only_texts_that_change_nothing_else_may_vary(name: str) -> None:
    with pytest.raises((Unsupported, UnsignedParts)):
        CompiledBadge(_sample(random.Random(3)), variables=[name], key=KEY)
