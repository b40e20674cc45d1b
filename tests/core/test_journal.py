"""The journal: one edited line is detected (SECURITY.md A37)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import override_settings

from besace.core import journal
from besace.core.models import JournalEntry


@pytest.fixture
def chain(db: None) -> list[JournalEntry]:
    group = uuid4()
    for verb in ("opened", "spoke", "closed", "stamped"):
        journal.write(uuid4(), verb, uuid4(), group=group, reason="quorum", counts={"yes": 3})
    journal.seal()
    return list(JournalEntry.objects.order_by("place"))


def test_an_untouched_chain_is_whole(chain: list[JournalEntry]) -> None:
    journal.write(None, "waits")

    assert journal.verify_chain() == journal.ChainState(sealed=4, waiting=1, broken_at=None)
    assert journal.seal() == 1
    assert journal.verify_chain() == journal.ChainState(sealed=5, waiting=0, broken_at=None)


@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_one_edited_line_is_found_at_its_place(chain: list[JournalEntry], place: int) -> None:
    JournalEntry.objects.filter(place=place).update(details={"reason": "majority"})

    assert journal.verify_chain().broken_at == place


def test_a_line_taken_away_is_found(chain: list[JournalEntry]) -> None:
    JournalEntry.objects.filter(place=3).delete()

    assert journal.verify_chain().broken_at == 3


def test_a_line_put_in_between_is_found(chain: list[JournalEntry]) -> None:
    JournalEntry.objects.filter(place=4).update(place=5)
    JournalEntry.objects.create(verb="forged", place=4, seal="0" * 64)

    assert journal.verify_chain().broken_at == 4


def test_the_oldest_lines_may_go_and_the_rest_still_holds(chain: list[JournalEntry]) -> None:
    JournalEntry.objects.filter(place__lte=2).delete()

    assert journal.verify_chain() == journal.ChainState(sealed=2, waiting=0, broken_at=None)


def test_a_new_secret_key_still_reads_the_old_chain(chain: list[JournalEntry], settings: object) -> None:
    old = settings.SECRET_KEY  # type: ignore[attr-defined]
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[old]):
        journal.write(None, "after")
        journal.seal()
        assert journal.verify_chain().is_whole
