"""How fast `sceau` issues, verifies and bakes, beside its peers and the limit, interleaved round by round.

The limit of issuing is two SHA-256 and one Ed25519 signature over the same bytes; of verifying, the same with one
verification. Peers are fetched once into `var/peers`, which git ignores. Figures: processor time, medians of rounds.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from sceau import CompiledBadge, PrivateKey, bake, sign, v3, verify  # noqa: E402
from sceau.proofs import data_integrity  # noqa: E402

PEERS = ROOT / "var" / "peers"
SEED = b"\x07" * 32
KEY = PrivateKey.from_seed(SEED)
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
VARIABLES = (
    "/id",
    "/validFrom",
    "/credentialSubject/id",
    "/credentialSubject/identifier/0/identityHash",
    "/credentialSubject/identifier/0/salt",
    "/credentialSubject/identifier/1/identityHash",
    "/evidence/0/narrative",
)


def credential(number: int) -> dict[str, Any]:
    """One badge of a group: two identifiers, evidence, alignment, French and an emoji."""
    issuer = v3.Profile(id=KEY.public.did, name="Les mardis de Valmont", url="https://valmont.example/")
    achievement = v3.Achievement(
        id="https://valmont.example/b/1",
        name="Mener les ânes",
        description="Savoir mener un âne d'un pré à l'autre, sans hâte.",
        criteria=v3.Criteria(narrative="* marcher devant\n* parler bas\n* attendre"),
        achievement_type="Competency",
        image=v3.Image(id="https://valmont.example/b/1.png", caption="Un âne"),
        in_language="fr",
        tag=("ânes", "🐴"),
        alignment=(v3.Alignment(target_name="Guider des animaux", target_url="https://esco.example/1"),),
    )
    identifiers = (
        v3.IdentityObject.of_email(f"fatou{number}@example.org", salt=f"s{number}"),
        v3.IdentityObject(identity_hash=f"Fatou {number}", identity_type="name"),
    )
    subject = v3.AchievementSubject(
        id=f"urn:uuid:8a1c1e0e-1111-4d8d-8c3e-{number:012d}", identifier=identifiers, achievement=achievement
    )
    return v3.AchievementCredential(
        id=f"https://valmont.example/c/{number}",
        issuer=issuer,
        valid_from=NOON,
        name="Mener les ânes",
        credential_subject=subject,
        evidence=(v3.Evidence(name="Un mardi", narrative=f"Vue le mardi, {number} pas."),),
    ).to_dict()


def values(document: dict[str, Any]) -> dict[str, str]:
    found = {}
    for name in VARIABLES:
        value: Any = document
        for step in name.split("/")[1:]:
            value = value[int(step) if isinstance(value, list) else step]
        found[name] = value
    return found


class Worker:
    """A peer in its own process, answering one command at a time."""

    def __init__(self, *command: str | Path) -> None:
        self._process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, command: str, credentials: list[Any], **more: Any) -> tuple[float, list[Any]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, "credentials": credentials, **more}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["microseconds"], answer["answers"]


def fetch_peers() -> tuple[Worker, Worker]:
    PEERS.mkdir(parents=True, exist_ok=True)
    for file in (ROOT / "tools" / "peers").iterdir():
        if file.is_file():
            shutil.copy(file, PEERS)
    if not (PEERS / "node_modules").exists():
        say("fetching Digital Bazaar's vc from npm...")
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=PEERS, check=True)
    python = PEERS / "py" / "bin" / "python"
    if not python.exists():
        say("fetching openbadgeslib and openbadges-bakery from PyPI...")
        subprocess.run([sys.executable, "-m", "venv", PEERS / "py"], check=True)
        packages = ["openbadgeslib[ldp]==4.6.3", "openbadges-bakery==2.0.0"]
        subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    contexts = ROOT / "src" / "sceau" / "contexts"
    javascript = Worker("node", PEERS / "digital_bazaar.mjs", contexts, SEED.hex())
    return javascript, Worker(python, PEERS / "openbadgeslib_worker.py")


def timed(work: Callable[[Any], Any], items: list[Any]) -> tuple[float, list[Any]]:
    before = time.process_time()
    answers = [work(item) for item in items]
    return (time.process_time() - before) * 1e6 / len(items), answers


def issuing(rounds: int, javascript: Worker, python: Worker) -> dict[str, list[float]]:
    badge = CompiledBadge(credential(0), variables=VARIABLES, key=KEY)
    found: dict[str, list[float]] = {}
    for round_number in range(rounds):
        documents = [credential(round_number * 1000 + number) for number in range(300)]
        texts = [values(document) for document in documents]
        hashed = [(badge.canonical_form(text).encode(), b"x" * 500) for text in texts]
        limit, _ = timed(
            lambda pair: KEY.sign(hashlib.sha256(pair[1]).digest() + hashlib.sha256(pair[0]).digest()), hashed
        )
        compiled, signed = timed(lambda text: badge.issue(text, created=NOON), texts)
        full, _ = timed(lambda document: sign(document, KEY, created=NOON), documents[:20])
        theirs, answers = javascript("issue", documents[:20])
        pem = {"key": KEY.to_pem(), "method": KEY.public.did_method}
        other, _ = python("issue", documents[:20], **pem)
        assert [{**json.loads(one), "proof": 0} for one in signed[:20]] == [{**one, "proof": 0} for one in answers]
        for name, figure in (("limit", limit), ("sceau, compiled", compiled), ("sceau, full, checked twice", full),
                             ("Digital Bazaar vc", theirs), ("openbadgeslib", other)):  # fmt: skip
            found.setdefault(name, []).append(figure)
    return found


def verifying(rounds: int, javascript: Worker, python: Worker) -> dict[str, list[float]]:
    badge = CompiledBadge(credential(0), variables=VARIABLES, key=KEY)
    found: dict[str, list[float]] = {}
    for round_number in range(rounds):
        signed = [badge.issue(values(credential(round_number * 50 + number)), created=NOON) for number in range(50)]
        documents = [json.loads(one) for one in signed]
        message = data_integrity.signed_bytes(documents[0], documents[0]["proof"])
        limit, _ = timed(_least(message, KEY.sign(message)), signed)
        ours, reports = timed(lambda one: verify(one, now=NOON), signed)
        assert {report.verdict for report in reports} == {"valid"}
        proof, _ = timed(lambda one: data_integrity.verify_proof(one, one["proof"], KEY.public), documents)
        theirs, answers = javascript("verify", documents[:20])
        other, _ = python("verify", documents[:20])
        assert answers == [True] * 20
        for name, figure in (("limit", limit), ("sceau, whole report", ours), ("sceau, proof alone", proof),
                             ("Digital Bazaar vc", theirs), ("openbadgeslib", other)):  # fmt: skip
            found.setdefault(name, []).append(figure)
    return found


def _least(message: bytes, signature: bytes) -> Callable[[bytes], bool]:
    """What no verifier can do without: two SHA-256 and one Ed25519 verification."""
    return lambda one: (
        bool(hashlib.sha256(one).digest() + hashlib.sha256(one[:500]).digest())
        and KEY.public.verify(signature, message)
    )


def baking(rounds: int, _javascript: Worker, python: Worker) -> dict[str, list[float]]:
    picture = (ROOT / "tools" / "peers" / "badge.png").read_bytes()
    found: dict[str, list[float]] = {}
    for number in range(rounds):
        texts = [json.dumps(credential(number * 200 + one)) for one in range(200)]
        ours, _ = timed(lambda text: bake(picture, text, keyword="openbadges"), texts)
        theirs, _ = python("bake", texts, picture=base64.b64encode(picture).decode())
        found.setdefault("sceau", []).append(ours)
        found.setdefault("openbadges-bakery", []).append(theirs)
    return found


def memory(count: int) -> str:
    """Growth of the process while issuing many: a leak would show as megabytes."""
    badge = CompiledBadge(credential(0), variables=VARIABLES, key=KEY)
    text = values(credential(1))
    peaks = []
    for number in range(count):
        badge.issue({**text, "/id": f"https://valmont.example/c/{number}"}, created=NOON)
        if number in (count // 10, count - 1):
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return f"memory while issuing {count:,}: +{(peaks[-1] - peaks[0]) / 1024:.1f} MB from a tenth of the way to the end"


def table(title: str, found: dict[str, list[float]], *, ours: str, peer: str) -> list[str]:
    lines = [f"### {title}", "", "| way | µs (median) | a second | lowest to highest |", "|---|---|---|---|"]
    for name, figures in found.items():
        middle = statistics.median(figures)
        lines.append(f"| {name} | {middle:,.0f} | {1e6 / middle:,.0f} | {min(figures):,.0f} to {max(figures):,.0f} |")
    ratio = statistics.median([b / a for a, b in zip(found[ours], found[peer], strict=True)])
    lines += ["", f"{ours} is {ratio:.1f} times {peer} (median of the ratios inside each round)."]
    if "limit" in found:
        ratio = statistics.median([a / b for a, b in zip(found[ours], found["limit"], strict=True)])
        lines.append(f"It takes {ratio:.2f} times the limit.")
    return [*lines, ""]


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--many", type=int, default=100_000, help="badges for the measure of memory; 0 for none")
    options = parser.parse_args()
    peers = fetch_peers()
    lines: list[str] = []
    say("issuing...")
    lines += table("Issuing", issuing(options.rounds, *peers), ours="sceau, compiled", peer="Digital Bazaar vc")
    say("verifying...")
    lines += table("Verifying", verifying(options.rounds, *peers), ours="sceau, whole report", peer="Digital Bazaar vc")
    say("baking...")
    lines += table("Baking a PNG", baking(options.rounds, *peers), ours="sceau", peer="openbadges-bakery")
    if options.many:
        say("memory...")
        lines.append(memory(options.many))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
