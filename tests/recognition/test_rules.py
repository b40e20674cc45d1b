"""PROTOCOL.md 1.8 as a table: each row is a sentence, what is known, and what follows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from besace.recognition import rules
from besace.recognition.rules import Seen, Standing, Vouched, Why

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
YESTERDAY, TOMORROW = NOW - timedelta(days=1), NOW + timedelta(days=1)
FINE = Why.FINE

ASKING = [
    ("a stamped badge that is not hers", {}, FINE),
    ("a badge still being built", {"is_stamped": False}, Why.NOT_STAMPED),
    ("a badge she holds", {"holds_it": True}, Why.ALREADY_HERS),
    ("a badge she already asked for", {"has_living_request": True}, Why.ALREADY_ASKED),
    ("a draft she also asked for", {"is_stamped": False, "has_living_request": True}, Why.NOT_STAMPED),
    ("a badge she holds and asked for", {"holds_it": True, "has_living_request": True}, Why.ALREADY_HERS),
]


@pytest.mark.parametrize(("case", "known", "answer"), ASKING, ids=[row[0] for row in ASKING])
def test_who_may_ask(case: str, known: dict[str, bool], answer: Why) -> None:
    assert rules.may_ask(**{"is_stamped": True, "holds_it": False, "has_living_request": False, **known}) is answer


PROPOSING = [
    ("a peer for another", {}, {}, FINE),
    ("herself", {"is_recipient": True}, {}, Why.HERSELF),
    ("somebody outside the group", {"is_member": False}, {}, Why.NO_MEMBER),
    ("a guest who is in the group today", {"is_guest": True}, {}, FINE),
    ("an unstamped badge", {}, {"is_stamped": False}, Why.NOT_STAMPED),
    ("a badge she holds already", {}, {"holds_it": True}, Why.ALREADY_HERS),
    ("herself, an unstamped badge", {"is_recipient": True}, {"is_stamped": False}, Why.HERSELF),
    ("a partner who is no member", {"is_partner": True, "is_member": False}, {}, Why.NO_MEMBER),
    ("a peer who is too close", {"is_too_close": True}, {}, FINE),
]


@pytest.mark.parametrize(("case", "standing", "known", "answer"), PROPOSING, ids=[row[0] for row in PROPOSING])
def test_who_may_propose(case: str, standing: dict[str, bool], known: dict[str, bool], answer: Why) -> None:
    assert rules.may_propose(Standing(**standing), **{"is_stamped": True, "holds_it": False, **known}) is answer


READY = [
    ("nobody", [], 2, False),
    ("one peer", ["tonio"], 2, False),
    ("two peers", ["tonio", "fatou"], 2, True),
    ("the same peer twice", ["tonio", "tonio"], 2, False),
    ("one peer and herself", ["tonio", "odile"], 2, False),
    ("two peers and herself", ["tonio", "fatou", "odile"], 2, True),
    ("two of three where three are needed", ["tonio", "fatou"], 3, False),
    ("three where three are needed", ["tonio", "fatou", "kevin"], 3, True),
    ("one where one is needed", ["tonio"], 1, True),
    ("herself where one is needed", ["odile"], 1, False),
]


@pytest.mark.parametrize(("case", "proposers", "needed", "ready"), READY, ids=[row[0] for row in READY])
def test_when_the_person_is_asked(case: str, proposers: list[str], needed: int, ready: bool) -> None:
    assert rules.is_ready_to_be_asked(proposers, recipient="odile", needed=needed) is ready


@pytest.mark.parametrize(
    ("said_no", "has_living_request", "asked"),
    [(False, False, True), (True, False, False), (False, True, False), (True, True, False)],
)
def test_a_no_is_final_and_a_living_request_is_enough(said_no: bool, has_living_request: bool, asked: bool) -> None:
    assert rules.may_be_asked_again(said_no=said_no, has_living_request=has_living_request) is asked


OBSERVING = [
    ("a peer", {}, FINE),
    ("herself", {"is_recipient": True}, Why.HERSELF),
    ("her husband", {"is_too_close": True}, Why.TOO_CLOSE),
    ("an employer without power over her", {"is_partner": True, "is_member": False}, FINE),
    ("a guest", {"is_guest": True}, FINE),
    ("herself, who is close to herself", {"is_recipient": True, "is_too_close": True}, Why.HERSELF),
]


@pytest.mark.parametrize(("case", "standing", "answer"), OBSERVING, ids=[row[0] for row in OBSERVING])
def test_who_may_observe(case: str, standing: dict[str, bool], answer: Why) -> None:
    assert rules.may_observe(Standing(**standing)) is answer


SITUATIONS = [
    ("two observers, one of her choice", {}, FINE),
    ("three observers, one of her choice", {"observers": ["tonio", "fatou", "kevin"]}, FINE),
    ("both of her choice", {"chosen_by_her": ["tonio", "fatou"]}, FINE),
    ("none of her choice", {"chosen_by_her": []}, Why.NONE_CHOSEN_BY_HER),
    ("her choice does not watch", {"chosen_by_her": ["kevin"]}, Why.NONE_CHOSEN_BY_HER),
    ("one observer", {"observers": ["tonio"]}, Why.TOO_FEW_OBSERVERS),
    ("no observer", {"observers": []}, Why.TOO_FEW_OBSERVERS),
    ("the same observer twice", {"observers": ["tonio", "tonio"]}, Why.TOO_FEW_OBSERVERS),
    ("one observer and herself", {"observers": ["tonio", "odile"]}, Why.TOO_FEW_OBSERVERS),
    ("herself as her choice", {"chosen_by_her": ["odile"]}, Why.NONE_CHOSEN_BY_HER),
    ("no date", {"has_date": False}, Why.NO_DATE),
    ("no criterion", {"criteria": 0}, Why.NO_CRITERION),
    ("no date and no criterion", {"has_date": False, "criteria": 0}, Why.NO_DATE),
    ("every criterion", {"criteria": 24}, FINE),
]


@pytest.mark.parametrize(("case", "known", "answer"), SITUATIONS, ids=[row[0] for row in SITUATIONS])
def test_what_a_situation_needs(case: str, known: dict[str, Any], answer: Why) -> None:
    usual = {"has_date": True, "criteria": 3, "observers": ["tonio", "fatou"], "chosen_by_her": ["tonio"]}
    assert rules.situation_fits(**{**usual, **known}, recipient="odile") is answer


SIGHTINGS = [
    ("nobody wrote", [], {}),
    ("one saw it", [{"brush": Seen.YES}], {"brush": Seen.YES}),
    ("one with help, one without", [{"brush": Seen.WITH_HELP}, {"brush": Seen.YES}], {"brush": Seen.YES}),
    ("one not yet, one with help", [{"brush": Seen.NOT_YET}, {"brush": Seen.WITH_HELP}], {"brush": Seen.WITH_HELP}),
    ("both not yet", [{"brush": Seen.NOT_YET}, {"brush": Seen.NOT_YET}], {"brush": Seen.NOT_YET}),
    ("each her own", [{"brush": Seen.YES}, {"feed": Seen.NOT_YET}], {"brush": Seen.YES, "feed": Seen.NOT_YET}),
    ("order does not matter", [{"brush": Seen.YES}, {"brush": Seen.NOT_YET}], {"brush": Seen.YES}),
]


@pytest.mark.parametrize(("case", "sightings", "together"), SIGHTINGS, ids=[row[0] for row in SIGHTINGS])
def test_what_was_seen_together(case: str, sightings: list[dict[str, Seen]], together: dict[str, Seen]) -> None:
    assert rules.seen_by_all(sightings) == together


OPENING = [
    ("after a situation that was told", {}, FINE),
    ("the moment it ended", {"happened_on": NOW}, FINE),
    ("without a situation", {"happened_on": None}, Why.NOT_DONE_YET),
    ("before the situation", {"happened_on": TOMORROW}, Why.NOT_DONE_YET),
    ("before she did it at all", {"state": rules.OPEN, "happened_on": None}, Why.WRONG_MOMENT),
    ("when no observer wrote", {"wrote": []}, Why.NOBODY_WROTE),
    ("when nothing was seen", {"seen": 0}, Why.NOTHING_SEEN),
    ("on an unstamped badge", {"is_stamped": False}, Why.NOT_STAMPED),
    ("after a not yet, before she shows it again", {"state": rules.NOT_YET}, Why.WRONG_MOMENT),
    ("while the person is being asked", {"state": rules.PROPOSED}, Why.WRONG_MOMENT),
    ("before anything was seen", {"state": rules.OPEN}, Why.WRONG_MOMENT),
    ("while a vote is open", {"state": rules.DECIDING}, Why.WRONG_MOMENT),
    ("after the award", {"state": rules.AWARDED}, Why.WRONG_MOMENT),
    ("after she withdrew", {"state": rules.WITHDRAWN}, Why.WRONG_MOMENT),
    ("after she declined", {"state": rules.DECLINED}, Why.WRONG_MOMENT),
]


@pytest.mark.parametrize(("case", "known", "answer"), OPENING, ids=[row[0] for row in OPENING])
def test_when_the_peers_may_vote(case: str, known: dict[str, Any], answer: Why) -> None:
    usual = {"state": rules.SEEN, "is_stamped": True, "happened_on": YESTERDAY, "wrote": ["tonio"], "seen": 3}
    assert rules.may_open_vote(**{**usual, **known}, now=NOW) is answer


VOTING = [
    ("a peer", {}, False, FINE),
    ("herself", {"is_recipient": True}, False, Why.HERSELF),
    ("a guest", {"is_guest": True}, False, Why.GUEST),
    ("a guest in a group that lets professionals vote", {"is_guest": True}, True, Why.GUEST),
    ("somebody who withdrew as too close", {"is_too_close": True}, False, Why.TOO_CLOSE),
    ("a partner", {"is_partner": True, "is_member": False}, False, Why.PARTNER),
    ("a partner where the group lets her", {"is_partner": True, "is_member": False}, True, FINE),
    ("a name tapped and not confirmed", {"is_sure": False}, False, Why.NOT_SURE_ENOUGH),
    ("somebody of another group", {"is_member": False}, False, Why.NO_MEMBER),
    ("herself as a member who is sure", {"is_recipient": True, "is_sure": True}, False, Why.HERSELF),
    ("herself as a partner", {"is_recipient": True, "is_partner": True}, True, Why.HERSELF),
    ("a guest who is too close", {"is_guest": True, "is_too_close": True}, False, Why.TOO_CLOSE),
    ("a partner who is too close", {"is_partner": True, "is_too_close": True}, True, Why.TOO_CLOSE),
    ("a member who is also a partner", {"is_partner": True}, False, Why.PARTNER),
    ("an unconfirmed partner where she may", {"is_partner": True, "is_sure": False}, True, Why.NOT_SURE_ENOUGH),
]


@pytest.mark.parametrize(("case", "standing", "professionals", "answer"), VOTING, ids=[row[0] for row in VOTING])
def test_who_may_vote(case: str, standing: dict[str, bool], professionals: bool, answer: Why) -> None:
    assert rules.may_vote(Standing(**standing), professionals_vote=professionals) is answer


ALONE = [
    ("nobody proposed, two watched", [], ["tonio", "fatou"], {"tonio", "fatou"}),
    (
        "two proposed, two others watched",
        ["kevin", "maryse"],
        ["tonio", "fatou"],
        {"kevin", "maryse", "tonio", "fatou"},
    ),
    ("those who proposed also watched", ["tonio", "fatou"], ["tonio", "fatou"], {"tonio", "fatou"}),
    ("herself never counts among them", ["odile"], ["tonio"], {"tonio"}),
    ("nobody", [], [], set()),
]


@pytest.mark.parametrize(("case", "proposers", "observers", "alone"), ALONE, ids=[row[0] for row in ALONE])
def test_whose_yes_is_not_enough(case: str, proposers: list[str], observers: list[str], alone: set[str]) -> None:
    assert rules.not_enough_alone(proposers=proposers, observers=observers, recipient="odile") == alone


MOVES = [
    (rules.PROPOSED, rules.OPEN, True),
    (rules.PROPOSED, rules.DECLINED, True),
    (rules.PROPOSED, rules.DECIDING, False),
    (rules.PROPOSED, rules.AWARDED, False),
    (rules.OPEN, rules.SEEN, True),
    (rules.OPEN, rules.DECIDING, False),
    (rules.OPEN, rules.AWARDED, False),
    (rules.OPEN, rules.DECLINED, False),
    (rules.SEEN, rules.DECIDING, True),
    (rules.SEEN, rules.AWARDED, False),
    (rules.DECIDING, rules.AWARDED, True),
    (rules.DECIDING, rules.NOT_YET, True),
    (rules.DECIDING, rules.DECLINED, False),
    (rules.NOT_YET, rules.SEEN, True),
    (rules.NOT_YET, rules.AWARDED, False),
    (rules.NOT_YET, rules.DECIDING, False),
    (rules.AWARDED, rules.WITHDRAWN, False),
    (rules.AWARDED, rules.NOT_YET, False),
    (rules.DECLINED, rules.OPEN, False),
    (rules.WITHDRAWN, rules.OPEN, False),
    *[(state, rules.WITHDRAWN, True) for state in sorted(rules.LIVING)],
]


@pytest.mark.parametrize(("state", "wanted", "allowed"), MOVES)
def test_the_life_of_a_recognition(state: str, wanted: str, allowed: bool) -> None:
    assert rules.may_become(state, wanted) is allowed


def vouched(*pairs: tuple[str, str], days_ago: int = 10) -> list[Vouched]:
    return [Vouched(by, of, NOW - timedelta(days=days_ago)) for by, of in pairs]


RECIPROCAL = [
    ("one way", vouched(("a", "b")), False),
    ("both ways", vouched(("a", "b"), ("b", "a")), True),
    ("both ways, one of them long ago", [*vouched(("a", "b")), *vouched(("b", "a"), days_ago=61)], False),
    ("both ways, sixty days ago", vouched(("a", "b"), ("b", "a"), days_ago=60), True),
    ("through somebody else", vouched(("a", "c"), ("c", "b"), ("b", "c")), False),
    ("nobody", [], False),
]


@pytest.mark.parametrize(("case", "acts", "noted"), RECIPROCAL, ids=[row[0] for row in RECIPROCAL])
def test_reciprocity_is_noted(case: str, acts: list[Vouched], noted: bool) -> None:
    assert rules.is_reciprocal(acts, one="a", other="b", now=NOW) is noted


FULL_RING = vouched(("a", "b"), ("b", "a"), ("b", "c"), ("c", "b"), ("a", "c"), ("c", "a"))
RINGS = [
    ("three who vouch for one another alone", FULL_RING, {"a", "b", "c"}),
    ("two only", vouched(("a", "b"), ("b", "a")), set()),
    ("three, one of whom vouches outside", [*FULL_RING, *vouched(("a", "d"))], set()),
    ("a chain that does not come back", vouched(("a", "b"), ("b", "c"), ("c", "d")), set()),
    ("the same ring long ago", [Vouched(v.by, v.of, NOW - timedelta(days=90)) for v in FULL_RING], set()),
    ("everybody once for one person", vouched(("a", "d"), ("b", "d"), ("c", "d")), set()),
]


@pytest.mark.parametrize(("case", "acts", "ring"), RINGS, ids=[row[0] for row in RINGS])
def test_a_closed_ring_is_noted(case: str, acts: list[Vouched], ring: set[str]) -> None:
    assert rules.closed_ring(acts, now=NOW) == ring


REVOKING = [
    ("two persons, fifteen days after she was told", {}, True),
    ("one person twice", {"confirmed_by": "maryse"}, False),
    ("the holder asks", {"asked_by": "odile"}, False),
    ("the holder confirms", {"confirmed_by": "odile"}, False),
    ("she was not told", {"told_at": None}, False),
    ("fourteen days after", {"told_at": NOW - timedelta(days=14)}, False),
    ("clear fraud, at once", {"told_at": None, "urgent": True}, True),
    ("clear fraud, one person twice", {"confirmed_by": "maryse", "urgent": True}, False),
]


@pytest.mark.parametrize(("case", "known", "allowed"), REVOKING, ids=[row[0] for row in REVOKING])
def test_what_revoking_needs(case: str, known: dict[str, Any], allowed: bool) -> None:
    usual = {"asked_by": "maryse", "confirmed_by": "fatou", "told_at": NOW - timedelta(days=15), "urgent": False}
    assert rules.may_revoke(**{**usual, **known}, holder="odile", now=NOW) is allowed


def test_the_table_is_long_enough_to_be_trusted() -> None:
    tables = [ASKING, PROPOSING, READY, OBSERVING, SITUATIONS, SIGHTINGS, OPENING, VOTING, ALONE, MOVES]
    assert sum(map(len, [*tables, RECIPROCAL, RINGS, REVOKING])) >= 100
