"""Each code has its sentence: the table and the codes written in the package are the same set, both ways."""

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.command import main, screen, words
from tests.sceau import badges

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "sceau"
FILES = [file for file in PACKAGE.rglob("*.py") if file != Path(words.__file__)]
TREES = [ast.parse(file.read_text(encoding="utf-8")) for file in FILES]
ERRORS = {"SceauError": 0, "Unreadable": 0, "Unsupported": 0, "KeyProblem": 0, "FetchFailed": 0}
CHECKS = {"passed": 1, "failed": 1, "unknown": 1}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
# Written like codes, and something else: states of a badge, suites, formats, encodings, a column, an option.
OTHERS = frozenset(
    {
        *("contains-unsigned-parts", "names-nobody", "not-reachable", "not-this-person"),
        *("ecdsa-jcs-2019", "ecdsa-rdfc-2019", "eddsa-2022", "eddsa-jcs-2022", "eddsa-rdfc-2022"),
        *("ob-0", "ob-1", "ob-2", "ob3-jcs", "openbadges-specification", "status-list", "vc-jose-cose", "vc-jwt"),
        *("latin-1", "utf-8-sig", "utf-8", "p-256", "badge-id"),
    }
)


def nodes(kind: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for tree in TREES for node in ast.walk(tree) if isinstance(node, kind))


def text_of(node: ast.AST) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def codes_given() -> Iterator[ast.expr]:
    """The argument that holds the code, of each error and each check that is made."""
    for call in nodes(ast.Call):
        name = getattr(call.func, "attr", None) or getattr(call.func, "id", ast.unparse(call.func))
        assert not (set(re.findall(r"\w+", name)) & set(CHECKS)) or name in CHECKS, "name the maker of a check plainly"
        place = {**ERRORS, **CHECKS}.get(name)
        if place is not None and len(call.args) > place:
            yield call.args[place]


def either(given: ast.expr) -> list[ast.expr]:
    return [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]


def all_codes() -> set[str]:
    """What is written like a code anywhere; single words where a code is given, yielded or kept in a table of codes."""
    kebab = {text for node in nodes(ast.Constant) for text in text_of(node) if KEBAB.fullmatch(text)}
    single = {text for given in codes_given() for node in either(given) for text in text_of(node)}
    for told in nodes(ast.Yield):
        single |= set(text_of(told.value.elts[0])) if isinstance(told.value, ast.Tuple) else set()
    for table in nodes(ast.AnnAssign):
        if getattr(table.target, "id", "") in ("_CODES", "_WORDS"):
            single |= {text for value in table.value.values for text in text_of(value)}
    return kebab | single | {"ok"}


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    assert all_codes() - OTHERS == set(words.SENTENCES)
    assert OTHERS - all_codes() == set()


def test_no_code_is_put_together_from_pieces():
    assert [ast.unparse(code) for code in codes_given() if isinstance(code, ast.JoinedStr)] == []


def test_a_sentence_is_one_plain_line():
    for code, sentence in words.SENTENCES.items():
        assert re.fullmatch(r"[A-Z][^\n]{10,100}[^.\n]", sentence), code
    assert len(set(words.SENTENCES.values())) > len(words.SENTENCES) - 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["verify", "--docs", "nowhere", "x"],
            "The folder has no index.json: write one, from each address to a file name (no-index: nowhere/index.json)",
        ),
        (
            ["issue", "empty.json", "--key", "key.pem"],
            "The description names no achievement: add one, with a name (no-achievement: achievement)",
        ),
        (
            ["issue", "criteria.json", "--format", "ob2"],
            "The standard wants it otherwise: correct the members named "
            "(bad-shape: achievement.criteria: a text, or an object with id or narrative)",
        ),
    ],
)
def test_the_command_says_what_is_wrong_and_what_to_do(tmp_path, monkeypatch, capsys, arguments, told):
    monkeypatch.chdir(tmp_path)
    home = "https://mardis.example"
    achievement = {"id": f"{home}/b", "image": f"{home}/b.png", "name": "Mener les ânes", "criteria": ["trois pairs"]}
    described = {"id": f"{home}/a", "issuer": {"id": home}, "recipient": {"id": home}, "achievement": achievement}
    Path("empty.json").write_text("{}", encoding="utf-8")
    Path("criteria.json").write_text(json.dumps(described), encoding="utf-8")
    main(["keygen", "key.pem"])
    capsys.readouterr()

    assert main(arguments) == 2
    assert capsys.readouterr() == ("", f"sceau: {told}\n")


