"""The canonical form: the same as the other programs give, nothing dropped in silence, and never too much work."""

import copy
import json
import os
import random
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path
from typing import Any

import pyld
import pytest

from sceau import canonical, contexts
from sceau.errors import SceauError, TooComplex, UnsignedParts, Unsupported
from tests.sceau.hostile import CONTEXTS, credential

VC1 = "https://www.w3.org/2018/credentials/v1"


def badge(**members: Any) -> dict[str, Any]:
    return {
        "@context": CONTEXTS,
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://valmont.example/o/1", "type": "Profile", "name": "Les mardis"},
        "validFrom": "2026-05-12T09:30:00Z",
        "credentialSubject": {
            "id": "urn:uuid:8a1c1e0e-1111-4d8d-8c3e-0f1d2a3b4c5d",
            "type": "AchievementSubject",
            "achievement": {
                "id": "https://valmont.example/b/1",
                "type": "Achievement",
                "name": "Mener les ânes",
                "description": "Au pas",
                "criteria": {"narrative": "Marcher"},
                "alignment": [{"type": "Alignment", "targetName": "Guider", "targetUrl": "https://esco.example/1"}],
            },
        },
        **members,
    }


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    document = copy.deepcopy(badge())
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document


def refusal(document: dict[str, Any], **options: Any) -> SceauError:
    with pytest.raises(SceauError) as caught:
        canonical.rdfc(document, **options)
    return caught.value


@pytest.mark.parametrize("seed", range(60))
def test_hostile_credentials_have_the_canonical_form_of_oxigraph(seed: int) -> None:
    document = credential(random.Random(seed))
    assert canonical.rdfc(document) == canonical.second_opinion(document)


@pytest.mark.slow
def test_two_thousand_hostile_credentials_have_the_canonical_form_of_oxigraph() -> None:
    for seed in range(2000):
        document = credential(random.Random(seed))
        assert canonical.rdfc(document) == canonical.second_opinion(document), seed


def _load(url: str, _options: Any) -> dict[str, Any]:
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": contexts.load(url),
    }


@pytest.mark.parametrize("seed", range(20))
def test_hostile_credentials_have_the_canonical_form_of_pyld(seed: int) -> None:
    document = credential(random.Random(seed))
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    assert canonical.rdfc(document) == pyld.jsonld.normalize(document, options)


@pytest.mark.parametrize(
    "path",
    [
        ("quality",),
        ("issuer", "quality"),
        ("credentialSubject", "quality"),
        ("credentialSubject", "achievement", "quality"),
        ("credentialSubject", "achievement", "criteria", "quality"),
        ("credentialSubject", "achievement", "alignment", 0, "quality"),
    ],
)
def test_a_member_no_context_defines_is_named_by_its_place(path: tuple[str | int, ...]) -> None:
    found = refusal(changed(*path, to="excellente"))
    assert isinstance(found, UnsignedParts)
    assert found.places == ("/" + "/".join(map(str, path)),)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("id",), "credential/1", "/id"),
        (("issuer",), "issuers/1", "/issuer"),
        (("type",), ["VerifiableCredential", "OpenBadge"], "/type/1"),
        (("credentialSubject", "achievement", "id"), "//b/1", "/credentialSubject/achievement/id"),
        (("name",), {"@value": "x", "@direction": "rtl"}, "/name"),
        (("name",), {"@value": "x", "@language": "pas une langue"}, "/name"),
        (("name",), {"@value": None}, "/name"),
        (("name",), {"@value": ["x"]}, "/name"),
        (("name",), {"@value": "x", "@index": "1"}, "/name"),
        (("credentialSubject", "@index"), "1", "/credentialSubject/@index"),
        (("@included",), [{"id": "urn:x:1"}], "/@included"),
        (("@reverse",), {"issuer": {"id": "urn:x:1"}}, "/@reverse"),
        (("proof",), "https://valmont.example/proof", "/proof"),
        (
            ("credentialSubject", "achievement", "criteria", "a/b~c"),
            1,
            "/credentialSubject/achievement/criteria/a~1b~0c",
        ),
    ],
)
def test_what_would_be_dropped_is_refused(path: tuple[str, ...], value: Any, place: str) -> None:
    found = refusal(changed(*path, to=value))
    assert isinstance(found, UnsignedParts)
    assert found.places == (place,)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (badge(**{"@context": [*CONTEXTS, "https://unknown.example/context"]}), "unknown-context"),
        (badge(**{"@context": [*CONTEXTS, {"quality": "https://x.example/q"}]}), "inline-context"),
        (changed("credentialSubject", "@context", to={"@vocab": "https://x.example/"}), "inline-context"),
        (badge(**{"@context": [*CONTEXTS, None]}), "inline-context"),
        (badge(**{"@context": [*CONTEXTS, "https://w3id.org/openbadges/v2"]}), "protected-term-redefined"),
        (badge(name="a\x00b"), "forbidden-character"),
        (badge(name="a\ufffeb"), "forbidden-character"),
        (badge(name="a\ud800b"), "forbidden-character"),
        (badge(**{"a\x07": 1}), "forbidden-character"),
        (changed("credentialSubject", "achievement", "creditsAvailable", to=2**60), "number-out-of-range"),
    ],
)
def test_other_refusals_have_their_own_code(document: dict[str, Any], code: str) -> None:
    assert refusal(document).code == code


def test_an_inline_context_may_not_redefine_a_protected_term() -> None:
    document = badge(**{"@context": [*CONTEXTS, {"VerifiableCredential": "https://x.example/other"}]})
    assert refusal(document, lenient=True).code == "protected-term-redefined"


