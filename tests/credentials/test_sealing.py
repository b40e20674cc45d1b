"""A stolen database gives no private key, and a row moved to another organisation does not open (K01)."""

import pytest

from besace.credentials import sealing

INSTANCE, OTHER = b"i" * 32, b"o" * 32
PRIVATE = b"z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"
ROW = "an-organisation|k-2026-1"


def test_what_was_sealed_opens_in_its_own_row() -> None:
    sealed = sealing.seal(PRIVATE, bound_to=ROW, instance=INSTANCE)
    assert sealing.open_sealed(sealed, bound_to=ROW, instance=INSTANCE) == PRIVATE


def test_the_private_key_is_not_in_the_sealed_bytes() -> None:
    sealed = sealing.seal(PRIVATE, bound_to=ROW, instance=INSTANCE)
    assert PRIVATE not in sealed
    assert sealed != sealing.seal(PRIVATE, bound_to=ROW, instance=INSTANCE)


@pytest.mark.parametrize(
    ("row", "instance"),
    [("another-organisation|k-2026-1", INSTANCE), ("an-organisation|k-2026-2", INSTANCE), (ROW, OTHER)],
)
def test_another_row_or_another_instance_does_not_open_it(row: str, instance: bytes) -> None:
    sealed = sealing.seal(PRIVATE, bound_to=ROW, instance=INSTANCE)
    with pytest.raises(sealing.SealBroken):
        sealing.open_sealed(sealed, bound_to=row, instance=instance)


@pytest.mark.parametrize("place", [0, 1, 20, 70, -1])
def test_one_changed_byte_breaks_the_seal(place: int) -> None:
    sealed = bytearray(sealing.seal(PRIVATE, bound_to=ROW, instance=INSTANCE))
    sealed[place] ^= 1
    with pytest.raises(sealing.SealBroken):
        sealing.open_sealed(bytes(sealed), bound_to=ROW, instance=INSTANCE)


@pytest.mark.parametrize("stump", [b"", b"\x01", b"\x01" * 30])
def test_a_stump_is_refused(stump: bytes) -> None:
    with pytest.raises(sealing.SealBroken):
        sealing.open_sealed(stump, bound_to=ROW, instance=INSTANCE)
