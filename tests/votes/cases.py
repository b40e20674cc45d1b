"""Reads the table of decisions.txt: each line is a case, told in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from besace.votes.rules import Majority, Question, Quorum, Rule, Secrecy, Tally, default_rule

TABLE = Path(__file__).with_name("decisions.txt")
QUESTIONS = {
    "first answer": Question.FIRST_ANSWER,
    "wording": Question.WORDING,
    "stamp": Question.STAMP,
    "practice": Question.PRACTICE,
    "peers": Question.PEERS,
}
MAJORITIES = {"2/3": Majority.TWO_THIRDS, "3/4": Majority.THREE_QUARTERS}


@dataclass(frozen=True)
class Case:
    section: str
    sentence: str
    present: int
    tally: Tally
    from_others: int | None
    options: str
    decided: str

    @property
    def question(self) -> Question:
        return QUESTIONS[self.section.rstrip(" 0123456789")]

    @property
    def wording(self) -> int:
        return int(self.section.split()[-1]) if self.section.startswith("wording") else 1

    @property
    def rule(self) -> Rule:
        return changed(default_rule(self.question), self.options)


def cases() -> list[Case]:
    found, section = [], ""
    for line in TABLE.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            sentence, present, answers, options, decided = (cell.strip() for cell in line.split("|"))
            numbers = {word: int(number) for number, word in re.findall(r"(\d+) (from others|\w+)", answers)}
            others = numbers.pop("from others", None)
            found.append(Case(section, sentence, int(present), Tally(**numbers), others, options, decided))
    return found


def changed(rule: Rule, options: str) -> Rule:
    """The rule with what this group changed in it: "quorum=fixed:10, majority=2/3"."""
    for option in filter(None, (word.strip() for word in options.split(","))):
        name, value = option.split("=")
        kind, _colon, number = value.partition(":")
        if name == "quorum":
            rule = replace(rule, quorum=Quorum(kind), quorum_number=int(number or 0))
        elif name == "majority":
            rule = replace(rule, majority=MAJORITIES[kind])
        elif name == "secrecy":
            rule = replace(rule, secrecy=Secrecy(kind))
        elif option == "blank=expressed":
            rule = replace(rule, blank_counts=True)
        elif option == "facilitator=abstains":
            rule = replace(rule, facilitator_votes=False)
        else:
            raise ValueError(option)
    return rule
