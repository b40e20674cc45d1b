"""Every setting has a line in docs/settings.md, and nothing but config/env.py reads the environment."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = ROOT / "src" / "besace" / "config" / "settings.py"
MAY_READ_THE_ENVIRONMENT = {"config/env.py", "config/asgi.py", "config/wsgi.py", "__main__.py"}


def settings_read() -> set[str]:
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS.read_text()))


def settings_documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))


def test_every_setting_has_its_line_and_no_line_is_orphan() -> None:
    assert settings_read() == settings_documented()


def test_nothing_else_reads_the_environment() -> None:
    package = ROOT / "src" / "besace"
    readers = {
        str(file.relative_to(package))
        for file in package.rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", file.read_text())
    }
    assert readers - MAY_READ_THE_ENVIRONMENT == set()
