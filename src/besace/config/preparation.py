"""What must be true before the door opens: tables, translations, static files, the instance's key. Each step is
skipped when nothing has changed, so that a second start is quick."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from . import translations


def prepare() -> None:
    """Bring an installation, new or old, to the state in which it can serve."""
    write_instance_key(settings.INSTANCE_KEY_FILE)
    translations.compile_all()
    apply_migrations()
    gather_static()


def write_instance_key(path: Path) -> None:
    """The key that seals all others: 32 random bytes in hexadecimal, written once, for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        return


def waiting_migrations() -> list[str]:
    """Names of the migrations that the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def apply_migrations() -> None:
    if waiting_migrations():
        call_command("migrate", interactive=False, verbosity=0)


def gather_static() -> None:
    """Copy, hash and compress the static files, unless those gathered last time were the same."""
    stamp_file = settings.STATIC_ROOT / "gathered.stamp"
    stamp = static_stamp()
    if stamp_file.exists() and stamp_file.read_text() == stamp:
        return
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp_file.write_text(stamp)


def static_stamp() -> str:
    """What our static files look like: names, sizes and times of the files, and the version of the libraries."""
    digest = hashlib.sha256((settings.PACKAGE / "config" / "settings.py").read_bytes())
    for folder in [*settings.STATICFILES_DIRS, settings.PACKAGE / "templates" / "components"]:
        for file in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            state = file.stat()
            digest.update(f"{file} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
