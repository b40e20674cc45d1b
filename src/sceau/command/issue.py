"""`sceau issue`: a description and a key make a signed badge, or many of them."""

import argparse
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sceau.baking import bake
from sceau.command import screen
from sceau.command.bake import generation_of
from sceau.command.batch import Batch
from sceau.command.description import Members, credential_of, documents_of, one_achievement
from sceau.command.keygen import key_in
from sceau.errors import SceauError, Unreadable
from sceau.formats import as_list
from sceau.keys import PrivateKey
from sceau.proofs.jws import cryptographic_key, sign_assertion
from sceau.signing import sign, sign_jwt
from sceau.strict_json import loads_object

_SUITES: Final = {"ob3": "eddsa-rdfc-2022", "ob3-jcs": "eddsa-jcs-2022"}
_EXAMPLE: Final = """\
FILE, for instance:
  {"issuer": {"name": "Les Mardis", "url": "https://mardis.example", "email": "bonjour@mardis.example"},
   "achievement": {"id": "https://mardis.example/b/1", "name": "Mener les ânes",
                   "description": "Mener trois ânes au pré.", "criteria": "Vue par trois pairs.",
                   "image": "https://mardis.example/b/1.png"},
   "recipient": {"email": "fatou@example.org"}, "evidence": ["Vue au pré, mardi."],
   "validUntil": "2030-01-01T00:00:00Z"}
An issuer without "id" is named by its key. One with an "id" needs --method, the address of a key of its own.
ob2 needs the "id" (https) of the achievement and of the issuer. Without --key the badge is hosted: the "id" of FILE
says where. With one it is signed, and --method says where the key is published.
A whole unsigned credential (with "@context") is signed as it is.
ROWS: columns email, id or name (one is needed); narrative, badge-id, validFrom, validUntil.
"""
_MOST_ROWS: Final = 1_000_000
_TOP: Final = ("id", "validFrom", "validUntil", "name", "description", "awardedDate")
_SAFE: Final = re.compile(r"[^A-Za-z0-9]+")


