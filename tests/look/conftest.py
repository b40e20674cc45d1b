"""The demonstration, for the tests that look at every page of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from besace.config import demonstration, preparation


@pytest.fixture
def story(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """The invented association, as `make run` shows it."""
    settings.INSTANCE_KEY_FILE = tmp_path / "instance-key"
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.IS_DEMONSTRATION = True
    preparation.write_instance_key(settings.INSTANCE_KEY_FILE)
    with translation.override("fr"):  # a client leaves the language of its last page behind
        demonstration.make()
        yield
