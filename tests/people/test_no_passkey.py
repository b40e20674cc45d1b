"""Whatever is sent in place of a passkey is refused with a sentence: no page breaks, nobody comes in, none is kept."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

pytestmark = pytest.mark.django_db
BYTES = "A" * 80
NOT_ONE = [
    "",
    "null",
    "[]",
    "{}",
    "1",
    '"x"',
    '{"id":1}',
    '{"id":"x","rawId":"x","response":{},"type":"public-key"}',
    '{"id":"eA","rawId":"eA","response":null,"type":"public-key"}',
    '{"id":[],"rawId":{},"response":{"clientDataJSON":5,"attestationObject":[]},"type":"public-key"}',
    '{"id":"eA","rawId":"eA","response":{"clientDataJSON":"eA","attestationObject":"eA"},"type":"public-key"}',
    '{"id":"eA","rawId":"eA","response":{"clientDataJSON":"bnVsbA","attestationObject":"oA"},"type":"public-key"}',
    json.dumps(
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {"clientDataJSON": "e30", "authenticatorData": BYTES, "signature": "eA", "userHandle": "MTIz"},
        }
    ),
    '{"id":"\\ud800","rawId":"eA","response":{"clientDataJSON":"e30"},"type":"public-key"}',
    '"\\ud800"',
    "[" * 60_000,
    '{"a":' * 5_000,
    "9" * 6_000,
    "NaN",
    "1e400",
    " " * 70_000,
]


@pytest.mark.parametrize("sent", NOT_ONE, ids=lambda sent: sent[:24] or "nothing")
def test_nobody_comes_in_by_what_is_no_passkey(sent: str, client: Client) -> None:
    for _try in range(2):
        answer = client.post("/entrer/cle", {"credential": sent})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/entrer")
        assert client.get("/entrer/cle", HTTP_ACCEPT="application/json").status_code == 200  # a ceremony is under way
    assert client.get("/moi").status_code == 302


@pytest.mark.parametrize("sent", NOT_ONE, ids=lambda sent: sent[:24] or "nothing")
def test_nothing_is_kept_of_what_is_no_passkey(sent, tonio, client_of):
    browser = client_of(tonio)
    browser.get("/moi/cles/ajouter")
    assert browser.post("/moi/cles/ajouter", {"credential": sent, "name": "Mon téléphone"}).status_code == 200
    assert Authenticator.objects.count() == 0
