"""Small typed readers of the environment; nothing else in Besace reads it.

Every variable has a default and a line in docs/settings.md (a test compares the two).
"""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = {"1", "true", "yes", "on", "oui"}
FALSE = {"0", "false", "no", "off", "non", ""}


class BadSettingError(ValueError):
    """A variable holds something that it cannot mean; the sentence says what it may hold."""


def text(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadSettingError(f"{name} holds {value!r}: a whole number is needed.") from None


def boolean(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE | FALSE:
        return value.strip().lower() in TRUE
    raise BadSettingError(f"{name} holds {value!r}: yes or no is needed.")


def words(name: str, default: str) -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().resolve()


def lan_address() -> str:
    """This machine's address as the phones of the room see it (nothing is sent), or localhost."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "localhost"


def secret_file(path: Path) -> str:
    """The key kept in `path`, written once at random, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


SQLITE_OPTIONS: dict[str, object] = {
    # SECURITY.md E.7: IMMEDIATE so that no write is refused at its end; FULL so that what was acknowledged stays.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}


def database(name: str, default: Path) -> dict[str, object]:
    """SQLite in `default` unless `name` holds sqlite:///path or postgres://user:password@host:port/name."""
    url = text(name, "")
    if not url or url.startswith("sqlite:"):
        path = Path(url.removeprefix("sqlite://")) if url else default
        path.parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "besace.core.sqlite3",
            "NAME": path,
            "CONN_MAX_AGE": None,  # the pages' threads are few and stay
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSettingError(f"{name} begins with {parts.scheme!r}: sqlite:///file or postgres://… is needed.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "besace",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**dict(parse_qsl(parts.query)), "options": "-c statement_timeout=5000"},
    }
