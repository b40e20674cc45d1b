"""The VC API for test suites: it issues, it verifies, it refuses, over http and https on one port."""

import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from sceau.command.serve import make_server
from sceau.keys import PrivateKey

KEY = PrivateKey.from_seed(b"\x05" * 32)
VC1, VC2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("tls")
    made = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*made)
    server = make_server(port=0, key=KEY, tls=context)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key, certificate = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-subj", "/CN=127.0.0.1", "-days", "1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def _ask(server: Any, method: str, path: str, body: Any = None, *, tls: bool = False) -> tuple[int, dict[str, Any]]:
    port = server.server_address[1]
    anybody = ssl._create_unverified_context()
    connection = HTTPSConnection("127.0.0.1", port, context=anybody) if tls else HTTPConnection("127.0.0.1", port)
    content = body if isinstance(body, bytes) else json.dumps(body)
    connection.request(method, path, content if body is not None else None)
    answer = connection.getresponse()
    found = json.loads(answer.read())
    connection.close()
    return answer.status, found


def _credential(**members: Any) -> dict[str, Any]:
    subject = {"id": "urn:uuid:8a1c1e0e-1111-4d8d-8c3e-0f1d2a3b4c5d"}
    base = {"@context": [VC2], "type": ["VerifiableCredential"], "issuer": KEY.public.did, "credentialSubject": subject}
    return base | members


def test_it_listens_on_this_machine_only(server: Any) -> None:
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("path", ["/credentials/issue", "/jcs/credentials/issue", "/jwt/credentials/issue"])
def test_what_it_issues_it_verifies(server: Any, path: str, tls: bool) -> None:
    code, issued = _ask(server, "POST", path, {"credential": _credential()}, tls=tls)
    answer = _ask(server, "POST", "/credentials/verify", {"verifiableCredential": issued}, tls=tls)

    assert (code, answer[0], answer[1]["verified"]) == (201, 200, True)


@pytest.mark.parametrize(
    "options", [{"envelope": True}, {"format": "vc+jwt"}, {"proof": "Enveloped"}, {"type": "EnvelopingProof"}]
)
def test_an_envelope_is_asked_for_in_several_words(server: Any, options: dict[str, Any]) -> None:
    _code, issued = _ask(server, "POST", "/credentials/issue", {"credential": _credential(), "options": options})
    assert issued["type"] == "EnvelopedVerifiableCredential"


def test_a_1_1_credential_gets_the_context_its_proof_needs(server: Any) -> None:
    old = _credential(**{"@context": [VC1], "issuanceDate": "2023-01-01T00:00:00Z"})
    _code, issued = _ask(server, "POST", "/credentials/issue", {"credential": old})

    assert issued["@context"] == [VC1, "https://w3id.org/security/data-integrity/v2"]
    assert _ask(server, "POST", "/credentials/verify", {"verifiableCredential": issued})[0] == 200


def test_a_status_list_says_what_was_revoked(server: Any) -> None:
    _code, issued = _ask(server, "POST", "/credentials/issue", {"credential": _credential()})
    verify = {"verifiableCredential": issued}
    before = _ask(server, "POST", "/credentials/verify", verify)[0]
    _ask(server, "POST", "/credentials/status", {"credentialStatus": issued["credentialStatus"], "status": True})

    assert (before, _ask(server, "POST", "/credentials/verify", verify)[0]) == (200, 400)
    code, published = _ask(server, "GET", "/status/revocation", tls=True)
    assert (code, published["credentialSubject"]["type"]) == (200, "BitstringStatusList")


@pytest.mark.parametrize(
    "credential",
    [
        _credential(undefined="terme"),
        _credential(issuer="relative"),
        _credential(evidence={"id": "urn:x:1"}),
        _credential(credentialSchema={"id": "urn:x:1"}),
        _credential(relatedResource={"id": VC2, "digestMultibase": "uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0"}),
        _credential(relatedResource=[{"id": VC2}]),
        {},
        "texte",
    ],
)
def test_bad_input_is_refused(server: Any, credential: Any) -> None:
    code, answer = _ask(server, "POST", "/credentials/issue", {"credential": credential})

    assert (code, answer["verified"]) == (400, False)


def test_a_changed_credential_does_not_verify(server: Any) -> None:
    _code, issued = _ask(server, "POST", "/credentials/issue", {"credential": _credential(name="Un")})
    code, answer = _ask(server, "POST", "/credentials/verify", {"verifiableCredential": {**issued, "name": "Deux"}})

    assert (code, answer["errors"][0].split()[1]) == (400, "bad-signature")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"a":1,"a":2}', b"\xff"])
def test_a_broken_request_is_answered(server: Any, body: bytes) -> None:
    assert _ask(server, "POST", "/credentials/verify", body)[0] == 400
