"""Every judge that knows a format reads what `sceau` issues, and the reverse; all of them refuse a changed letter.

Judges, fetched once into `var/judges`: 1EdTech `openbadges` (2.0), Digital Bazaar's `vc`, DCC `verifier-core`, `jose`
(npm), `openbadgeslib` (PyPI). Exits 1 when one of them disagrees. `ARGS="--random 50"` for more badges by chance.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from sceau import PrivateKey, bake, clr, sign, sign_jwt, status, v2, v3, verify  # noqa: E402
from sceau import did as dids  # noqa: E402
from sceau.fetch import DocumentsFetcher  # noqa: E402
from sceau.proofs.data_integrity import EDDSA_JCS_2022  # noqa: E402

JUDGES = ROOT / "var" / "judges"
CONTEXTS, SCHEMAS = ROOT / "src" / "sceau" / "contexts", ROOT / "src" / "sceau" / "schemas"
HOME = "https://mardis.example"
DID = "did:web:mardis.example"
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
# 1EdTech's validator pins packages that a recent Python cannot import: these stand in for them.
OPENBADGES = """
openbadges==1.1.2 openbadges-bakery==2.0.0 pycryptodome python-jose>=3.3 PyLD==0.7.1 pydux==0.2.2 requests
requests-cache==0.4.13 rfc3986==0.4.1 validators==0.11.2 python-mimeparse pytz language-tags==0.4.3
jsonschema==2.6.0 future Click==6.7 aniso8601 pypng defusedxml six decorator ecdsa rsa pyasn1 idna urllib3
certifi charset-normalizer setuptools<81
"""
WORDS = [
    "âne",
    "œuf",
    "« guillemets »",
    "🐴🧶",
    "l’été",
    "Ça & là <ici>",
    'dit "oui"',
    "ligne\nsuivante",
    "naïve",
    "\\ et /",
]


def say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)


# --- the judges --------------------------------------------------------------------------------------------------


def install() -> None:
    """Once: about a minute."""
    JUDGES.mkdir(parents=True, exist_ok=True)
    for file in (ROOT / "tools" / "judges").iterdir():
        shutil.copy(file, JUDGES)
    if not (JUDGES / "node_modules").exists():
        say("fetching the judges from npm...")
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(npm, cwd=JUDGES, check=True)
    _environment("openbadgeslib", ["openbadgeslib[ldp,eudi]==4.6.3"])
    _environment("openbadges", ["--no-deps", *OPENBADGES.split()])


def _environment(name: str, packages: list[str]) -> None:
    python = JUDGES / name / "bin" / "python"
    if (JUDGES / name / "ready").exists():
        return
    say(f"fetching {name} from PyPI...")
    subprocess.run([sys.executable, "-m", "venv", "--clear", JUDGES / name], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    (JUDGES / name / "ready").touch()


class Judge:
    """A program of somebody else, asked by lines."""

    def __init__(self, *command: str | Path) -> None:
        self.process = subprocess.Popen(
            [str(part) for part in command],
            cwd=JUDGES,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(JUDGES / "noise.log").open("a"),
            text=True,
        )

    def ask(self, **question: str) -> str | None:
        """None when it accepts, else why not."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("a judge stopped: " + " ".join(map(str, self.process.args)))  # type: ignore[arg-type]
        answer = json.loads(line)
        return None if answer["accepted"] else str(answer["why"])


@dataclass
class Court:
    """All the judges, and what they said."""

    docs: Path
    said: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        folders = (CONTEXTS, SCHEMAS, self.docs)
        self.javascript = Judge("node", "judge.mjs", *folders)
        self.lib = Judge(JUDGES / "openbadgeslib" / "bin" / "python", "openbadgeslib_judge.py", self.docs)
        self.one_edtech = Judge(
            JUDGES / "openbadges" / "bin" / "python", "-W", "ignore", "openbadges_judge.py", CONTEXTS, self.docs
        )

    def why_not(self, judge: str, file: Path, url: str = "") -> str | None:
        if judge == "sceau":
            report = verify(file.read_bytes(), fetch=DocumentsFetcher(self.docs), now=NOON + timedelta(days=200))
            bad = [f"{check.name} {check.code}" for check in report.checks if check.outcome.value != "passed"]
            return None if report.verdict == "valid" else f"{report.verdict}: {', '.join(bad)}"
        if judge == "openbadges":
            return self.one_edtech.ask(url=url)
        if judge == "openbadgeslib":
            return self.lib.ask(file=str(file))
        return self.javascript.ask(judge=judge, file=str(file))

    def hold(self, kind: str, judge: str, file: Path, *, good: bool, url: str = "") -> None:
        """Ask, count, and note a fault when the answer is not the right one."""
        why = self.why_not(judge, file, url)
        right = (why is None) is good
        self.said[kind, judge, ("accepts" if good else "refuses") if right else "WRONG"] += 1
        if not right:
            self.faults.append(f"{judge} {'refuses' if good else 'accepts'} {file.name}: {why or ''}")

    def sum_up(self) -> int:
        """Print the table; 1 when somebody was wrong."""
        for (kind, judge, answer), number in sorted(self.said.items()):
            print(f"{kind:42} {judge:16} {answer:8} {number:4}")
        for fault in self.faults:
            print(f"FAULT  {fault}")
        good = sum(number for (_kind, _judge, answer), number in self.said.items() if answer != "WRONG")
        print(f"\n{good} passed, {len(self.faults)} failed")
        return 1 if self.faults else 0


