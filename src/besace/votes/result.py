"""What a closed ballot says, and how it is kept as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .vocabulary import Choice, Decision, Outcome, Step, Tally


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody wants it otherwise; never who."""

    choice: Choice
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """`tally` is None where the numbers would say how somebody voted: the decision alone is shown."""

    outcome: Outcome
    step: Step
    voices: int  # those who took part; how they answered is in the tally
    hands: int  # among the voices, those raised
    entered_for_somebody: int  # among the voices, those that the facilitator entered
    present: int
    has_quorum: bool
    tally: Tally | None
    reasons: tuple[Reason, ...] = ()

    @property
    def by_phone(self) -> int:
        return self.voices - self.hands - self.entered_for_somebody


def result_of(
    decision: Decision,
    *,
    tally: Tally,
    shows_counts: bool,
    hands: int,
    entered: int,
    present: int,
    has_quorum: bool,
    reasons: list[Reason],
) -> Result:
    """`reasons`: those that may be told, sorted so that no order of arrival is left."""
    return Result(
        outcome=decision.outcome,
        step=decision.step,
        voices=tally.voices,
        hands=hands,
        entered_for_somebody=entered,
        present=present,
        has_quorum=has_quorum,
        tally=replace(tally, withdrawn=0) if shows_counts else None,
        reasons=tuple(sorted(reasons, key=lambda reason: (reason.choice, reason.text))),
    )


def record_of(result: Result) -> dict[str, Any]:
    tally = None if result.tally is None else {name: n for name, n in result.tally.counts().items() if n}
    return {
        "outcome": result.outcome.value,
        "step": result.step.value,
        "voices": result.voices,
        "hands": result.hands,
        "entered": result.entered_for_somebody,
        "present": result.present,
        "has_quorum": result.has_quorum,
        "tally": tally,
        "reasons": [[reason.choice.value, reason.text] for reason in result.reasons],
    }


def result_from(record: Mapping[str, Any]) -> Result:
    return Result(
        outcome=Outcome(record["outcome"]),
        step=Step(record["step"]),
        voices=record["voices"],
        hands=record["hands"],
        entered_for_somebody=record["entered"],
        present=record["present"],
        has_quorum=record["has_quorum"],
        tally=None if record["tally"] is None else Tally(**record["tally"]),
        reasons=tuple(Reason(Choice(choice), text) for choice, text in record["reasons"]),
    )
