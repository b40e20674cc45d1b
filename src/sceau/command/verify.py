"""`sceau verify`: is this badge good, and why?"""

import argparse
from datetime import UTC, datetime
from typing import Any

from sceau.command import screen, words
from sceau.errors import Unreadable
from sceau.fetch import DocumentsFetcher, Fetcher, SafeFetcher, offline
from sceau.report import Check, Report, Summary, failed
from sceau.verify import verify
from sceau.verify.dates import when

_EXITS = {"valid": 0, "invalid": 1, "unknown": 2}
_COLOURS = {"valid": "green", "invalid": "red", "unknown": "yellow"}
_MARKS = {"passed": ("+", "green"), "failed": ("x", "red"), "unknown": ("?", "yellow")}


def add(commands: Any) -> None:
    """Register the sub-command."""
    parser = commands.add_parser("verify", help="verify badges, in files or at addresses")
    parser.add_argument(
        "sources", nargs="+", metavar="FILE|URL|-", help="JSON, JWT, PNG, SVG, PDF, text, or an address"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--recipient", metavar="TYPE:VALUE", help="whom it should be about: email:fatou@example.org")
    parser.add_argument("--now", metavar="ISO", help="judge at this time instead of now")
    add_network(parser)
    parser.set_defaults(run=run)


def add_network(parser: argparse.ArgumentParser) -> None:
    """The options that say where documents come from."""
    parser.add_argument("--offline", action="store_true", help="ask nothing of the network")
    parser.add_argument("--docs", metavar="DIR", help="answer addresses from DIR/index.json instead of the network")
    parser.add_argument("--local", action="store_true", help="let this machine (127.0.0.1) be asked too")


def fetcher(options: argparse.Namespace) -> Fetcher:
    """The fetcher that the options ask for."""
    if options.docs:
        return DocumentsFetcher(options.docs)
    return offline if options.offline else SafeFetcher(allow_loopback=options.local)


def run(options: argparse.Namespace) -> int:
    """Verify each source; 1 if one is invalid, else 2 if one is unknown, else 0."""
    fetch, now = fetcher(options), instant(options.now)
    verdicts = set()
    sources = screen.progress(options.sources, total=len(options.sources), what="verified")
    for source in sources:
        report = _verified(source, fetch=fetch, now=now, recipient=options.recipient)
        verdicts.add(report.verdict)
        if options.json:
            screen.say_json({"file": source, **words.with_messages(report.to_json())})
        else:
            _show(source, report)
    return 1 if "invalid" in verdicts else max(_EXITS[verdict] for verdict in verdicts)


def instant(text: str | None) -> datetime:
    """The time to judge at. Raises `Unreadable("bad-date")`."""
    found = when(text, elder=True) if text else datetime.now(UTC)
    if found is None:
        raise Unreadable("bad-date", f"--now {text}")
    return found


def _verified(source: str, *, fetch: Fetcher, now: datetime, recipient: str | None) -> Report:
    if source.startswith(("http://", "https://")):
        return verify(source, fetch=fetch, now=now, recipient=recipient)
    try:
        content = screen.content_of(source)
    except Unreadable as refusal:
        return _unread(failed("carrier", refusal.code, refusal.about))
    except (OSError, ValueError) as failure:
        return _unread(failed("carrier", "no-such-file", getattr(failure, "strerror", None) or str(failure)))
    return verify(content, fetch=fetch, now=now, recipient=recipient)


def _unread(check: Check) -> Report:
    return Report("unknown", ("unreadable",), "", (check,), Summary())


def _show(source: str, report: Report) -> None:
    verdict = screen.paint(report.verdict.upper(), _COLOURS[report.verdict])
    states = f" ({', '.join(report.states)})" if report.states else ""
    screen.say(f"{screen.inert(source)}: {verdict}{states}")
    if report.format:
        _show_summary(report.summary, report.format)
    for check in report.checks:
        mark, colour = _MARKS[check.outcome.value]
        line = f"  {screen.paint(mark, colour)} {check.name}"
        about = screen.inert(check.about)[:160]
        if check.code != "ok":
            screen.say(f"{line}: {words.told(check.code, about)}")
        else:
            screen.say(line + (f"  {screen.paint(about, 'grey')}" if about else ""))
    for other in report.others:
        screen.say(
            f"  with {other.format or 'something unreadable'}: {other.verdict} {screen.inert(other.summary.name)}"
        )


def _show_summary(summary: Summary, found: str) -> None:
    name = screen.inert(summary.name) or "a badge without a name"
    screen.say(f"  {screen.paint(name, 'bold')}  {found}")
    parts = (("by", summary.issuer), ("to", summary.recipient), ("on", summary.issued), ("until", summary.expires))
    said = ", ".join(f"{word} {screen.inert(text)}" for word, text in parts if text)
    if said:
        screen.say(f"  {said}")