def add(commands: Any) -> None:
    """Register the sub-command."""
    parser = commands.add_parser(
        "issue",
        help="sign a badge, or one for each row of a table",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("description", metavar="FILE", help="achievement, recipient and issuer, in JSON")
    parser.add_argument("--key", metavar="FILE", help="the issuer's private key (sceau keygen)")
    parser.add_argument("--method", help="the address of the key: its did:key by default; ob2 needs one")
    parser.add_argument("--format", choices=("ob3", "ob3-jcs", "jwt", "ob2"), default="ob3")
    parser.add_argument("--many", metavar="ROWS", help="a CSV or JSON-lines file: email, id or name of each person")
    parser.add_argument("--bake", metavar="IMAGE", help="put each badge into this picture")
    parser.add_argument("-o", "--out", metavar="PATH", help="a file; with --many a folder (otherwise one badge a line)")
    parser.add_argument(
        "--with-documents",
        metavar="DIR",
        help="ob2: write the class, issuer and key to host there, and an index.json for verify --docs",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Sign one badge, or as many as there are rows."""
    description = loads_object(screen.content_of(options.description), about=options.description)
    key = key_in(options.key) if options.key else None
    image = screen.content_of(options.bake) if options.bake else None
    if not options.many:
        screen.write_out(_written(_issued(description, key, options), image, options), to=options.out)
        return 0
    rows = list(_rows(options.many))
    description = one_achievement(description)
    issue = _many(key, options)
    folder = Path(options.out) if options.out else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(screen.progress(rows, total=len(rows), what="issued"), start=1):
        with _in_row(number, of=options.many):
            badge = issue(_with_row(description, row))
        if folder:
            (folder / _name(number, row, baked=options.bake, text=badge)).write_bytes(_written(badge, image, options))
        else:
            screen.say(badge)
    return 0


@contextmanager
def _in_row(number: int, *, of: str) -> Iterator[None]:
    """An error inside says which row it comes from: the first person is row 1, whatever stands above."""
    try:
        yield
    except SceauError as refusal:
        raise SceauError(refusal.code, f"row {number} of {of}: {refusal.about}".removesuffix(": ")) from refusal


def _many(key: PrivateKey | None, options: argparse.Namespace) -> Callable[[Members], str]:
    """What makes one badge of many; the default format is compiled, the others are signed one by one."""
    if options.format != "ob3" or key is None:
        return lambda description: _issued(description, key, options)
    method = options.method or key.public.did_method
    batch = Batch(key, method=method)
    return lambda description: batch.issue(credential_of(description, issuer=method.partition("#")[0]))


def _issued(description: Members, key: PrivateKey | None, options: argparse.Namespace) -> str:
    if options.format == "ob2":
        return _elder(description, key, options)
    if key is None:
        raise Unreadable("no-key", "--key is needed to sign")
    method = options.method or key.public.did_method
    credential = credential_of(description, issuer=method.partition("#")[0])
    if options.format == "jwt":
        return sign_jwt(credential, key, method=method)
    return _text(sign(credential, key, method=method, cryptosuite=_SUITES[options.format]))


def _elder(description: Members, key: PrivateKey | None, options: argparse.Namespace) -> str:
    """Hosted without a key, signed with one (RSA), whose address `--method` must give."""
    if key is not None and not options.method:
        raise Unreadable("no-address", "--method: where the key of a signed 2.0 badge is published")
    assertion, badge, issuer = documents_of(description, creator=options.method if key else None)
    if options.with_documents:
        folder = Path(options.with_documents)
        folder.mkdir(parents=True, exist_ok=True)
        published = {"badge.json": badge, "issuer.json": issuer}
        if key is not None:
            published["key.json"] = cryptographic_key(options.method, owner=issuer["id"], key=key.public)
        index = {document["id"]: name for name, document in published.items()}
        for name, document in {**published, "index.json": index}.items():
            (folder / name).write_text(_text(document) + "\n", encoding="utf-8")
    return _text(assertion) if key is None else sign_assertion(assertion, key)


def _written(badge: str, image: bytes | None, options: argparse.Namespace) -> bytes:
    if image is None:
        return badge.encode() + b"\n"
    return bake(image, badge, keyword=generation_of("ob-2.0" if options.format == "ob2" else "ob-3.0"))


def _text(document: Members) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _rows(name: str) -> Iterator[Members]:
    """The rows of a table: CSV with a header (comma or semicolon), or one JSON object a line."""
    content = screen.content_of(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if text.lstrip().startswith("{"):
        rows = [*_objects([line for line in text.split("\n") if line.strip()], of=name)]
    else:
        first = text.partition("\n")[0]
        delimiter = ";" if first.count(";") > first.count(",") else ","
        try:
            rows = [dict(row) for row in csv.DictReader(io.StringIO(text), delimiter=delimiter)]
        except csv.Error as failure:
            raise Unreadable("bad-table", f"{name}: {failure}"[:200]) from None
    if len(rows) > _MOST_ROWS:
        raise Unreadable("too-many-rows", name)
    yield from rows


def _objects(lines: list[str], *, of: str) -> Iterator[Members]:
    for number, line in enumerate(lines, start=1):
        with _in_row(number, of=of):
            yield loads_object(line, about="")


def _with_row(description: Members, row: Members) -> Members:
    """The description with one person in it. Columns: email, id (of the person), name; evidence, narrative;
    badge-id, validFrom, validUntil."""
    filled = {str(name).strip(): value for name, value in row.items() if name and value not in (None, "")}
    if "recipient" not in filled:
        person = {name: filled[name] for name in ("email", "id", "name") if name in filled}
        filled = {name: value for name, value in filled.items() if name not in person}
        if not person:
            raise Unreadable("no-recipient")
        filled["recipient"] = person
    if "badge-id" in filled:
        filled["id"] = filled.pop("badge-id")
    if "narrative" in filled:
        filled["evidence"] = [*as_list(filled.get("evidence")), {"narrative": filled.pop("narrative")}]
    allowed = {"recipient", "evidence", "credentialStatus", *_TOP}
    return {**description, **{name: value for name, value in filled.items() if name in allowed}}


def _name(number: int, row: Members, *, baked: str | None, text: str) -> str:
    """A file name of plain letters: what people type into a table never reaches the file system (B15)."""
    person = str(row.get("name") or row.get("id") or number)
    ending = Path(baked).suffix.lower() if baked else ".json" if text.startswith("{") else ".jwt"
    slug = _SAFE.sub("-", person).strip("-")[:40]
    return f"{number:06d}{'-' + slug if slug and not slug.isdigit() else ''}{ending}"
