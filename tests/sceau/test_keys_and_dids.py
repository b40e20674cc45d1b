"""Keys in every form, and the documents that say whose they are."""

import json
from typing import Any

import pytest

from sceau import did, multibase
from sceau.errors import FetchFailed, KeyProblem, SceauError, Unreadable
from sceau.fetch import Fetched, offline
from sceau.keys import PrivateKey, PublicKey

KINDS = ["Ed25519", "P-256", "P-384", "RSA"]
KEY = PrivateKey.from_seed(b"\x06" * 32)


def page(document: Any, *, status: int = 200) -> Any:
    def fetch(url: str, *, accept: str) -> Fetched:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        return Fetched(url, status, "application/json", body)

    return fetch


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_survives_every_form(kind: Any) -> None:
    key = PrivateKey.generate(kind)
    public = key.public
    forms = [PublicKey.from_jwk(public.to_jwk()), PublicKey.from_pem(public.to_pem())]
    forms += [PublicKey.from_multibase(public.to_multibase())]
    secrets = [PrivateKey.from_jwk(key.to_jwk()), PrivateKey.from_pem(key.to_pem())]
    secrets += [PrivateKey.from_pem(key.to_pem(password=b"mot"), password=b"mot")]
    secrets += [PrivateKey.from_multibase(key.to_multibase())] if kind != "RSA" else []

    assert forms == [public] * 3
    for secret in secrets:
        assert public.verify(secret.sign(b"texte"), b"texte") is True
    assert public.verify(key.sign(b"texte"), b"autre") is False
    assert public.verify(b"", b"texte") is False
    assert PrivateKey.generate(kind).public.verify(key.sign(b"texte"), b"texte") is False


def test_a_secret_is_never_shown() -> None:
    assert multibase.base64url_encode(b"\x06" * 32) not in repr(KEY)
    assert repr(KEY) == "PrivateKey(kind='Ed25519')"


@pytest.mark.parametrize(
    "jwk",
    [
        {},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "OKP", "crv": "X25519", "x": KEY.public.to_jwk()["x"]},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": 5},
        {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"},
        {"kty": "EC", "crv": "P-521", "x": "AAAA", "y": "AAAA"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "n": "A" * 9000, "e": "AQAB"},
        {**KEY.public.to_jwk(), "use": "enc"},
        {**KEY.public.to_jwk(), "alg": "HS256"},
        {**KEY.public.to_jwk(), "alg": "RS256"},
    ],
)
def test_a_wrong_jwk_is_a_key_problem(jwk: dict[str, Any]) -> None:
    with pytest.raises(KeyProblem):
        PublicKey.from_jwk(jwk)


def test_two_halves_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(KeyProblem, match="halves"):
        PrivateKey.from_jwk({**KEY.to_jwk(), "x": PrivateKey.generate().public.to_jwk()["x"]})


@pytest.mark.parametrize("text", ["", "z", "m123", "z0OIl", "zzzzzz", "z" + "1" * 5000, "u_w", "z6Mk"])
def test_a_wrong_multibase_is_a_key_problem(text: str) -> None:
    with pytest.raises(KeyProblem):
        PublicKey.from_multibase(text)
    with pytest.raises(KeyProblem):
        PrivateKey.from_multibase(text)


@pytest.mark.parametrize("content", [b"", b"\0", b"\0\0a", b"\xff" * 64, bytes(range(200))])
def test_base58_and_base64url_come_back(content: bytes) -> None:
    assert multibase.base58_decode(multibase.base58_encode(content)) == content
    assert multibase.base64url_decode(multibase.base64url_encode(content)) == content


@pytest.mark.parametrize("text", ["a", "ab=", "a b", "a+b/", "é", "AB"])
def test_base64url_has_one_text_for_each_value(text: str) -> None:
    with pytest.raises(Unreadable):
        multibase.base64url_decode(text)


