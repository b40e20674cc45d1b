"""Status lists: built, read, bounded; what cannot be read is never an answer."""

import gzip
import time
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sceau import multibase, sign, status
from sceau.errors import SceauError
from sceau.keys import PrivateKey
from sceau.proofs import data_integrity as di

KEY = PrivateKey.from_seed(b"\x04" * 32)
NOON = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
LIST = "https://valmont.example/s/1"


def published(*indexes: int, **options: Any) -> dict[str, Any]:
    return status.bitstring_credential(LIST, KEY.public.did, indexes, NOON, NOON + timedelta(days=7), **options)


def code_of(list_credential: dict[str, Any], entry: dict[str, Any]) -> str:
    with pytest.raises(SceauError) as caught:
        status.value_in(list_credential, entry)
    return caught.value.code


def test_what_was_set_is_read_and_nothing_else() -> None:
    found = published(0, 7, 94567, 131071)
    said = [status.value_in(found, status.entry(LIST, index)) for index in (0, 1, 6, 7, 8, 94567, 131070, 131071)]
    assert said == [1, 0, 0, 1, 0, 1, 0, 1]


def test_the_first_index_is_the_leftmost_bit() -> None:
    bits = status.Bitstring()
    bits.set(0)
    packed = gzip.decompress(multibase.decode(bits.encode()))
    assert (packed[0], len(packed)) == (0b10000000, 16 * 1024)


def test_the_list_is_a_credential_that_may_be_signed() -> None:
    signed = sign(published(5), KEY, created=NOON)
    assert di.verify_proof(signed, signed["proof"], KEY.public) is True
    assert signed["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert signed["credentialSubject"]["statusPurpose"] == "revocation"


def test_an_entry_writes_its_index_as_a_text() -> None:
    entry = status.entry(LIST, 94567)
    assert (entry["id"], entry["statusListIndex"]) == (f"{LIST}#94567", "94567")


def test_entries_of_two_bits_hold_four_values() -> None:
    bits = status.Bitstring(size=2)
    for index, value in enumerate((0, 1, 2, 3)):
        bits.set(index, value)
    again = status.Bitstring.decode(bits.encode(), size=2)
    assert [again.get(index) for index in range(5)] == [0, 1, 2, 3, 0]


@pytest.mark.parametrize(
    ("subject", "entry", "code"),
    [
        ({"encodedList": "H4sI"}, {}, "not-base64url"),
        ({"encodedList": "u!!"}, {}, "not-base64url"),
        ({"encodedList": "uAAAA"}, {}, "not-gzip"),
        ({"encodedList": "u" + multibase.base64url_encode(gzip.compress(bytes(16_383)))}, {}, "list-too-short"),
        ({"encodedList": "u" + multibase.base64url_encode(gzip.compress(bytes(16_384))[:-9])}, {}, "not-gzip"),
        ({"statusPurpose": "suspension"}, {}, "wrong-purpose"),
        ({"type": "Autre"}, {}, "not-a-status-list"),
        ({"encodedList": None}, {}, "not-a-status-list"),
        ({}, {"statusListIndex": "131072"}, "index-out-of-range"),
        ({}, {"statusListIndex": "-1"}, "bad-index"),
        ({}, {"statusListIndex": "1.5"}, "bad-index"),
        ({}, {"statusListIndex": "١"}, "bad-index"),
        ({}, {"statusListIndex": True}, "bad-index"),
        ({}, {"statusListIndex": "9" * 400}, "bad-index"),
        ({}, {"statusListCredential": "https://valmont.example/s/2"}, "wrong-list"),
        ({}, {"statusSize": 0}, "bad-status-size"),
        ({}, {"statusSize": 64}, "bad-status-size"),
    ],
)
def test_a_list_that_cannot_be_read_is_no_answer(subject: dict[str, Any], entry: dict[str, Any], code: str) -> None:
    found = published(5)
    found["credentialSubject"] |= subject
    assert code_of(found, status.entry(LIST, 5) | entry) == code


def test_a_bomb_is_refused_at_once() -> None:
    packer, million = zlib.compressobj(9, wbits=31), bytes(1_000_000)
    first, again = (packer.compress(million) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    bomb = first + again * 255  # one packed block, again and again: never read to its end
    found = published()
    found["credentialSubject"]["encodedList"] = "u" + multibase.base64url_encode(bomb)
    before = time.process_time()
    tracemalloc.start()
    assert code_of(found, status.entry(LIST, 5)) == "list-too-large"
    assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    tracemalloc.stop()
    assert time.process_time() - before < 5


def test_a_short_list_is_not_made() -> None:
    with pytest.raises(SceauError, match="list-too-short"):
        published(entries=1000)
    with pytest.raises(SceauError, match="index-out-of-range"):
        published(131_072)


def test_a_status_list_of_2021_is_read_without_prefix() -> None:
    found = published(5)
    found["credentialSubject"] |= {"type": "StatusList2021", "encodedList": status.Bitstring().encode()[1:]}
    assert status.value_in(found, {"statusListCredential": LIST, "statusListIndex": 5}) == 0


def test_the_lists_of_1edtech_and_of_2_0_tell_the_reason() -> None:
    new = status.one_edtech_revocation_list(LIST, "urn:x:i", {"urn:x:1": "Erreur de nom", "urn:x:2": None})
    old = status.revocation_list(LIST, "urn:x:i", {"urn:x:1": "Erreur de nom", "urn:x:2": None})
    for document in (new, old):
        said = [status.revocation_in(document, name) for name in ("urn:x:1", "urn:x:2", "urn:x:3")]
        assert said == ["Erreur de nom", "", None]
    assert status.revocation_in({"revokedAssertions": ["urn:x:1", {"uid": "urn:x:4"}]}, "urn:x:4") == ""
    assert status.revocation_in({"revokedCredential": [{"id": "urn:x:1", "revoked": False}]}, "urn:x:1") is None
    with pytest.raises(SceauError, match="not-a-status-list"):
        status.revocation_in({"id": LIST}, "urn:x:1")
