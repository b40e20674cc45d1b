"""`sceau bake`: put a badge into a picture."""

import argparse
from typing import Any

from sceau.baking import Generation, bake
from sceau.command import screen
from sceau.formats import ELDER
from sceau.read import read


def add(commands: Any) -> None:
    """Register the sub-command."""
    parser = commands.add_parser("bake", help="put a badge into a PNG or SVG picture")
    parser.add_argument("image", metavar="IMAGE", help="the picture, PNG or SVG")
    parser.add_argument("badge", metavar="BADGE", help="the badge, JSON or JWT; - for the standard input")
    parser.add_argument("-o", "--out", metavar="FILE", help="where to write (the standard output by default)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Bake; the generation of the badge decides how."""
    text = screen.content_of(options.badge)
    document = read(text)
    image = screen.content_of(options.image)
    baked = bake(image, document.token or text.decode("utf-8-sig").strip(), keyword=generation_of(document.format))
    screen.write_out(baked, to=options.out)
    return 0


def generation_of(found: str) -> Generation:
    """How a badge of this format is baked: one way up to 2.1, another from 3.0."""
    return "openbadges" if found in ELDER else "openbadgecredential"
