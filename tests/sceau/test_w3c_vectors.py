"""The vectors of W3C: every intermediate value of signing, every case of RDFC-1.0, every did:key."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from sceau import canonical, did
from sceau.errors import TooComplex
from sceau.jsonld.labels import canonical_lines
from sceau.keys import PrivateKey, PublicKey
from sceau.proofs import data_integrity as di

VECTORS = Path(__file__).parent / "vectors"
EDDSA = VECTORS / "vc-di-eddsa"
SUITES = [
    ("eddsa-rdfc-2022", "DataInt"),
    ("eddsa-rdfc-2022/employ", "DataInt"),
    ("eddsa-jcs-2022", "JCS"),
    ("Ed25519Signature2020", "EdSig"),
]


def _read(place: str) -> str:
    return (EDDSA / place).read_text().strip()


def _json(place: str) -> dict:
    return json.loads((EDDSA / place).read_text())


def _offline(url: str, *, accept: str) -> None:
    raise AssertionError(f"asked the network for {url}")


def _key_of(proof: dict) -> PublicKey:
    method = proof["verificationMethod"]
    return did.find_method(did.resolve(method, _offline), method).key


@pytest.mark.parametrize(("folder", "suffix"), SUITES)
def test_every_intermediate_value_of_signing_is_the_one_of_w3c(folder: str, suffix: str) -> None:
    signed = _json(f"{folder}/signed{suffix}.json")
    unsigned = {name: value for name, value in signed.items() if name != "proof"}
    options = _json(f"{folder}/proofConfig{suffix}.json")
    form: Callable[[dict], bytes] = canonical.jcs if suffix == "JCS" else lambda d: canonical.rdfc(d).encode()
    key = PrivateKey.from_multibase(_json("keyPair.json")["privateKeyMultibase"])

    document, proof = form(unsigned), form(options)

    assert document.decode().strip() == _read(f"{folder}/canonDoc{suffix}.txt")
    assert proof.decode().strip() == _read(f"{folder}/proofCanon{suffix}.txt")
    assert hashlib.sha256(document).hexdigest() == _read(f"{folder}/docHash{suffix}.txt")
    assert hashlib.sha256(proof).hexdigest() == _read(f"{folder}/proofHash{suffix}.txt")
    combined = di.signed_bytes(signed, signed["proof"])
    assert combined.hex() == _read(f"{folder}/combinedHash{suffix}.txt")
    if _key_of(signed["proof"]) == key.public:
        assert key.sign(combined).hex() == _read(f"{folder}/sigHex{suffix}.txt")
        assert di.verify_proof(signed, signed["proof"], key.public) is True
    assert signed["proof"]["proofValue"] == _read(f"{folder}/sigBTC58{suffix}.txt")
    assert di.verify_proof(signed, signed["proof"], _key_of(signed["proof"])) is True


@pytest.mark.parametrize("curve", ["P256", "P384"])
@pytest.mark.parametrize("folder", ["ecdsa-rdfc-2019-{}", "ecdsa-rdfc-2019-{}/employ", "ecdsa-jcs-2019-{}"])
def test_every_ecdsa_vector_verifies_and_has_its_digests(folder: str, curve: str) -> None:
    place = VECTORS / "vc-di-ecdsa" / folder.format(curve.lower())
    suffix = f"JCSECDSA{curve}" if "jcs" in folder else f"ECDSA{curve}"
    signed = json.loads((place / f"signed{suffix}.json").read_text())
    key = _key_of(signed["proof"])
    combined = (place / f"combinedHash{suffix}.txt").read_text().strip()

    assert di.signed_bytes(signed, signed["proof"], kind=key.kind).hex() == combined
    assert di.verify_proof(signed, signed["proof"], key) is True
    assert di.verify_proof({**signed, "id": "urn:x:1"}, signed["proof"], key) is False


def test_our_own_proof_is_the_proof_of_w3c_to_the_letter() -> None:
    key = PrivateKey.from_multibase(_json("keyPair.json")["privateKeyMultibase"])
    for folder, suffix in (("eddsa-rdfc-2022", "DataInt"), ("eddsa-jcs-2022", "JCS")):
        signed = _json(f"{folder}/signed{suffix}.json")
        unsigned = {name: value for name, value in signed.items() if name != "proof"}
        created = di.datetime.fromisoformat("2023-02-24T23:36:38+00:00")
        proof = di.create_proof(
            unsigned, key, method=signed["proof"]["verificationMethod"], cryptosuite=folder, created=created
        )
        assert proof["proofValue"] == signed["proof"]["proofValue"]


@pytest.mark.parametrize("name", ["signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"])
def test_every_proof_of_a_set_or_a_chain_verifies(name: str) -> None:
    document = _json(f"proof-set-chain/{name}.json")
    assert [di.verify_proof(document, proof, _key_of(proof)) for proof in di.proofs_of(document)] == [True] * len(
        di.proofs_of(document)
    )


def test_a_chain_breaks_when_an_earlier_proof_is_taken_away_or_changed() -> None:
    document = _json("proof-set-chain/signedProofChain2.json")
    last = document["proof"][-1]
    without = {**document, "proof": [document["proof"][0], last]}
    altered = json.loads(json.dumps(document))
    altered["proof"][2]["created"] = "2023-02-26T22:06:39Z"

    assert di.verify_proof(without, last, _key_of(last)) is False
    assert di.verify_proof(altered, altered["proof"][-1], _key_of(last)) is False


@pytest.mark.parametrize("guide", ["obv3p0"])
def test_the_canonical_forms_of_the_implementation_guide_are_canonical(guide: str) -> None:
    for name in ("document-canon.txt", "proof-canon.txt"):
        text = (VECTORS / "ob3-impl-guide" / guide / name).read_text().rstrip("\n") + "\n"
        assert "".join(canonical_lines(_quads(text))) == text


def _quads(text: str) -> list[tuple[str, str, str, str]]:
    def term(value: object) -> str:
        if isinstance(value, pyoxigraph.DefaultGraph):
            return ""
        if isinstance(value, pyoxigraph.Literal):
            return _literal(value)
        return str(value)

    parsed = pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS)
    return list({(term(q.subject), term(q.predicate), term(q.object), term(q.graph_name)): None for q in parsed})


def _literal(value: pyoxigraph.Literal) -> str:
    escapes = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\", 127: "\\u007F"}
    table = {code: f"\\u{code:04X}" for code in range(32)} | escapes
    text = f'"{value.value.translate(table)}"'
    if value.language:
        return f"{text}@{value.language}"
    kind = value.datatype.value
    return text if kind == "http://www.w3.org/2001/XMLSchema#string" else f"{text}^^<{kind}>"


def _rdfc_cases() -> list[dict]:
    entries = json.loads((VECTORS / "rdf-canon" / "manifest.jsonld").read_text())["entries"]
    return [entry for entry in entries if entry["type"] != "rdfc:RDFC10MapTest"]


@pytest.mark.parametrize("case", _rdfc_cases(), ids=lambda case: case["id"])
def test_every_case_of_the_w3c_canonicalisation_suite(case: dict) -> None:
    folder = VECTORS / "rdf-canon"
    quads = _quads((folder / Path(case["action"]).name).read_text())
    digest = {"SHA384": hashlib.sha384}.get(case.get("hashAlgorithm", ""), hashlib.sha256)

    if case["type"] == "rdfc:RDFC10NegativeEvalTest":
        with pytest.raises(TooComplex):
            canonical_lines(quads, digest=digest)
    else:
        expected = (folder / Path(case["result"]).name).read_text()
        assert "".join(canonical_lines(quads, digest=digest)) == expected


def test_every_ed25519_did_key_gives_its_key() -> None:
    for name, entry in json.loads((VECTORS / "did-key" / "ed25519-x25519.json").read_text()).items():
        key = PrivateKey.from_seed(bytes.fromhex(entry["seed"]))
        assert key.public.did == name
        assert did.find_method(did.resolve(name, _offline), key.public.did_method).key == key.public


def test_every_p256_and_p384_did_key_gives_its_key() -> None:
    seen = []
    for name, entry in json.loads((VECTORS / "did-key" / "nist-curves.json").read_text()).items():
        jwk = entry["verificationMethod"].get("publicKeyJwk", {"crv": "in base58"})
        if jwk["crv"] in ("P-256", "P-384"):
            fragment = name.removeprefix("did:key:")
            assert did.find_method(did.resolve(name, _offline), f"{name}#{fragment}").key == PublicKey.from_jwk(jwk)
            private = PrivateKey.from_jwk(entry["verificationMethod"]["privateKeyJwk"])
            assert private.public.did == name
            seen.append(jwk["crv"])
    assert sorted(set(seen)) == ["P-256", "P-384"]
