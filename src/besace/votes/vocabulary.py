"""The words of a vote: questions, choices, rules, tallies, decisions. Values alone; `rules.py` judges them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum

FLOOR = 3  # under three voices nobody speaks for a collective


class Question(StrEnum):
    FIRST_ANSWER = "first-answer"
    WORDING = "wording"
    PEERS = "peers"
    STAMP = "stamp"
    PRACTICE = "practice"


class Choice(StrEnum):
    KEEP = "keep"
    REWORD = "reword"
    MERGE = "merge"
    REMOVE = "remove"
    YES = "yes"
    CAN_LIVE = "can_live"
    NO = "no"
    NOT_YET = "not_yet"
    STAMP = "stamp"
    BLANK = "blank"
    DONT_KNOW = "blank"  # the peers' words for the same thing: present, without an opinion
    WITHDRAWN = "withdrawn"  # « Je suis trop proche »: as if she were not in the room


OFFERED: dict[Question, tuple[Choice, ...]] = {
    Question.FIRST_ANSWER: (Choice.KEEP, Choice.REWORD, Choice.MERGE, Choice.REMOVE, Choice.BLANK),
    Question.WORDING: (Choice.YES, Choice.CAN_LIVE, Choice.NO, Choice.BLANK),
    Question.PEERS: (Choice.YES, Choice.NOT_YET, Choice.DONT_KNOW),
    Question.STAMP: (Choice.STAMP,),
    Question.PRACTICE: (Choice.YES, Choice.NO, Choice.BLANK),
}
# In favour: keep, yes, can_live, stamp. Without an opinion: blank. Everything else that is expressed is against.


class Outcome(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    UNDECIDED = "undecided"


class Step(StrEnum):
    """What the meeting does next."""

    DONE = "done"
    DEBATE = "debate"  # hear the reasons, then propose a wording
    REWORD = "reword"  # one more wording before the majority
    REVISIT = "revisit"  # « À revoir »: a tie, no quorum, or nobody in favour


class Quorum(StrEnum):
    HALF = "half"
    FIXED = "fixed"
    PERCENT = "percent"
    NONE = "none"


class Majority(StrEnum):
    SIMPLE = "simple"
    TWO_THIRDS = "two-thirds"
    THREE_QUARTERS = "three-quarters"


PEERS_MAJORITIES = (Majority.SIMPLE, Majority.TWO_THIRDS)  # PROTOCOL.md 1.8, item 4


class Secrecy(StrEnum):
    OPEN = "open"  # a public act: the stamp
    NAMELESS = "nameless"  # results without names
    SECRET = "secret"  # noqa: S105 -- a word, no password


class WhoVotes(StrEnum):
    EVERYONE = "everyone"  # every seat present
    MEMBERS = "members"
    AMBASSADORS_AND_PARTICIPANTS = "ambassadors-and-participants"


class Standing(StrEnum):
    """What somebody is in this meeting."""

    GUEST = "guest"
    PARTICIPANT = "participant"
    AMBASSADOR = "ambassador"
    FACILITATOR = "facilitator"
    ADMINISTRATOR = "administrator"
    PARTNER = "partner"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a group decides. Silence and delegation have no field: the first never counts, the second does not exist."""

    quorum: Quorum = Quorum.HALF
    quorum_number: int = 0  # the number of FIXED, or the percentage of PERCENT
    quorum_floor: int = FLOOR  # of HALF and PERCENT
    majority: Majority = Majority.SIMPLE
    blank_counts: bool = False
    secrecy: Secrecy = Secrecy.NAMELESS
    allows_change: bool = True
    who_votes: WhoVotes = WhoVotes.EVERYONE
    guests_vote: bool = True
    facilitator_votes: bool = True


@dataclass(frozen=True, slots=True)
class Tally:
    """The voices, counted. `Tally(yes=3, no=1)`; the order of arrival has no place to be."""

    keep: int = 0
    reword: int = 0
    merge: int = 0
    remove: int = 0
    yes: int = 0
    can_live: int = 0
    no: int = 0
    not_yet: int = 0
    stamp: int = 0
    blank: int = 0
    withdrawn: int = 0

    def __post_init__(self) -> None:
        if min(self.counts().values()) < 0:
            raise ValueError("a tally counts voices: none of its numbers is below zero")

    @classmethod
    def of(cls, choices: Iterable[str]) -> Tally:
        return cls(**Counter(Choice(choice).value for choice in choices))

    def __add__(self, other: Tally) -> Tally:
        theirs = other.counts()
        return Tally(**{name: number + theirs[name] for name, number in self.counts().items()})

    def counts(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def in_favour(self) -> int:
        return self.keep + self.yes + self.can_live + self.stamp

    @property
    def against(self) -> int:
        return self.reword + self.merge + self.remove + self.no + self.not_yet

    @property
    def voices(self) -> int:
        """All that count for the quorum: blank ones too, withdrawn ones never."""
        return self.in_favour + self.against + self.blank


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    step: Step = Step.DONE


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence of a rule, by its code; `votes/sentences.py` says it."""

    code: str
    number: int = 0