# --- what sceau issues -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Issuer:
    """A key published in a did:web document, and what the folder of documents must answer for it."""

    key: PrivateKey
    name: str

    @property
    def method(self) -> str:
        return f"{DID}#{self.name}"


def subject(number: int, chance: random.Random) -> v3.AchievementSubject:
    words = [chance.choice(WORDS) for _ in range(3)]
    achievement = v3.Achievement(
        id=f"{HOME}/b/{number % 7}",
        name=f"Itérasinier {words[0]}",
        description=f"Soigner un âne et le mener en balade. {words[1]}",
        criteria=v3.Criteria(narrative=f"- s’approcher\n- le brosser\n- {words[2]}"),
        achievement_type="Competency",
        image=v3.Image(id=f"{HOME}/b/{number % 7}.png", caption="Un âne"),
        in_language="fr",
    )
    return v3.AchievementSubject(id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}", achievement=achievement)


def credential(number: int, *, with_status: bool = True) -> dict[str, Any]:
    """One badge: status, evidence, French, emoji; what varies is drawn by chance, the same at each run."""
    chance = random.Random(number)  # noqa: S311 -- samples, no secrets
    evidence = tuple(
        v3.Evidence(id=f"{HOME}/c/{number}#{n}", name=chance.choice(WORDS), narrative=chance.choice(WORDS) * 3)
        for n in range(chance.randrange(3))
    )
    return v3.AchievementCredential(
        id=f"{HOME}/c/{number}",
        issuer=v3.Profile(id=DID, name="Les Savoirs du mardi", url=f"{HOME}/o/1"),
        valid_from=NOON + timedelta(minutes=number),
        valid_until=NOON + timedelta(days=3650) if chance.random() < 0.5 else None,
        name=f"Itérasinier {number}",
        credential_subject=subject(number, chance),
        credential_status=status.entry(f"{HOME}/s/1", number) if with_status else None,
        evidence=evidence,
    ).to_dict()


def endorsement(issuer: Issuer) -> dict[str, Any]:
    document = v3.EndorsementCredential(
        id=f"{HOME}/e/1",
        issuer=v3.Profile(id=DID, name="La Ferme des Deux Ormes", url=f"{HOME}/o/1"),
        valid_from=NOON,
        name="Recommandation",
        credential_subject=v3.EndorsementSubject(id=f"{HOME}/b/1", endorsement_comment="Calme et sûre. 🐴"),
    ).to_dict()
    return sign(document, issuer.key, method=issuer.method, created=NOON)


def record(issuer: Issuer, badges: list[dict[str, Any]]) -> dict[str, Any]:
    document = clr.ClrCredential(
        id=f"{HOME}/r/1",
        issuer=v3.Profile(id=DID, name="Les Savoirs du mardi", url=f"{HOME}/o/1"),
        valid_from=NOON,
        name="Le sac de Fatou",
        credential_subject=clr.ClrSubject(
            id=badges[0]["credentialSubject"]["id"],
            verifiable_credential=tuple(badges),
        ),
    ).to_dict()
    return sign(document, issuer.key, method=issuer.method, created=NOON)


