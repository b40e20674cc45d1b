"""What is true of a vote: who has a voice, when it counts, what the numbers decide. PROTOCOL.md 1.4, 1.5 and 1.8.

Numbers in, a decision out: no clock, no database, no names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from fractions import Fraction

from .vocabulary import (
    FLOOR,
    OFFERED,
    Choice,
    Decision,
    Majority,
    Outcome,
    Question,
    Quorum,
    Rule,
    Secrecy,
    Standing,
    Step,
    Tally,
    WhoVotes,
    Words,
)

__all__ = [
    "FLOOR",
    "OFFERED",
    "Choice",
    "Decision",
    "Majority",
    "Outcome",
    "Question",
    "Quorum",
    "Rule",
    "Secrecy",
    "Standing",
    "Step",
    "Tally",
    "WhoVotes",
    "Words",
    "decide",
    "default_rule",
    "first_answer",
    "hands_fit",
    "has_quorum",
    "has_voice",
    "in_words",
    "is_offered",
    "may_become",
    "needs_reason",
    "outcome",
    "peers_outcome",
    "quorum_needed",
    "record_of",
    "rule_from",
    "second_answer",
    "shows_counts",
]

SMALL = 5  # a secret ballot with fewer voices shows its decision alone
LONE = 1  # neither does it show a lone voice: that would also say how all the others voted
PEERS_HALF_FROM = 6  # from six present, half of the yes must come from people who neither proposed nor observed
WORDINGS_BEFORE_MAJORITY = 2  # a reasoned no asks for one more wording; after it the majority speaks


def default_rule(question: Question) -> Rule:
    """The table of PROTOCOL.md 1.4, right column."""
    if question is Question.STAMP:
        return Rule(secrecy=Secrecy.OPEN)
    if question is Question.PEERS:
        return Rule(secrecy=Secrecy.SECRET, guests_vote=False)
    if question is Question.PRACTICE:
        return Rule(quorum=Quorum.NONE)
    return Rule()


def record_of(rule: Rule) -> dict[str, str | int | bool]:
    return asdict(rule)


def rule_from(record: Mapping[str, object]) -> Rule:
    """The rule that a ballot froze at its opening; what it does not say is the default."""
    kinds = {"quorum": Quorum, "majority": Majority, "secrecy": Secrecy, "who_votes": WhoVotes}
    return Rule(**{name: kinds[name](value) if name in kinds else value for name, value in record.items()})  # type: ignore[arg-type]


def has_voice(rule: Rule, *, standing: Standing) -> bool:
    """Who looks on has no voice; who facilitates has one like everyone, unless the rule says otherwise."""
    if standing in {Standing.OBSERVER, Standing.PARTNER}:
        return False
    if standing is Standing.FACILITATOR:
        return rule.facilitator_votes
    if standing is Standing.GUEST:
        return rule.guests_vote and rule.who_votes is WhoVotes.EVERYONE
    if standing is Standing.ADMINISTRATOR:
        return rule.who_votes is not WhoVotes.AMBASSADORS_AND_PARTICIPANTS
    return True


def may_become(before: Secrecy, after: Secrecy) -> bool:
    """Before it opens, a vote may be made more secret, never less."""
    ladder = list(Secrecy)
    return ladder.index(after) >= ladder.index(before)


def is_offered(choice: Choice, *, question: Question) -> bool:
    return choice in OFFERED[question]


def needs_reason(choice: Choice, *, question: Question) -> bool:
    """« Non, parce que… »: a no to a wording stops it only with its reason (which may be said aloud)."""
    return question is Question.WORDING and choice is Choice.NO


def quorum_needed(rule: Rule, *, present: int) -> int:
    """How many voices at least, for so many present."""
    match rule.quorum:
        case Quorum.NONE:
            return 0
        case Quorum.FIXED:
            return rule.quorum_number
        case Quorum.PERCENT:
            return max(rule.quorum_floor, -(-present * rule.quorum_number // 100))
        case _:
            return max(rule.quorum_floor, -(-present // 2))


def has_quorum(tally: Tally, *, rule: Rule, present: int) -> bool:
    """Somebody too close is out of both sides: neither her voice nor her seat counts."""
    return tally.voices >= quorum_needed(rule, present=max(present - tally.withdrawn, 0))


def outcome(tally: Tally, *, rule: Rule, present: int) -> Outcome:
    """The majority. A tie is no decision, nor is a vote without its quorum: the collective talks again."""
    if not has_quorum(tally, rule=rule, present=present) or tally.in_favour == tally.against:
        return Outcome.UNDECIDED
    if tally.in_favour < tally.against:
        return Outcome.REJECTED
    expressed = tally.in_favour + tally.against + (tally.blank if rule.blank_counts else 0)
    return Outcome.ADOPTED if _is_enough(tally.in_favour, of=expressed, majority=rule.majority) else Outcome.UNDECIDED


def _is_enough(in_favour: int, *, of: int, majority: Majority) -> bool:
    """Simple: more than half. Two thirds, three quarters: at least that."""
    if majority is Majority.SIMPLE:
        return in_favour * 2 > of
    share = Fraction(2, 3) if majority is Majority.TWO_THIRDS else Fraction(3, 4)
    return in_favour >= of * share


def first_answer(tally: Tally, *, rule: Rule, present: int) -> Decision:
    """Kept at once when nobody wants it otherwise; one different answer is enough to talk about it."""
    if tally.against:
        return Decision(Outcome.UNDECIDED, Step.DEBATE)
    if tally.in_favour and has_quorum(tally, rule=rule, present=present):
        return Decision(Outcome.ADOPTED)
    return Decision(Outcome.UNDECIDED, Step.REVISIT)


def second_answer(tally: Tally, *, rule: Rule, present: int, wording: int = 1) -> Decision:
    """Consent: nobody says no with a reason. Else one more wording; then the majority, so that it ends."""
    if not has_quorum(tally, rule=rule, present=present):
        return Decision(Outcome.UNDECIDED, Step.REVISIT)
    if not tally.against:
        return Decision(Outcome.ADOPTED) if tally.in_favour else Decision(Outcome.UNDECIDED, Step.REVISIT)
    if wording < WORDINGS_BEFORE_MAJORITY:
        return Decision(Outcome.UNDECIDED, Step.REWORD)
    return _decision(outcome(tally, rule=rule, present=present))


def peers_outcome(tally: Tally, *, rule: Rule, present: int, yes_from_others: int) -> Outcome:
    """PROTOCOL.md 1.8: those who proposed or observed are heard, but they do not recognise somebody by themselves."""
    if tally.voices < FLOOR:
        return Outcome.UNDECIDED
    majority = outcome(tally, rule=rule, present=present)
    if majority is not Outcome.ADOPTED:
        return majority
    is_large = present - tally.withdrawn >= PEERS_HALF_FROM
    if yes_from_others == 0 or (is_large and yes_from_others * 2 < tally.yes):
        return Outcome.UNDECIDED
    return Outcome.ADOPTED


def decide(
    question: Question, *, tally: Tally, rule: Rule, present: int, wording: int = 1, yes_from_others: int | None = None
) -> Decision:
    """The one door: what this ballot decides. `yes_from_others`: None when nobody proposed or observed."""
    if question is Question.FIRST_ANSWER:
        return first_answer(tally, rule=rule, present=present)
    if question is Question.WORDING:
        return second_answer(tally, rule=rule, present=present, wording=wording)
    if question is Question.PEERS:
        others = tally.yes if yes_from_others is None else yes_from_others
        return _decision(peers_outcome(tally, rule=rule, present=present, yes_from_others=others))
    return _decision(outcome(tally, rule=rule, present=present))


def _decision(result: Outcome) -> Decision:
    return Decision(result, Step.REVISIT if result is Outcome.UNDECIDED else Step.DONE)


def shows_counts(tally: Tally, *, secrecy: Secrecy) -> bool:
    """A secret ballot gives its numbers only when they point at nobody."""
    if secrecy is not Secrecy.SECRET:
        return True
    shown = replace(tally, withdrawn=0)
    return shown.voices >= SMALL and shown.voices - max(shown.counts().values()) > LONE


def hands_fit(*, hands: int, answered: int, present: int) -> bool:
    """Never more voices than seats."""
    return hands + answered <= present


def in_words(rule: Rule) -> tuple[Words, ...]:
    """The rule as the sentences that the screen says before the vote, in order."""
    number = rule.quorum_number if rule.quorum in {Quorum.FIXED, Quorum.PERCENT} else rule.quorum_floor
    words = [
        Words(f"who-{rule.who_votes}"),
        Words(f"quorum-{rule.quorum}", 0 if rule.quorum is Quorum.NONE else number),
        Words(f"majority-{rule.majority}"),
        Words("blank-counts" if rule.blank_counts else "blank-for-quorum"),
        Words("silence"),
        Words(f"secrecy-{rule.secrecy}"),
        Words("change-until-closing" if rule.allows_change else "no-change"),
    ]
    if rule.who_votes is WhoVotes.EVERYONE and not rule.guests_vote:
        words.insert(1, Words("no-guests"))
    return (*words, *([] if rule.facilitator_votes else [Words("facilitator-abstains")]))
