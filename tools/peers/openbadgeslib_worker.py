"""openbadgeslib and the bakery of 1EdTech as a worker: one JSON command a line in, processor time out.

Runs in an environment of its own (see `tools/bench_sceau.py`), never in ours.
"""

import base64
import io
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

from openbadges_bakery import bake
from openbadgeslib.ob3 import OB3LdpVerifier, ldp


def _issue(command: dict[str, Any]) -> list[Any]:
    now = datetime(2026, 5, 12, 12, tzinfo=UTC)
    return [
        ldp.add_data_integrity_proof(one, command["key"].encode(), command["method"], created=now)
        for one in command["credentials"]
    ]


def _verify(command: dict[str, Any]) -> list[bool]:
    answers = []
    for one in command["credentials"]:
        issuer = one["issuer"] if isinstance(one["issuer"], str) else one["issuer"]["id"]
        OB3LdpVerifier.for_issuer_did(issuer).verify(one, check_status=False)
        answers.append(True)
    return answers


def _bake(command: dict[str, Any]) -> list[int]:
    picture = base64.b64decode(command["picture"])
    return [len(bake(io.BytesIO(picture), text).read()) for text in command["credentials"]]


WORK = {"issue": _issue, "verify": _verify, "bake": _bake}

for line in sys.stdin:
    command = json.loads(line)
    before = time.process_time()
    answers = WORK[command["command"]](command)
    spent = (time.process_time() - before) * 1e6 / len(command["credentials"])
    print(json.dumps({"microseconds": spent, "answers": answers}), flush=True)
