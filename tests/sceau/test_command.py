"""The command, as a person types it: exit status, one JSON object a line, files written and never overwritten."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import sceau
from sceau.command import main, words
from sceau.compiled import CompiledBadge
from sceau.read import read
from sceau.verify import verify
from tests.sceau import badges, pictures

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTION = {
    "issuer": {"name": "Les Mardis", "url": "https://mardis.example", "email": "bonjour@mardis.example"},
    "achievement": {"id": "https://mardis.example/b/1", "name": "Mener les ânes", "criteria": "Vue par trois pairs."},
    "recipient": {"email": "fatou@example.org"},
    "evidence": ["Vue au pré, mardi."],
    "validUntil": "2099-01-01T00:00:00Z",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "description.json").write_text(json.dumps(DESCRIPTION), encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(pictures.png())
    (tmp_path / "picture.svg").write_bytes(pictures.SVG)
    assert main(["keygen", "key.pem"]) == 0
    return tmp_path


def written(place: str, content: Any) -> str:
    Path(place).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return place


@pytest.mark.parametrize("form", ["ob3", "ob3-jcs", "jwt"])
def test_a_badge_is_issued_and_verified(here, form, capsys):
    assert main(["issue", "description.json", "--key", "key.pem", "--format", form, "-o", "badge"]) == 0
    assert main(["verify", "badge", "--offline", "--recipient", "email:fatou@example.org"]) == 0
    assert main(["verify", "badge", "--offline", "--recipient", "email:kevin@example.org"]) == 1
    assert capsys.readouterr().out.count("badge: VALID") == 1


def test_the_private_key_is_for_its_owner_alone_and_never_overwritten(here, capsys):
    before = (here / "key.pem").read_bytes()

    assert main(["keygen", "key.pem"]) == 2
    assert (here / "key.pem").read_bytes() == before
    assert oct((here / "key.pem").stat().st_mode & 0o777) == "0o600"
    assert "key-exists" in capsys.readouterr().err


def test_json_is_one_object_a_line_with_the_members_promised(here, capsys):
    good, bad = badges.by_did_key(), {**badges.by_did_key(), "name": "Autre"}
    status = main(
        [
            "verify",
            "--json",
            "--offline",
            written("good", good),
            written("bad", bad),
            "missing",
            written("noise", b"\xff"),
        ]
    )
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert status == 1
    assert [(line["file"], line["verdict"]) for line in lines] == [
        ("good", "valid"),
        ("bad", "invalid"),
        ("missing", "unknown"),
        ("noise", "unknown"),
    ]
    assert list(lines[0]) == ["file", "verdict", "states", "format", "checks", "summary"]
    assert {tuple(check) for line in lines for check in line["checks"]} == {
        ("name", "outcome", "code", "about", "message")
    }
    assert list(lines[2]["summary"]) == ["name", "issuer", "recipient", "issued", "expires"]


@pytest.mark.parametrize(
    ("content", "status"),
    [(badges.by_did_key(), 0), ({**badges.by_did_key(), "name": "Autre"}, 1), (badges.signed(), 2), (b"bonjour", 2)],
)
def test_the_exit_status_says_the_verdict(here, content, status):
    assert main(["verify", "--offline", written("badge", content)]) == status


def test_documents_of_a_folder_answer_instead_of_the_network(here):
    written("did.json", badges.did_web())
    written("list.json", badges.status_list(set_indexes=(5,)))
    index = {"https://mardis.example/o/1/did.json": "did.json", badges.LIST: "list.json"}
    written("index.json", index)

    assert main(["verify", "--docs", ".", written("a", badges.signed())]) == 0
    assert main(["verify", "--docs", ".", written("b", badges.signed(badges.with_status("4")))]) == 0
    assert main(["verify", "--docs", ".", written("c", badges.signed(badges.with_status("5")))]) == 1


def test_the_clock_may_be_set(here):
    written("badge", badges.by_did_key(badges.credential(validUntil="2026-06-01T00:00:00Z")))

    assert main(["verify", "--offline", "--now", "2026-05-12T00:00:00Z", "badge"]) == 0
    assert main(["verify", "--offline", "--now", "2026-06-02", "badge"]) == 1
    assert main(["verify", "--offline", "--now", "tomorrow", "badge"]) == 2


def test_a_badge_goes_into_a_picture_and_out_again(here, capsysbinary):
    written("badge.json", badges.by_did_key())
    for picture in ("picture.png", "picture.svg"):
        assert main(["bake", picture, "badge.json", "-o", "baked"]) == 0
        assert main(["verify", "--offline", "baked"]) == 0
        assert main(["unbake", "baked", "-o", "out.json"]) == 0
        assert json.loads(Path("out.json").read_bytes()) == badges.by_did_key()
    assert main(["unbake", "picture.png"]) == 1


def test_many_badges_are_issued_from_a_table(here, capsys):
    rows = "nom;email;name\n1;tonio@example.org;Tonio\n2;fatou@example.org;../../Fatou\r\n"
    Path("rows.csv").write_text(rows, encoding="cp1252")
    command = [
        "issue",
        "description.json",
        "--key",
        "key.pem",
        "--many",
        "rows.csv",
        "--bake",
        "picture.png",
        "-o",
        "out",
    ]

    assert main(command) == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["000001-Tonio.png", "000002-Fatou.png"]
    for name, person in (("000001-Tonio.png", "tonio"), ("000002-Fatou.png", "fatou")):
        report = verify((here / "out" / name).read_bytes(), recipient=f"email:{person}@example.org")
        assert report.verdict == "valid"


def test_many_badges_without_a_folder_are_one_a_line(here, capsys):
    Path("rows.jsonl").write_text('{"id": "did:key:z6MkA"}\n{"id": "did:key:z6MkB", "narrative": "Vue jeudi."}\n')
    assert main(["issue", "description.json", "--key", "key.pem", "--many", "rows.jsonl"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]

    assert [line["credentialSubject"]["id"] for line in lines] == ["did:key:z6MkA", "did:key:z6MkB"]
    assert [one["narrative"] for one in lines[1]["evidence"]] == ["Vue jeudi."]


def test_a_badge_of_2_0_is_issued_hosted_with_its_documents(here, capsys):
    home = "https://mardis.example"
    description = {**DESCRIPTION, "id": f"{home}/a/1", "issuer": {**DESCRIPTION["issuer"], "id": f"{home}/o/1"}}
    description["achievement"] = {**DESCRIPTION["achievement"], "image": f"{home}/b/1.png"}
    written("two.json", description)
    assert main(["issue", "two.json", "--format", "ob2", "-o", "assertion.json", "--with-documents", "."]) == 0
    index = {f"{home}/a/1": "assertion.json", f"{home}/b/1": "badge.json", f"{home}/o/1": "issuer.json"}
    written("index.json", index)

    assert read(Path("assertion.json").read_bytes()).format == "ob-2.0"
    assert main(["verify", "--docs", ".", "assertion.json", "--recipient", "email:fatou@example.org"]) == 0


def test_a_signed_badge_of_2_0_needs_the_address_of_its_key(here, capsys):
    home = "https://mardis.example"
    description = {**DESCRIPTION, "issuer": {**DESCRIPTION["issuer"], "id": f"{home}/o/1"}}
    description["achievement"] = {**DESCRIPTION["achievement"], "image": f"{home}/b/1.png"}
    written("two.json", description)
    assert main(["keygen", "rsa.pem", "--kind", "rsa"]) == 0
    command = ["issue", "two.json", "--format", "ob2", "--key", "rsa.pem", "-o", "badge.jws", "--with-documents", "."]

    assert main(command) == 2
    assert main([*command, "--method", f"{home}/k/1"]) == 0
    index = {f"{home}/b/1": "badge.json", f"{home}/o/1": "issuer.json", f"{home}/k/1": "key.json"}
    assert json.loads(Path("index.json").read_text(encoding="utf-8")) == index
    assert main(["verify", "--docs", ".", "badge.jws"]) == 0


def test_a_status_list_is_made_changed_and_read(here, capsys):
    make = ["status", "list.json", "--key", "key.pem", "--url", "https://mardis.example/s/1"]

    assert main([*make, "--set", "5", "77"]) == 0
    assert main([*make, "--clear", "5"]) == 0
    capsys.readouterr()
    assert [main(["status", "list.json", "--show", index]) for index in ("5", "77")] == [0, 0]
    assert capsys.readouterr().out.split() == ["clear", "set"]
    assert verify(Path("list.json").read_bytes()).verdict == "valid"


def test_a_list_is_not_changed_without_a_key_and_says_so(here, capsys):
    assert main(["status", "list.json", "--key", "key.pem", "--url", "https://mardis.example/s/1"]) == 0
    capsys.readouterr()
    assert main(["status", "list.json", "--set", "5"]) == 2
    assert capsys.readouterr() == ("", f"sceau: {words.told('no-key', '--key is needed to change the list')}\n")


def test_what_cannot_be_read_is_not_called_a_badge(here, capsys):
    assert main(["verify", "nothing-here.json"]) == 2
    told = [
        "nothing-here.json: UNKNOWN (unreadable)",
        f"  x carrier: {words.told('no-such-file', 'No such file or directory')}",
    ]
    assert capsys.readouterr().out.splitlines() == told


def test_the_help_of_issue_shows_a_description_that_can_be_issued(here, capsys):
    with pytest.raises(SystemExit):
        main(["issue", "--help"])
    told = capsys.readouterr().out
    shown = json.loads(told[told.index('  {"issuer"') : told.index('An issuer without "id"')])
    written("shown.json", shown)
    assert main(["issue", "shown.json", "--key", "key.pem", "-o", "badge.json"]) == 0
    assert main(["verify", "badge.json", "--recipient", "email:fatou@example.org"]) == 0
    shown["issuer"]["id"], shown["id"] = "https://mardis.example/o/1", "https://mardis.example/a/1"
    written("shown.json", shown)
    assert main(["issue", "shown.json", "--format", "ob2", "-o", "assertion.json"]) == 0


def test_reading_judges_nothing(here, capsys):
    assert main(["read", written("badge", {**badges.signed(), "name": "Autre"})]) == 0
    capsys.readouterr()
    assert main(["read", "--json", "badge"]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "ob-3.0"
    assert main(["read", "description.json"]) == 2


def test_a_badge_cannot_write_on_the_terminal(here, capsys):
    name = "\x1b[2J\x07\u202eMener"
    main(["verify", "--offline", written("badge", badges.token(badges.credential(name=name)).encode())])
    out = capsys.readouterr().out

    assert all(sign.isprintable() or sign == "\n" for sign in out)


def test_the_module_runs_as_a_program():
    source = json.dumps(badges.by_did_key()).encode()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "sceau", "verify", "--offline", "--json", "-"],
        input=source,
        capture_output=True,
        env=environment,
        check=False,
    )

    assert (done.returncode, json.loads(done.stdout)["verdict"], done.stderr) == (0, "valid", b"")


def test_the_command_says_its_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert (ended.value.code, capsys.readouterr().out) == (0, f"sceau {sceau.__version__}\n")


def test_a_thousand_badges_are_compiled_once_and_say_what_each_row_says(here, capsys, monkeypatch):
    rows = [f"{number},p{number}@example.org,Récit {number} 🐴" for number in range(1000)]
    Path("rows.csv").write_text("\n".join(["n,email,narrative", *rows]), encoding="utf-8")
    compiled = []
    original = CompiledBadge.__init__
    monkeypatch.setattr(
        CompiledBadge, "__init__", lambda self, *a, **k: (compiled.append(1), original(self, *a, **k))[1]
    )
    began = time.process_time()
    assert main(["issue", "description.json", "--key", "key.pem", "--many", "rows.csv"]) == 0
    spent = time.process_time() - began
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("{")]

    assert (len(lines), len(compiled), spent < 5) == (1000, 1, True)
    badges_made = [json.loads(line) for line in lines]
    assert len({one["credentialSubject"]["achievement"]["id"] for one in badges_made}) == 1
    assert len({one["id"] for one in badges_made}) == 1000
    for number in (0, 500, 999):
        assert badges_made[number]["evidence"][-1]["narrative"] == f"Récit {number} 🐴"
        assert verify(lines[number], recipient=f"email:p{number}@example.org").verdict == "valid"


def test_a_table_of_unlike_rows_is_issued_as_well_as_one_of_alike(here, capsys):
    rows = [
        {"id": "did:key:z6MkA", "narrative": "did:key:z6MkA"},
        {"email": "tonio@example.org", "validUntil": "2031-01-01T00:00:00Z"},
        {"id": "did:key:z6MkA", "evidence": ["Vue", "Vue"]},
        {"id": "schema:thing", "name": "Fatou"},
    ]
    Path("rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    assert main(["issue", "description.json", "--key", "key.pem", "--many", "rows.jsonl"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("{")]

    assert [verify(line).verdict for line in lines] == ["valid"] * 4
