"""What a verification says: a list of checks, a verdict, the states of the badge, and what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

Verdict = Literal["valid", "invalid", "unknown"]
"""The answer in one word; "unknown" is honest ignorance: a dead network, a suite we cannot read."""


class Outcome(Enum):
    """How one check ended. UNKNOWN says that it could not be made, never that it is bad."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One step of a verification: its name, how it ended, a stable kebab-case code, and what it looked at."""

    name: str
    outcome: Outcome
    code: str = "ok"
    about: str = ""

    def to_json(self) -> dict[str, str]:
        """The check as plain JSON members: name, outcome, code, about."""
        return {"name": self.name, "outcome": self.outcome.value, "code": self.code, "about": self.about}


def passed(name: str, code: str = "ok", about: str = "") -> Check:
    """A check that found what it wanted."""
    return Check(name, Outcome.PASSED, code, about)


def failed(name: str, code: str, about: str = "") -> Check:
    """A check that found the badge wanting: the verdict will be "invalid"."""
    return Check(name, Outcome.FAILED, code, about)


def unknown(name: str, code: str, about: str = "") -> Check:
    """A check that could not be made: the verdict will be "unknown" unless another one failed."""
    return Check(name, Outcome.UNKNOWN, code, about)


@dataclass(frozen=True)
class Summary:
    """The badge in five texts, as it says itself; each "" when it does not say. Dates as written (ISO 8601)."""

    name: str = ""
    issuer: str = ""
    recipient: str = ""
    issued: str = ""
    expires: str = ""

    def to_json(self) -> dict[str, str]:
        """The summary as plain JSON members."""
        return {
            "name": self.name,
            "issuer": self.issuer,
            "recipient": self.recipient,
            "issued": self.issued,
            "expires": self.expires,
        }


@dataclass(frozen=True)
class Report:
    """The whole answer about one badge. `others` are the reports of badges found inside or beside it."""

    verdict: Verdict
    states: tuple[str, ...]
    format: str
    checks: tuple[Check, ...]
    summary: Summary = Summary()
    others: tuple["Report", ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON: verdict, states, format, checks, summary, and `others` when there are some."""
        members: dict[str, Any] = {
            "verdict": self.verdict,
            "states": list(self.states),
            "format": self.format,
            "checks": [check.to_json() for check in self.checks],
            "summary": self.summary.to_json(),
        }
        if self.others:
            members["others"] = [other.to_json() for other in self.others]
        return members

    def check(self, name: str) -> Check | None:
        """The worst check of that name, or None when the step was not taken."""
        found = [check for check in self.checks if check.name == name]
        return min(found, key=lambda check: _ORDER[check.outcome]) if found else None


_ORDER = {Outcome.FAILED: 0, Outcome.UNKNOWN: 1, Outcome.PASSED: 2}

ADVISORY = frozenset({"image", "endorsements"})
"""Steps whose "unknown" leaves the verdict alone: a picture may be drawn anew, a recommendation may be out of reach."""


def verdict_of(checks: Iterable[Check]) -> Verdict:
    """One failed check makes a badge invalid, one unknown makes it unknown, unless the step is advisory."""
    outcomes = {check.outcome for check in checks if check.name not in ADVISORY or check.outcome is Outcome.FAILED}
    if Outcome.FAILED in outcomes:
        return "invalid"
    if Outcome.UNKNOWN in outcomes or not outcomes:
        return "unknown"
    return "valid"
