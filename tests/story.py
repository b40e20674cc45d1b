"""The demonstration for the tests: made once in a process, then laid down in a blink for each test that looks at it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

from besace.config import demonstration, preparation

Row = tuple[Any, ...]
# The database refuses a voice in a closed ballot: the voices come first.
FIRST = ("votes_voice", "votes_sealedvoice", "votes_handcount")


@dataclass(frozen=True)
class Kept:
    """The rows that the story added, table by table, and a copy of its files."""

    rows: dict[str, list[Row]]
    folder: Path


_kept: list[Kept] = []


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """The story is in the database and in `folder`; whoever calls empties the database again."""
    places = {"INSTANCE_KEY_FILE": folder / "instance-key", "PUBLISHED_ROOT": folder / "published"}
    # A client leaves the language of its last page behind.
    with override_settings(IS_DEMONSTRATION=True, **places), translation.override("fr"):
        if connection.vendor != "sqlite":
            _make()
        elif _kept:
            _lay_down(_kept[0], folder)
        else:
            _keep(folder)
        yield


def _make() -> None:
    preparation.write_instance_key(settings.INSTANCE_KEY_FILE)
    demonstration.make()


def _keep(folder: Path) -> None:
    before = _rows()
    _make()
    added = {table: [row for row in rows if row not in before[table]] for table, rows in _rows().items()}
    copy = Path(tempfile.mkdtemp(prefix="besace-story-"))
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    _kept.append(Kept({table: rows for table, rows in added.items() if rows}, copy))


def _lay_down(kept: Kept, folder: Path) -> None:
    shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
    tables = sorted(kept.rows, key=lambda table: table not in FIRST)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            marks = ", ".join(["%s"] * len(kept.rows[table][0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', kept.rows[table])


def _rows() -> dict[str, list[Row]]:
    """All that the database holds, as it holds it: a `+` before a column keeps times from being made into objects."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            asked = ", ".join(f'+"{column.name}"' for column in columns)
            found[table] = cursor.execute(f'SELECT {asked} FROM "{table}"').fetchall()
        return found
