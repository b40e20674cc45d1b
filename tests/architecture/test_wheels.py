"""The wheels carry what they need: the site its assets and translations, `sceau` a life without Django."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def build(project: Path, into: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into), str(project)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return next(into.glob("*.whl"))


def test_the_wheel_of_the_site_carries_its_assets_and_translations(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "manage.py", "translations"], cwd=ROOT, check=True, capture_output=True)
    names = set(zipfile.ZipFile(build(ROOT, tmp_path)).namelist())

    assert "besace/locale/en/LC_MESSAGES/django.mo" in names
    assert "besace/static/vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2" in names
    assert "besace/fonts/AtkinsonHyperlegibleNext_400Regular.ttf" in names
    assert "besace/people/migrations/0001_initial.py" in names
    assert "besace/templates/layouts/page.html" in names
    assert "sceau/contexts/manifest.json" in names


@pytest.mark.slow
def test_sceau_lives_without_django(tmp_path: Path) -> None:
    wheel = build(ROOT / "packaging" / "sceau", tmp_path)
    house = tmp_path / "house"
    venv.create(house, with_pip=True)
    python = house / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], check=True)

    absent = subprocess.run([python, "-c", "import django"], capture_output=True)
    here = tmp_path / "nothing.txt"
    here.write_text("no badge here")
    answer = subprocess.run([python, "-m", "sceau", "verify", str(here), "--json"], capture_output=True, text=True)

    assert absent.returncode == 1
    assert (answer.returncode, '"verdict": "unknown"' in answer.stdout) == (2, True), answer.stderr
