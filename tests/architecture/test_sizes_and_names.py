"""A function does one thing, a file has one purpose, a name says what it holds (ARCHITECTURE.md parts 4 and 9)."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_FUNCTION = 40
LONGEST_FILE = 300
THE_STANDARD_S_OWN_NAMES = {"data_integrity"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "service", "data", "info", "handle", "process"}


def sources() -> list[Path]:
    return sorted(p for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts)


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Name and length of each function, its docstring apart: a long explanation is not a long function."""
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = node.body[0]
        said = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) and first.end_lineno else 0
        yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - said


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{name} has {length} lines"
        for file in sources()
        for name, length in functions(file)
        if length > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = [
        f"{file.relative_to(ROOT)} has {count} lines"
        for file in sources()
        if (count := len(file.read_text().splitlines())) > LONGEST_FILE
    ]
    assert long == []


def _is_drawer(stem: str) -> bool:
    return stem not in THE_STANDARD_S_OWN_NAMES and bool(set(stem.split("_")) & FORBIDDEN_NAMES)


def test_no_file_is_a_junk_drawer() -> None:
    drawers = [str(f.relative_to(ROOT)) for f in sources() if _is_drawer(f.stem)]
    assert drawers == []


def test_every_file_says_what_it_is_for() -> None:
    mute = [
        str(file.relative_to(ROOT))
        for file in sources()
        if file.read_text().strip() and not ast.get_docstring(ast.parse(file.read_text()))
    ]
    assert mute == []
