"""The whole database as somebody who stole it reads it: every row of every table, and the bytes of the files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Row:
    table: str
    cells: dict[str, object]

    def says(self, word: object) -> bool:
        return any(plain(word) in plain(cell) for cell in self.cells.values())


def plain(cell: object) -> str:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).hex()
    return cell.hex if isinstance(cell, UUID) else str(cell).replace("-", "").lower()


def every_row() -> list[Row]:
    """In the order in which they lie, which is what a thief would look at."""
    lies = "ctid" if connection.vendor == "postgresql" else "rowid"
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name} ORDER BY {lies}")
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            rows += [Row(table, dict(zip(columns, cells, strict=True))) for cells in cursor.fetchall()]
    return rows


def every_byte() -> bytes:
    """The file of SQLite with its free pages, and its log."""
    file = Path(str(connection.settings_dict["NAME"]))
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(file.name + "*")))
