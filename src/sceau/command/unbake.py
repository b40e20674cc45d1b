"""`sceau unbake`: take the badge out of a picture."""

import argparse
from typing import Any

from sceau.baking import unbake
from sceau.command import screen, words


def add(commands: Any) -> None:
    """Register the sub-command."""
    parser = commands.add_parser("unbake", help="take the badge out of a PNG or SVG picture")
    parser.add_argument("image", metavar="IMAGE", help="the picture; - for the standard input")
    parser.add_argument("-o", "--out", metavar="FILE", help="where to write (the standard output by default)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the badge as it stands in the picture; 1 when there is none, 2 when there are several."""
    found = unbake(screen.content_of(options.image))
    texts = list(dict.fromkeys(baked.text for baked in found.badges))
    for problem in found.problems:
        screen.complain(words.told(problem))
    if len(texts) != 1:
        screen.complain(words.told("two-badges" if texts else "no-badge-inside", options.image))
        return 2 if texts else 1
    screen.write_out(texts[0].encode() + (b"" if options.out else b"\n"), to=options.out)
    return 0
