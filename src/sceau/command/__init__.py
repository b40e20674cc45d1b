"""The command: `sceau verify badge.png`. Ends with 0 when all is good, 1 for a bad badge, 2 when it cannot tell."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from sceau import __version__
from sceau.command import screen, words
from sceau.errors import SceauError

_COMMANDS = ("verify", "read", "issue", "bake", "unbake", "status", "keygen", "serve")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process by default); the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except SceauError as refusal:
        return _refused(refusal, as_json=getattr(options, "json", False))
    except BrokenPipeError:
        sys.stderr.close()
        return 2
    except OSError as failure:
        screen.complain(f"{failure.strerror or failure}: {failure.filename or ''}".rstrip(": "))
        return 2
    except KeyboardInterrupt:
        screen.complain("stopped")
        return 2
    return status


def _refused(refusal: SceauError, *, as_json: bool) -> int:
    """Say why nothing could be done, as a sentence, or as `{"error", "about", "message"}`; the exit status."""
    if as_json:
        message = words.SENTENCES.get(refusal.code, "")
        screen.say_json({"error": refusal.code, "about": refusal.about, "message": message})
    else:
        screen.complain(words.told(refusal.code, refusal.about))
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sceau", description="Read, verify, issue and bake Open Badges, 0.5 to 3.0.")
    parser.add_argument("--version", action="version", version=f"sceau {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _COMMANDS:
        module = f"sceau.command.{name}"
        if find_spec(module):
            import_module(module).add(commands)
    return parser
