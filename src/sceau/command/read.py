"""`sceau read`: what is inside, without judging."""

import argparse
from typing import Any

from sceau.command import screen, words
from sceau.command.verify import add_network, fetcher
from sceau.fetch import JSON_TYPES
from sceau.read import Document, read


def add(commands: Any) -> None:
    """Register the sub-command."""
    parser = commands.add_parser("read", help="show what a file or an address holds, without judging")
    parser.add_argument("source", metavar="FILE|URL|-")
    parser.add_argument("--json", action="store_true", help="everything, as one JSON object")
    add_network(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the badge; 0 when there is one (2 otherwise, by the error)."""
    source: str = options.source
    if source.startswith(("http://", "https://")):
        content = fetcher(options)(source, accept=JSON_TYPES).body
    else:
        content = screen.content_of(source)
    document = read(content)
    if options.json:
        screen.say_json(_members(document), pretty=True)
        return 0
    screen.say(f"{document.format} {document.version} in {document.carrier}".replace("  ", " "))
    for problem in document.problems:
        screen.say(f"! {words.told(problem)}")
    if document.url:
        screen.say(f"lives at {screen.inert(document.url)}")
    if document.credential is not None:
        screen.say_json(document.credential, pretty=True)
    for other in document.others:
        screen.say(f"with {other.format} in {other.carrier}")
    return 0


def _members(document: Document) -> dict[str, Any]:
    return {
        "format": document.format,
        "version": document.version,
        "carrier": document.carrier,
        "problems": list(document.problems),
        "url": document.url,
        "token": document.token,
        "credential": document.credential,
        "others": [_members(other) for other in document.others],
    }
