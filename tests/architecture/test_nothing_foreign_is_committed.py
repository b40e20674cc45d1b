"""No address of a registry, no path of a machine, no lock file that names a host."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = {"uv.lock", "poetry.lock", "pylock.toml"}
HOSTS = re.compile(
    r"^--(?:extra-)?index-url|^--find-links|\"resolved\": *\"https?://|url = \"https?://[^\"]*/(?:simple|packages)/",
    re.MULTILINE,
)
MACHINE_PATHS = re.compile(r"(?<![\w./-])/(?:home|root|Users)/[\w.-]+/")


def committed() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def test_no_lock_file_that_names_a_registry() -> None:
    assert [str(f) for f in committed() if f.name in LOCKS] == []


def test_no_registry_address_and_no_path_of_a_machine() -> None:
    here = Path(__file__)
    faults = []
    for file in committed():
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue
        if file != here and (HOSTS.search(text) or MACHINE_PATHS.search(text)):
            faults.append(str(file.relative_to(ROOT)))
    assert faults == []


def test_the_project_and_its_locked_requirements_ask_for_the_same() -> None:
    wanted = re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.MULTILINE | re.DOTALL)
    assert wanted is not None
    project = set(re.findall(r'"([^"]+)"', wanted.group(1)))
    lines = (ROOT / "requirements" / "base.in").read_text().splitlines()
    assert project == {line for line in lines if line and not line.startswith("#")}
