"""1EdTech's `openbadges` 1.1.2 as a worker: {"url"} a line in, {"accepted", "why"} a line out. Open Badges 2.0.

usage: python openbadges_judge.py CONTEXTS_FOLDER DOCS_FOLDER
Every request it makes is answered from the two folders; anything else fails.
"""

import json
import sys
from pathlib import Path

import requests

CONTEXTS, DOCS = Path(sys.argv[1]), Path(sys.argv[2])
KNOWN = {entry["url"]: CONTEXTS / entry["file"] for entry in json.loads((CONTEXTS / "manifest.json").read_text())}
TYPES = {".png": "image/png", ".json": "application/ld+json"}


def send(_session, request, **_options):
    url = request.url.split("#")[0]
    index = json.loads((DOCS / "index.json").read_text())
    file = KNOWN.get(url) or (DOCS / index[url] if url in index else None)
    response = requests.Response()
    response.url, response.request, response.encoding = request.url, request, "utf-8"
    if file is None:
        raise requests.exceptions.ConnectionError(f"not here: {url}")
    response.status_code = 410 if "revoked" in file.name else 200
    response._content = file.read_bytes()
    response.headers["Content-Type"] = TYPES[file.suffix]
    return response


requests.Session.send = send

from openbadges import verifier  # noqa: E402 -- after its door to the network was replaced

for line in sys.stdin:
    answer = verifier.verify(json.loads(line)["url"], use_cache=False)["report"]
    messages = [f"{m['messageLevel']} {m['name']}: {m['result']}" for m in answer["messages"]]
    is_good = answer["valid"] and not answer["errorCount"] and not answer["warningCount"]
    print(json.dumps({"accepted": is_good, "why": None if is_good else " | ".join(messages)[:300]}), flush=True)
