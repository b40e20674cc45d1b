"""The PyPI package openbadgeslib as a worker: {"file"} to judge, or {"sign", "key", "method", "into"}, a line in;
{"accepted", "why"} a line out.

usage: python openbadgeslib_judge.py DOCS_FOLDER
"""

import base64
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier, ldp

DOCS = Path(sys.argv[1])
INDEX = json.loads((DOCS / "index.json").read_text())


def download(url: str, *_args: object, **_options: object) -> bytes:
    if url in INDEX:
        return (DOCS / INDEX[url]).read_bytes()
    raise OSError(f"not here: {url}")


def judge(file: Path) -> None:
    raw = file.read_bytes()
    text = OB3Verifier.extract_token_from_png(raw) if raw.startswith(b"\x89PNG") else raw.decode().strip()
    if text.lstrip().startswith("{"):
        document = json.loads(text)
        issuer = document["issuer"] if isinstance(document["issuer"], str) else document["issuer"]["id"]
        OB3LdpVerifier.for_issuer_did(issuer, download=download).verify(document, download=download)
        return
    claims = text.split(".")[1]
    payload = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    issuer = payload.get("iss") or payload["issuer"]["id"]
    OB3Verifier.for_issuer_did(issuer, download=download).verify(text, download=download)


def sign(question: dict[str, str]) -> None:
    """Put its own proof on a credential."""
    credential = json.loads(Path(question["sign"]).read_text())
    created = datetime(2026, 5, 12, 12, tzinfo=UTC)
    signed = ldp.add_data_integrity_proof(credential, question["key"].encode(), question["method"], created=created)
    Path(question["into"]).write_text(json.dumps(signed, ensure_ascii=False))


for line in sys.stdin:
    try:
        asked = json.loads(line)
        sign(asked) if "sign" in asked else judge(Path(asked["file"]))
        why = None
    except Exception as fault:  # noqa: BLE001 -- whatever this judge raises is its refusal
        why = f"{type(fault).__name__}: {str(fault).splitlines()[0][:200] if str(fault) else ''}"
    print(json.dumps({"accepted": why is None, "why": why}), flush=True)
