"""The page of use: every code that a check may carry is explained there, and its examples run."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "sceau" / "use.md").read_text(encoding="utf-8")
SOURCES = [*(ROOT / "src/sceau/verify").glob("*.py"), *(ROOT / "src/sceau/baking").glob("*.py")]
SOURCES += [ROOT / "src/sceau" / name for name in ("read.py", "fetch.py", "addresses.py", "strict_json.py", "did.py")]
CODES = (
    r'(?:failed|unknown|passed)\(\s*(?:"\w+"|name),\s*"([a-z0-9-]+)"',
    r'(?:Unreadable|Unsupported|KeyProblem|FetchFailed)\(\s*"([a-z0-9-]+)"',
    r'(?:yield|append\(\()\s*"([a-z]+-[a-z-]+)", f?"',
)


def test_every_code_is_explained():
    used = {code for path in SOURCES for pattern in CODES for code in re.findall(pattern, path.read_text("utf-8"))}
    explained = set(re.findall(r"`([a-z0-9-]+)`", PAGE))

    assert len(used) > 100
    assert used - explained == {"unbakeable-text"}  # said when baking, never in a report


def test_the_examples_of_python_run(tmp_path, monkeypatch, capsys):
    verify, issue = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(issue, names)
    import json  # noqa: PLC0415 -- only here

    Path("badge.png").write_text(json.dumps(names["signed"]), encoding="utf-8")
    exec(verify, {})

    assert "passed proof ok eddsa-rdfc-2022" in capsys.readouterr().out
