"""The command: `sceau verify badge.png`. Ends with 0 when all is good, 1 for a bad badge, 2 when it cannot tell."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from sceau import __version__
from sceau.command import screen
from sceau.errors import SceauError

_COMMANDS = ("verify", "read", "issue", "bake", "unbake", "status", "keygen", "serve")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process by default); the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except SceauError as refusal:
        screen.complain(str(refusal))
        return 2
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sceau", description="Read, verify, issue and bake Open Badges, 0.5 to 3.0.")
    parser.add_argument("--version", action="version", version=f"sceau {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _COMMANDS:
        module = f"sceau.command.{name}"
        if find_spec(module):
            import_module(module).add(commands)
    return parser
