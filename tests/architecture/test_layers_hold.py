"""The import contracts are seen to fail: a fault is planted in a copy of the tree, and the linter must find it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

PLANTED = [
    ("upwards", "besace/core/planted.py", "import besace.people.models\n", "Downwards only"),
    ("unlisted app", "besace/newcomer/__init__.py", "", "Downwards only"),
    ("sceau asks Django", "sceau/planted.py", "import django\n", "sceau knows neither Django nor Besace"),
    ("a page signs by itself", "besace/people/planted.py", "import sceau\n", "Only credentials speaks to sceau"),
    ("a rule asks Django", "besace/votes/rules.py", "import django\n", "Rules know no Django"),
]


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [command, "--no-cache"], cwd=tree, capture_output=True, text=True, env={"PYTHONPATH": str(tree / "src")}
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignored = shutil.ignore_patterns("*.html", "*.css", "*.ttf", "*.woff2", "*.json", "__pycache__", "*.svg")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    return tmp_path


def test_the_house_keeps_its_contracts() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("fault", "file", "text", "contract"), PLANTED, ids=[p[0] for p in PLANTED])
def test_a_planted_fault_breaks_its_contract(copy: Path, fault: str, file: str, text: str, contract: str) -> None:
    target = copy / "src" / file
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("a") as planted:
        planted.write(text)

    answer = lint(copy)

    assert answer.returncode == 1, f"{fault}: {answer.stdout}"
    assert f"{contract}" in answer.stdout.split("Broken contracts")[1]
