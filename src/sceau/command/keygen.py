"""`sceau keygen`: a new key pair; the private half goes into a file that only its owner may read."""

import argparse
import os
from pathlib import Path
from typing import Any, cast

from sceau.command import screen
from sceau.errors import KeyProblem
from sceau.keys import Kind, PrivateKey
from sceau.strict_json import loads_object

_KINDS = {"ed25519": "Ed25519", "p-256": "P-256", "rsa": "RSA"}


def add(commands: Any) -> None:
    """Register the sub-command."""
    parser = commands.add_parser("keygen", help="make a key to sign with")
    parser.add_argument("out", metavar="FILE", help="where to write the private key (PEM); never overwritten")
    parser.add_argument("--kind", choices=sorted(_KINDS), default="ed25519", help="rsa is for 2.0 badges")
    parser.add_argument("--json", action="store_true", help="the public half as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the private key, show the public one."""
    key = PrivateKey.generate(cast(Kind, _KINDS[options.kind]))
    _keep(key, Path(options.out))
    public: dict[str, Any] = {"kind": key.kind, "jwk": key.public.to_jwk(), "pem": key.public.to_pem()}
    if key.kind != "RSA":
        public |= {"did": key.public.did, "method": key.public.did_method, "multibase": key.public.to_multibase()}
    if options.json:
        screen.say_json(public, pretty=True)
    else:
        screen.say(f"private key in {options.out}")
        screen.say(public.get("method") or public["pem"].strip())
    return 0


def _keep(key: PrivateKey, path: Path) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyProblem("key-exists", str(path)) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.to_pem())


def key_in(name: str) -> PrivateKey:
    """The private key of a file: PEM, JWK, or multibase. Raises `KeyProblem`, `OSError`, `Unreadable`."""
    text = screen.content_of(name).decode("utf-8", "replace").strip()
    if text.startswith("-----"):
        return PrivateKey.from_pem(text)
    if text.startswith("{"):
        return PrivateKey.from_jwk(loads_object(text, about=name))
    return PrivateKey.from_multibase(text)