def test_undefined_terms_are_signed_when_a_context_says_what_they_mean() -> None:
    context = [*CONTEXTS, "https://www.w3.org/ns/credentials/undefined-terms/v2"]
    written = canonical.rdfc(badge(**{"@context": context, "quality": "excellente"}))
    assert '<https://www.w3.org/ns/credentials/undefined-term#quality> "excellente" .\n' in written


@pytest.mark.parametrize(
    "disguised",
    [
        {"https://www.w3.org/2018/credentials#validUntil": {"@value": "2020-01-01T00:00:00Z"}},
        {"https://www.w3.org/2018/credentials#credentialStatus": {"id": "urn:x:1"}},
        {"@type": "Hidden"},
    ],
)
def test_a_known_member_under_another_name_is_refused(disguised: dict[str, Any]) -> None:
    """Same statements, same signature, but a reader of the JSON would no longer see the expiry or the status."""
    document = badge(**disguised)
    document.pop("type" if "@type" in disguised else "", None)
    assert refusal(document).code == "disguised-member"


def test_the_status_may_not_be_moved_into_an_endorsement_of_the_credential() -> None:
    status = {"id": "https://valmont.example/s/1#5", "type": "BitstringStatusListEntry"}
    endorsement = {
        "@context": CONTEXTS,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": "https://partner.example/o/1",
        "credentialSubject": {"id": badge()["id"], "type": ["VerifiableCredential"], "credentialStatus": status},
    }
    found = refusal(badge(endorsement=[endorsement]))
    assert (found.code, found.about) == ("moved-member", "/endorsement/0/credentialSubject/credentialStatus")


def _clique(size: int) -> dict[str, Any]:
    nodes = [{"@id": f"_:e{n}", "https://x.example/p": []} for n in range(size)]
    for one, other in combinations(range(size), 2):
        nodes[one]["https://x.example/p"].append({"@id": f"_:e{other}"})  # type: ignore[attr-defined]
        nodes[other]["https://x.example/p"].append({"@id": f"_:e{one}"})  # type: ignore[attr-defined]
    return {"@graph": nodes}


POISONS = {
    **{f"clique of {size}": _clique(size) for size in (7, 8, 9, 10, 30)},
    "a ring of 3,000": {
        "@graph": [{"@id": f"_:a{n}", "https://x.example/p": {"@id": f"_:a{(n + 1) % 3000}"}} for n in range(3000)]
    },
    "a long list": {"https://x.example/l": {"@list": ["a"] * 5000}},
}


@pytest.mark.parametrize("name", POISONS)
def test_a_poison_graph_is_refused(name: str) -> None:
    before = time.process_time()
    with pytest.raises(TooComplex):
        canonical.rdfc(POISONS[name])
    assert time.process_time() - before < 5  # a second, on a machine that does nothing else: see the slow test


@pytest.mark.slow
@pytest.mark.parametrize("name", POISONS)
def test_a_poison_graph_costs_a_second_and_512_megabytes_at_most(name: str, tmp_path: Path) -> None:
    """In a process of its own, so that nothing else is measured."""
    file = tmp_path / "poison.json"
    file.write_text(json.dumps(POISONS[name]))
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", _MEASURE, str(file)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=here)
    code, seconds, kilobytes = answer.stdout.split()

    assert code == "too-complex"
    assert float(seconds) <= 1
    assert int(kilobytes) <= 512 * 1024


_MEASURE = """
import json, sys, time
from sceau import canonical
from sceau.errors import TooComplex
document = json.load(open(sys.argv[1]))
before = time.process_time()
try:
    canonical.rdfc(document)
except TooComplex as refusal:
    took = time.process_time() - before
    # The kernel's ru_maxrss would be that of the process that started this one, were it larger.
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(refusal.code, took, peak)
"""


@pytest.mark.parametrize(
    "huge",
    [
        json.loads("[" * 500 + "]" * 500),
        {"x": list(range(100_001))},
        {"x": "é" * (16 * 1024 * 1024 + 1)},
    ],
    ids=["deep", "many", "long"],
)
def test_what_is_too_large_is_refused_before_any_work(huge: Any) -> None:
    with pytest.raises(TooComplex):
        canonical.rdfc({"@graph": [], "y": huge})


def test_a_big_honest_record_passes() -> None:
    """300 badges in one record, each with the same blank nodes as its neighbours."""
    inner = [badge(id=f"urn:uuid:58172aac-d8ba-11ed-83dd-{n:012d}") for n in range(300)]
    subject = {"id": "urn:x:1", "type": ["ClrSubject"], "verifiableCredential": inner}
    record = badge(credentialSubject=subject, type=["VerifiableCredential", "ClrCredential"])
    record["@context"] = [CONTEXTS[0], "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", CONTEXTS[1]]
    assert canonical.rdfc(record).count("\n") == 3613


def test_forty_identical_pieces_of_evidence_are_honest() -> None:
    document = badge(evidence=[{"type": "Evidence", "name": "Photo"}] * 40)
    assert canonical.rdfc(document) == canonical.second_opinion(document)


def test_a_term_scoped_to_a_type_is_unknown_elsewhere() -> None:
    document = badge(evidence=[{"type": "Evidence", "targetName": "de l'alignement"}])
    assert refusal(document).places == ("/evidence/0/targetName",)


def test_jcs_refuses_numbers_that_other_programs_round() -> None:
    with pytest.raises(Unsupported) as caught:
        canonical.jcs({"n": 2**60})
    assert caught.value.code == "number-out-of-range"


def test_vc_1_1_credentials_are_read_too() -> None:
    document = {
        "@context": [VC1],
        "type": "VerifiableCredential",
        "issuer": "did:web:a.example",
        "issuanceDate": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "urn:x:1"},
    }
    assert canonical.rdfc(document) == canonical.second_opinion(document)