class Issued:
    """A folder of signed files, and the documents that their verification asks for."""

    def __init__(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.folder, self.docs = folder, folder / "docs"
        self.docs.mkdir(parents=True)
        self.index: dict[str, str] = {}
        self.issuers = {
            "ed": Issuer(PrivateKey.generate("Ed25519"), "k-1"),
            "rsa": Issuer(PrivateKey.generate("RSA"), "k-2"),
            "p256": Issuer(PrivateKey.generate("P-256"), "k-3"),
        }
        self.publish()

    def publish(self) -> None:
        """did.json under its DID and its address, the status list, and what Open Badges 2.0 hosts."""
        document = dids.did_document(DID, {"k-1": self.issuers["ed"].key.public})
        document["@context"].append("https://w3id.org/security/jwk/v1")
        for issuer in (self.issuers["rsa"], self.issuers["p256"]):
            jwk = {"publicKeyJwk": issuer.key.public.to_jwk(), "type": "JsonWebKey", "controller": DID}
            document["verificationMethod"].append({"id": issuer.method, **jwk})
            document["assertionMethod"].append(issuer.method)
        self.doc(DID, document, "did.json")
        self.doc(f"{HOME}/.well-known/did.json", document, "did.json")
        ed = self.issuers["ed"]
        soon = NOON + timedelta(days=3650)
        listed = status.bitstring_credential(f"{HOME}/s/1", DID, [90_000, 90_001], NOON, soon)
        self.doc(f"{HOME}/s/1", sign(listed, ed.key, method=ed.method, created=NOON), "list.json")
        self.doc(
            f"{HOME}/o/1",
            v2.Issuer(
                id=f"{HOME}/o/1", name="Les Savoirs du mardi", url=f"{HOME}/o/1", email="bonjour@mardis.example"
            ).to_dict(),
            "issuer.json",
        )

    def doc(self, url: str, document: dict[str, Any] | bytes, name: str) -> None:
        body = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
        (self.docs / name).write_bytes(body)
        self.index[url] = name
        (self.docs / "index.json").write_text(json.dumps(self.index))

    def file(self, name: str, content: dict[str, Any] | str | bytes) -> Path:
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))
        return path

    def badges(self, count: int) -> Iterator[tuple[str, Path, tuple[str, ...], str]]:
        """Kind, file, the judges that know it, and for 2.0 its address."""
        yield from self._data_integrity(count)
        yield from self._tokens()
        yield from self._hosted()

    def _data_integrity(self, count: int) -> Iterator[tuple[str, Path, tuple[str, ...], str]]:
        ed, all_three = self.issuers["ed"], ("digital-bazaar", "verifier-core", "openbadgeslib", "sceau")
        signed = [sign(credential(n), ed.key, method=ed.method, created=NOON) for n in range(count)]
        for number, document in enumerate(signed):
            yield "eddsa-rdfc-2022", self.file(f"rdfc-{number}.json", document), all_three, ""
        endorsed = credential(count) | {"endorsement": [endorsement(ed)]}
        endorsed = sign(endorsed, ed.key, method=ed.method, created=NOON)
        yield "with an endorsement inside", self.file("endorsed.json", endorsed), all_three, ""
        baked = bake((ROOT / "tools" / "peers" / "badge.png").read_bytes(), json.dumps(signed[0], ensure_ascii=False))
        yield "baked in a PNG", self.file("baked.png", baked), ("openbadgeslib", "sceau"), ""
        two = ("digital-bazaar", "sceau")
        for number in range(max(5, count // 5)):
            document = sign(credential(number), ed.key, method=ed.method, created=NOON, cryptosuite=EDDSA_JCS_2022)
            yield "eddsa-jcs-2022", self.file(f"jcs-{number}.json", document), two, ""
        yield "endorsement", self.file("endorsement.json", endorsement(ed)), two, ""
        same = [signed[0], sign(credential(0), ed.key, method=ed.method, created=NOON)]
        yield "CLR 2.0", self.file("clr.json", record(ed, same)), two, ""

    def _tokens(self) -> Iterator[tuple[str, Path, tuple[str, ...], str]]:
        for name, issuer in self.issuers.items():
            for form in ("1edtech", "w3c"):
                token = sign_jwt(credential(3, with_status=False), issuer.key, method=issuer.method, form=form)
                # openbadgeslib wants the registered claims of 1EdTech's form, and knows no P-256 in JWT.
                lib = ("openbadgeslib",) if form == "1edtech" and name != "p256" else ()
                judges = ("jose", *lib, "sceau")
                yield f"VC-JWT {form}", self.file(f"{name}-{form}.jwt", token), judges, ""

    def _hosted(self) -> Iterator[tuple[str, Path, tuple[str, ...], str]]:
        picture = (ROOT / "tools" / "peers" / "badge.png").read_bytes()
        self.doc(f"{HOME}/b2/1.png", picture, "badge.png")
        badge = v2.BadgeClass(
            id=f"{HOME}/b2/1",
            name="Itérasinier 🐴",
            description="Soigner un âne et le mener en balade.",
            image=f"{HOME}/b2/1.png",
            criteria=v2.Criteria(id=f"{HOME}/b2/1", narrative="- s’approcher\n- le brosser"),
            issuer=f"{HOME}/o/1",
        )
        self.doc(f"{HOME}/b2/1", badge.to_dict(), "badge.json")
        for number in range(5):
            url = f"{HOME}/a/{number}"
            assertion = v2.Assertion(
                id=url,
                recipient=v2.Recipient.of_id(f"urn:uuid:00000000-0000-4000-8000-{number:012d}"),
                badge=badge.id,
                issued_on=NOON,
                evidence=(v2.Evidence(id=f"{url}#1", narrative=WORDS[number]),),
            ).to_dict()
            self.doc(url, assertion, f"assertion-{number}.json")
            yield "Open Badges 2.0, hosted", self.docs / f"assertion-{number}.json", ("openbadges", "sceau"), url
        gone = f"{HOME}/a/gone"
        self.doc(gone, v2.revoked_assertion(gone), "assertion-revoked.json")


# --- the trial ---------------------------------------------------------------------------------------------------


def changed(file: Path, into: Path) -> Path:
    """The same with one letter changed inside what is signed."""
    target = into / f"changed-{file.name}"
    text = file.read_text()
    if file.suffix == ".jwt":
        head, body, seal = text.split(".")
        place = len(body) // 2
        target.write_text(f"{head}.{body[:place]}{'A' if body[place] != 'A' else 'B'}{body[place + 1 :]}.{seal}")
    else:
        for name in ("Itérasinier", "Recommandation", "Maille"):
            text = text.replace(name, name[:-1] + "x", 1)
        target.write_text(text)
    assert target.read_text() != file.read_text(), file
    return target


def ours(court: Court, issued: Issued, count: int) -> None:
    """Each badge by each judge that knows its format; of each kind, one more with a letter changed."""
    broken_kinds: set[str] = set()
    for kind, file, judges, url in issued.badges(count):
        for judge in judges:
            court.hold(kind, judge, file, good=True, url=url)
        if not url and file.suffix != ".png" and kind not in broken_kinds:
            broken_kinds.add(kind)
            broken = changed(file, issued.folder)
            for judge in judges:
                court.hold(f"{kind}, changed", judge, broken, good=False)
    _revoked(court, issued)


def _revoked(court: Court, issued: Issued) -> None:
    gone = issued.docs / "assertion-revoked.json"
    for judge in ("openbadges", "sceau"):
        court.hold("Open Badges 2.0, revoked", judge, gone, good=False, url=f"{HOME}/a/gone")
    ed = issued.issuers["ed"]
    file = issued.file("revoked.json", sign(credential(90_000), ed.key, method=ed.method, created=NOON))
    for judge in ("digital-bazaar", "verifier-core", "sceau"):
        court.hold("Open Badges 3.0, revoked", judge, file, good=False)


def theirs(court: Court, issued: Issued, count: int) -> None:
    """What Digital Bazaar and jose issue, read by sceau; and the same with a letter changed."""
    folder = issued.folder / "theirs"
    folder.mkdir()
    command = ["node", "issue.mjs", CONTEXTS, SCHEMAS, issued.docs, folder, str(count)]
    subprocess.run([str(part) for part in command], cwd=JUDGES, check=True)
    _by_openbadgeslib(court, issued, folder, count)
    for file in sorted(folder.iterdir()):
        kind = f"issued by {file.stem.rsplit('-', 1)[0]}"
        court.hold(kind, "sceau", file, good=True)
        broken = changed(file, issued.folder)
        court.hold(f"{kind}, changed", "sceau", broken, good=False)


def _by_openbadgeslib(court: Court, issued: Issued, folder: Path, count: int) -> None:
    """It signs badges of an issuer whose key is published as ours are."""
    ed = issued.issuers["ed"]
    for number in range(count):
        bare = issued.file(f"bare-{number}.json", credential(number))
        into = folder / f"openbadgeslib-{number}.json"
        why = court.lib.ask(sign=str(bare), key=ed.key.to_pem(), method=ed.method, into=str(into))
        if why:
            court.faults.append(f"openbadgeslib does not sign: {why}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--random", type=int, default=50, help="badges drawn by chance (default 50)")
    count = parser.parse_args().random
    install()
    issued = Issued(ROOT / "var" / "interop")
    court = Court(issued.docs)
    ours(court, issued, count)
    theirs(court, issued, max(3, count // 10))
    return court.sum_up()


if __name__ == "__main__":
    sys.exit(main())
