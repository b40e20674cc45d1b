"""The demonstration, for the tests that look at every page of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story import told


@pytest.fixture
def story(db: None, tmp_path: Path) -> Iterator[None]:
    """The invented association, as `make run` shows it."""
    with told(tmp_path):
        yield