def test_did_jwk_and_did_key_need_no_network() -> None:
    encoded = multibase.base64url_encode(json.dumps(KEY.public.to_jwk()).encode())
    name = f"did:jwk:{encoded}"
    assert did.find_method(did.resolve(name, offline), f"{name}#0").key == KEY.public
    bare = did.find_method(did.resolve(KEY.public.did, offline), KEY.public.did)
    assert (bare.key, bare.in_purpose) == (KEY.public, True)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("did:web:valmont.example", "https://valmont.example/.well-known/did.json"),
        ("did:web:valmont.example:o:1", "https://valmont.example/o/1/did.json"),
        ("did:web:valmont.example%3A8443:o:1", "https://valmont.example:8443/o/1/did.json"),
    ],
)
def test_did_web_addresses(name: str, address: str) -> None:
    assert did.web_address(name) == address


@pytest.mark.parametrize(
    "name",
    ["did:web:", "did:web:a@b", "did:web:a%2Fb", "did:web:a:..:b", "did:web:a:%2e%2e", "did:web:a::b", "did:web:[::1]"],
)
def test_a_did_web_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(KeyProblem, match="bad-did"):
        did.web_address(name)


def test_an_issuer_keeps_its_retired_keys() -> None:
    name = "did:web:valmont.example:o:1"
    other = PrivateKey.generate()
    document = did.did_document(name, {"k-2024-1": other.public, "k-2026-1": KEY.public}, retired=("k-2024-1",))
    old = did.find_method(did.resolve(name, page(document)), f"{name}#k-2024-1")
    new = did.find_method(document, f"{name}#k-2026-1", purpose="authentication")

    assert (old.key, old.in_purpose, old.controller, old.revoked) == (other.public, True, name, None)
    assert (new.key, new.in_purpose) == (KEY.public, True)
    assert did.find_method(document, f"{name}#k-2024-1", purpose="authentication").in_purpose is False
    assert did.method_ids(document) == (f"{name}#k-2026-1", f"{name}#k-2024-1")


def test_a_key_set_is_read_as_a_document() -> None:
    url = "https://valmont.example/.well-known/jwks.json"
    document = did.resolve(url, page({"keys": [{**KEY.public.to_jwk(), "kid": "k1"}, {"kty": "RSA"}, 5]}))
    assert did.find_method(document, f"{url}#k1").key == KEY.public


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"id": "did:web:autre.example"}, "wrong-did-document"),
        ({}, "wrong-did-document"),
        ([], "bad-did-document"),
        (b"{", "bad-did-document"),
        (b"[" * 100_000, "bad-did-document"),
        (b" " * 600_000, "bad-did-document"),
    ],
)
def test_a_document_of_somebody_else_is_refused(document: Any, code: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        did.resolve("did:web:valmont.example", page(document))
    assert caught.value.code == code


def test_a_document_that_cannot_be_had_is_unknown() -> None:
    with pytest.raises(FetchFailed):
        did.resolve("did:web:valmont.example", page({}, status=404))
    with pytest.raises(KeyProblem, match="unknown-did-method: did:ethr"):
        did.resolve("did:ethr:0x1", offline)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"id": "urn:x:1"},
        {"id": "urn:x:1", "verificationMethod": [{"id": "urn:x:1#k"}]},
        {"id": "urn:x:1", "verificationMethod": [{"id": "#k", "publicKeyMultibase": "z1"}]},
        {"id": "urn:x:1", "verificationMethod": [{"id": "#k", "a": 1}, {"id": "urn:x:1#k", "a": 2}]},
        {"id": "urn:x:1", "verificationMethod": [{"id": f"#{n}"} for n in range(300)]},
        {"id": "urn:x:1", "verificationMethod": "urn:x:1#k"},
        {"id": "urn:x:1", "verificationMethod": [{"id": "#k", "publicKeyBase58": "0"}]},
    ],
)
def test_a_method_that_is_not_there_or_not_readable_is_a_known_error(document: dict[str, Any]) -> None:
    with pytest.raises(SceauError):
        did.find_method(document, "urn:x:1#k")


@pytest.mark.parametrize("value", ["2020-01-01T00:00:00Z", "hier", 5, "2020-01-01"])
def test_a_date_that_cannot_be_read_never_saves_a_revoked_key(value: Any) -> None:
    method = {"id": "#k", "publicKeyMultibase": KEY.public.to_multibase(), "revoked": value}
    found = did.find_method({"id": "urn:x:1", "verificationMethod": [method]}, "urn:x:1#k")
    assert found.revoked is not None
    assert found.revoked.year <= 2020