def test_in_json_the_code_stays_and_a_message_is_beside_it(tmp_path, capsys):
    badge = tmp_path / "badge.json"
    badge.write_text(json.dumps({"verifiableCredential": [{**badges.by_did_key(), "name": "Autre"}]}), encoding="utf-8")

    assert main(["verify", "--json", "--docs", str(tmp_path / "none"), str(badge)]) == 2
    refused = json.loads(capsys.readouterr().out)
    assert refused == {
        "error": "no-index",
        "about": str(tmp_path / "none" / "index.json"),
        "message": words.SENTENCES["no-index"],
    }
    assert main(["verify", "--json", "--offline", str(badge)]) == 1
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert [check["message"] for check in checks] == [words.SENTENCES[check["code"]] for check in checks]
    assert "bad-signature" in {check["code"] for check in checks}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "rows.csv",
            "email;validUntil\nfatou@example.org;2099-01-01\n;2099-01-01\n",
            "(no-recipient: row 2 of rows.csv)",
        ),
        ("rows.csv", "id,validUntil\nurn:x:1,demain\n", "(bad-date: row 1 of rows.csv: validUntil: demain)"),
        ("rows.jsonl", '{"id": "urn:x:1"}\n\n{"id": \n', "(not-json: row 2 of rows.jsonl)"),
        (
            "rows.csv",
            "id,narrative\nurn:x:1," + "x" * 131_073,
            "(bad-table: rows.csv: field larger than field limit (131072))",
        ),
    ],
)
def test_an_error_in_a_table_names_its_row(tmp_path, monkeypatch, capsys, name, content, told):
    csv.field_size_limit(131_072)  # Python's own; the reader of lists of the site lowers it for its process
    monkeypatch.chdir(tmp_path)
    Path("description.json").write_text(json.dumps({"achievement": {"name": "Mener les ânes"}}), encoding="utf-8")
    Path(name).write_text(content, encoding="utf-8")
    main(["keygen", "key.pem"])
    capsys.readouterr()

    assert main(["issue", "description.json", "--key", "key.pem", "--many", name, "-o", "out"]) == 2
    assert capsys.readouterr().err.endswith(f" {told}\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mener les ânes \U0001f98d", "Mener les ânes \U0001f98d"),
        (
            "\U0001faef \U0001f6d8 \U0001fc00",
            "\U0001faef \U0001f6d8 \U0001fc00",
        ),  # assigned after these tables, or not yet
        (
            "\U0001f469\u200d\U0001f33e \u2764\ufe0f\u200d\U0001f525",
            "\U0001f469\u200d\U0001f33e \u2764\ufe0f\u200d\U0001f525",
        ),
        ("a\u200db", "a\ufffdb"),
        ("a\x1b[2J\x07\u202eb\u2066", "a\ufffd[2J\ufffd\ufffdb\ufffd"),
        ("\ue000 \U000f0000 \U0010ffff", "\ufffd \ufffd \ufffd"),
        ("\U000e0001 \U000e0041 \U000e0fff", "\ufffd \ufffd \ufffd"),
        ("\U0001ffff \U0001fffe \u0378", "\ufffd \ufffd \ufffd"),
    ],
)
def test_a_text_of_a_stranger_shows_young_emoji_and_moves_nothing(text, shown):
    assert screen.inert(text) == shown
