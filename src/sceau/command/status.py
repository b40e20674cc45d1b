"""`sceau status`: make or change a signed status list, or look one up."""

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sceau import status
from sceau.command import screen
from sceau.command.keygen import key_in
from sceau.errors import Unreadable
from sceau.proofs.data_integrity import timestamp
from sceau.signing import sign
from sceau.strict_json import loads_object

_DAYS = 7


def add(commands: Any) -> None:
    """Register the sub-command."""
    parser = commands.add_parser("status", help="make, change or read a status list (Bitstring Status List)")
    parser.add_argument("list", metavar="FILE", help="the list: read if it is there, written with --key")
    parser.add_argument("--url", help="where the list will be published; needed to make one")
    parser.add_argument("--issuer", help="the issuer's id (the did:key of the key by default)")
    parser.add_argument("--purpose", choices=("revocation", "suspension"), default="revocation")
    parser.add_argument("--set", type=int, nargs="+", default=[], metavar="INDEX", help="revoke or suspend these")
    parser.add_argument("--clear", type=int, nargs="+", default=[], metavar="INDEX", help="take these back")
    parser.add_argument("--show", type=int, metavar="INDEX", help="say what the list says of this one")
    parser.add_argument("--key", metavar="FILE", help="the issuer's private key; without it the list is only read")
    parser.add_argument("--method", help="the address of the key (its did:key by default)")
    parser.add_argument("--days", type=int, default=_DAYS, help="how long the list holds (7)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the list anew when a key is given; then answer `--show`."""
    path = Path(options.list)
    present = loads_object(path.read_bytes(), about=options.list) if path.exists() else None
    if (options.set or options.clear) and not options.key:
        raise Unreadable("no-key", "--key is needed to change the list")
    if options.key:
        present = _signed(options, present)
        screen.write_out(_text(present), to=options.list)
    if present is None:
        raise Unreadable("no-such-list", options.list)
    bits = _bits(present)
    if options.show is not None:
        screen.say("set" if bits.get(options.show) else "clear")
        return 0
    listed = [index for index in range(len(bits)) if bits.get(index)]
    screen.say(f"{len(listed)} of {len(bits)} set: {' '.join(map(str, listed[:50]))}".rstrip(": "))
    return 0


def _signed(options: argparse.Namespace, present: dict[str, Any] | None) -> dict[str, Any]:
    key = key_in(options.key)
    now = datetime.now(UTC)
    if present is None:
        if not options.url:
            raise Unreadable("no-address", "--url is needed to make a list")
        issuer = options.issuer or key.public.did
        present = status.bitstring_credential(options.url, issuer, [], now, purpose=options.purpose)
    bits = _bits(present)
    for index in options.set:
        bits.set(index)
    for index in options.clear:
        bits.set(index, 0)
    fresh = {name: value for name, value in present.items() if name != "proof"}
    fresh["credentialSubject"] = {**present["credentialSubject"], "encodedList": bits.encode()}
    fresh |= {"validFrom": timestamp(now), "validUntil": timestamp(now + timedelta(days=options.days))}
    return sign(fresh, key, method=options.method)


def _bits(credential: dict[str, Any]) -> status.Bitstring:
    subject = credential.get("credentialSubject")
    if not isinstance(subject, dict) or not isinstance(subject.get("encodedList"), str):
        raise Unreadable("not-a-status-list", "no encodedList")
    return status.Bitstring.decode(subject["encodedList"], with_prefix=subject["encodedList"].startswith("u"))


def _text(credential: dict[str, Any]) -> bytes:
    return json.dumps(credential, ensure_ascii=False, indent=2).encode() + b"\n"
