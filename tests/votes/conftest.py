"""A vote to begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from besace.people.models import Person
from besace.votes.actions import open_ballot
from besace.votes.models import Ballot
from besace.votes.rules import Question, Rule, Secrecy, default_rule


@pytest.fixture(autouse=True)
def instance_key(settings, tmp_path: Path) -> Path:
    settings.INSTANCE_KEY_FILE = tmp_path / "instance-key"
    return settings.INSTANCE_KEY_FILE


@pytest.fixture
def opened(maryse: Person) -> Callable[..., Ballot]:
    """`opened(Question.STAMP, present=12, allows_change=False)`: an open ballot, its rule changed as told."""

    def make(
        question: Question = Question.PRACTICE, *, present: int = 5, subject: str = "criterion:1", **told
    ) -> Ballot:
        names = ("roll", "without", "channel", "part", "closes_at")
        ballot_options = {name: told.pop(name) for name in names if name in told}
        rule: Rule = replace(default_rule(question), **told)
        return open_ballot(subject=subject, question=question, rule=rule, present=present, by=maryse, **ballot_options)

    return make


@pytest.fixture
def ballot(opened) -> Ballot:
    return opened(secrecy=Secrecy.OPEN)


@pytest.fixture
def secret(opened) -> Ballot:
    return opened(secrecy=Secrecy.SECRET)


@pytest.fixture
def five(maryse, tonio, fatou, kevin, odile) -> Iterator[list[Person]]:
    return [maryse, tonio, fatou, kevin, odile]
