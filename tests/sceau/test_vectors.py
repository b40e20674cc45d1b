"""Our own good and bad badges, in files: each bad one says which check must fail."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sceau.fetch import DocumentsFetcher
from sceau.verify import verify

FOLDER = Path(__file__).parent / "vectors" / "badges"
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_each_badge_is_judged_as_it_deserves(name):
    report = verify(
        (FOLDER / name).read_bytes(), fetch=DocumentsFetcher(FOLDER), now=datetime(2026, 5, 12, 12, tzinfo=UTC)
    )
    flaws = {f"{c.name} {c.code}" for c in report.checks if c.outcome.value != "passed" and c.name != "image"}

    assert {"verdict": report.verdict, "format": report.format, "flaws": sorted(flaws)} == EXPECTED[name]


def test_no_bad_badge_is_valid_and_every_good_one_is():
    assert {name: said["verdict"] == "valid" for name, said in EXPECTED.items()} == {
        name: name.startswith("good") for name in EXPECTED
    }
