"""The rules of a meeting, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from besace.meetings.rules import (
    MINUTES,
    Audience,
    Obstacle,
    Phase,
    Presence,
    Progress,
    Sight,
    Warning_,
    Way,
    everybody_is_done,
    hands_left,
    is_frozen,
    is_late,
    is_off_line,
    is_present,
    many_proxies,
    may_take_over,
    obstacle,
    quorum,
    sights,
    time_left,
    votes_from_next_item,
    warnings,
)

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
EMPTY = Progress()
THEMED = Progress(has_theme=True)
GROWING = Progress(has_theme=True, ideas=12, undecided=12)
DEBATED = Progress(has_theme=True, ideas=12, undecided=2, kept=9)
STAMPED = Progress(has_theme=True, ideas=12, kept=9, is_stamped=True)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def test_there_are_nine_phases_each_with_a_time():
    assert [phase.name for phase in sorted(MINUTES)] == [
        "WELCOME",
        "THEME",
        "WEB",
        "TIDY",
        "DEBATE",
        "REREAD",
        "STAMP",
        "PUBLISH",
        "REVIEW",
    ]


@pytest.mark.parametrize(
    ("to", "progress", "expected"),
    [
        *[(to, EMPTY, None) for to in (Phase.WELCOME, Phase.THEME, Phase.REVIEW)],
        *[(to, EMPTY, Obstacle.NO_THEME) for to in (Phase.WEB, Phase.TIDY, Phase.DEBATE, Phase.REREAD, Phase.STAMP)],
        (Phase.PUBLISH, EMPTY, Obstacle.NO_THEME),
        (Phase.WEB, THEMED, None),
        (Phase.TIDY, THEMED, Obstacle.NO_IDEA),
        (Phase.DEBATE, THEMED, Obstacle.NO_IDEA),
        (Phase.REREAD, GROWING, Obstacle.NOTHING_KEPT),
        (Phase.STAMP, GROWING, Obstacle.NOTHING_KEPT),
        (Phase.DEBATE, GROWING, None),
        *[(to, DEBATED, None) for to in Phase if to is not Phase.PUBLISH],
        (Phase.PUBLISH, DEBATED, Obstacle.NOT_STAMPED),
        *[(to, STAMPED, None) for to in Phase],
        *[(to, Progress(has_theme=True, ideas=3, kept=3, is_vote_open=True), Obstacle.VOTE_OPEN) for to in Phase],
        *[(to, Progress(is_closed=True, is_stamped=True), Obstacle.MEETING_CLOSED) for to in Phase],
    ],
)
def test_a_phase_is_entered_at_will_unless_it_would_be_empty_or_a_vote_is_open(to, progress, expected):
    assert obstacle(to, progress=progress) is expected


@pytest.mark.parametrize(
    ("to", "progress", "present", "expected"),
    [
        (Phase.THEME, EMPTY, 1, ()),
        (Phase.WEB, THEMED, 2, (Warning_.BELOW_QUORUM,)),
        (Phase.WEB, THEMED, 3, ()),
        (Phase.REREAD, DEBATED, 12, (Warning_.STILL_UNDECIDED,)),
        (Phase.REREAD, Progress(has_theme=True, ideas=3, kept=3), 12, (Warning_.FEW_CRITERIA,)),
        (Phase.STAMP, Progress(has_theme=True, ideas=4, kept=4), 12, ()),
        (Phase.PUBLISH, STAMPED, 12, ()),
        (
            Phase.STAMP,
            Progress(has_theme=True, ideas=3, kept=1, undecided=2),
            2,
            (Warning_.BELOW_QUORUM, Warning_.STILL_UNDECIDED, Warning_.FEW_CRITERIA),
        ),
    ],
)
def test_what_the_facilitator_should_know_is_said_without_stopping_her(to, progress, present, expected):
    assert warnings(to, progress=progress, present=present) == expected


@pytest.mark.parametrize(
    ("phase", "audience", "expected"),
    [
        (Phase.WELCOME, Audience.PHONE, {Sight.PRACTICE}),
        (Phase.WELCOME, Audience.PROJECTOR, {Sight.ENTRY_CODE, Sight.ARRIVALS, Sight.PRACTICE}),
        (Phase.WEB, Audience.PHONE, {Sight.OWN_IDEA, Sight.IDEAS}),
        (Phase.WEB, Audience.PROJECTOR, {Sight.ENTRY_CODE, Sight.IDEAS}),
        (Phase.DEBATE, Audience.PHONE, {Sight.QUESTION, Sight.HOW_MANY_ANSWERED}),
        (Phase.DEBATE, Audience.PROJECTOR, {Sight.ENTRY_CODE, Sight.QUESTION, Sight.HOW_MANY_ANSWERED}),
        (Phase.STAMP, Audience.PROJECTOR, {Sight.ENTRY_CODE, Sight.RING}),
        (Phase.REVIEW, Audience.PROJECTOR, {Sight.ENTRY_CODE}),
        (Phase.REVIEW, Audience.PHONE, {Sight.FACES}),
    ],
)
def test_each_screen_shows_what_the_phase_says_and_nothing_else(phase, audience, expected):
    assert sights(phase, audience) == frozenset(expected)


@pytest.mark.parametrize("phase", list(Phase))
def test_the_projector_never_shows_what_is_private(phase):
    private = {Sight.ROLL, Sight.CONFUSED, Sight.HELP, Sight.HIDDEN_IDEAS, Sight.WHO_ANSWERED, Sight.QUEUE, Sight.FACES}

    assert sights(phase, Audience.PROJECTOR) & private == frozenset()


@pytest.mark.parametrize("phase", list(Phase))
def test_a_phone_never_shows_the_roll_nor_who_answered(phase):
    private = {Sight.ROLL, Sight.CONFUSED, Sight.HELP, Sight.HIDDEN_IDEAS, Sight.WHO_ANSWERED}

    assert sights(phase, Audience.PHONE) & private == frozenset()


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        (Presence(Way.PHONE, last_sign_at=NOW), True),
        (Presence(Way.PHONE, last_sign_at=ago(minutes=5)), True),
        (Presence(Way.PHONE, last_sign_at=ago(minutes=5, seconds=1)), False),
        (Presence(Way.PHONE), False),
        (Presence(Way.SHARED, last_sign_at=ago(minutes=4)), True),
        (Presence(Way.SHARED, last_sign_at=ago(minutes=6)), False),
        (Presence(Way.HAND), True),
        (Presence(Way.PROXY), True),
        (Presence(Way.HAND, has_left=True), False),
        (Presence(Way.PHONE, has_left=True, last_sign_at=NOW), False),
        (Presence(Way.PHONE, is_admitted=False, last_sign_at=NOW), False),
        (Presence(Way.PHONE, is_observer=True, last_sign_at=NOW), False),
        (Presence(Way.HAND, is_observer=True), False),
    ],
)
def test_who_is_counted_as_present(seat, expected):
    assert is_present(seat, now=NOW) is expected


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        (Presence(Way.PHONE, last_sign_at=ago(seconds=45)), False),
        (Presence(Way.PHONE, last_sign_at=ago(seconds=46)), True),
        (Presence(Way.PHONE, last_sign_at=ago(minutes=6)), False),
        (Presence(Way.HAND), False),
        (Presence(Way.PHONE, has_left=True, last_sign_at=ago(minutes=2)), False),
    ],
)
def test_a_quiet_device_is_told_before_it_stops_counting(seat, expected):
    assert is_off_line(seat, now=NOW) is expected


@pytest.mark.parametrize(("present", "expected"), [(0, 3), (1, 3), (4, 3), (5, 3), (6, 3), (7, 4), (23, 12), (40, 20)])
def test_the_quorum_is_half_of_those_present_and_three_at_least(present, expected):
    assert quorum(present) == expected


@pytest.mark.parametrize(
    ("present", "answered", "hands", "expected"),
    [(23, 18, 2, 3), (23, 18, 5, 0), (23, 23, 0, 0), (23, 24, 0, 0), (10, 0, 0, 10)],
)
def test_there_are_never_more_voices_than_seats(present, answered, hands, expected):
    assert hands_left(present=present, answered_by_device=answered, hands=hands) == expected


@pytest.mark.parametrize(("done", "present", "expected"), [(0, 0, False), (4, 5, False), (5, 5, True), (6, 5, True)])
def test_everybody_is_done_when_all_who_are_there_are(done, present, expected):
    assert everybody_is_done(done=done, present=present) is expected


@pytest.mark.parametrize(("proxies", "voices", "expected"), [(0, 0, False), (3, 10, False), (4, 10, True)])
def test_many_answers_entered_for_others_are_told(proxies, voices, expected):
    assert many_proxies(proxies=proxies, voices=voices) is expected


@pytest.mark.parametrize(
    ("has_the_right", "is_leading", "silent_since", "expected"),
    [
        (True, False, ago(minutes=3), True),
        (True, False, ago(minutes=2, seconds=59), False),
        (True, False, None, True),
        (False, False, ago(minutes=10), False),
        (True, True, ago(minutes=10), False),
    ],
)
def test_the_lead_is_taken_over_after_three_minutes_by_who_has_the_right(
    has_the_right, is_leading, silent_since, expected
):
    allowed = may_take_over(has_the_right=has_the_right, is_leading=is_leading, silent_since=silent_since, now=NOW)

    assert allowed is expected


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [
        (timedelta(), timedelta(minutes=3)),
        (timedelta(minutes=1, seconds=20), timedelta(minutes=1, seconds=40)),
        (timedelta(minutes=3), timedelta()),
        (timedelta(hours=2), timedelta()),
    ],
)
def test_the_timer_informs_and_stops_at_zero(elapsed, expected):
    assert time_left(NOW - elapsed, minutes=3, now=NOW) == expected


@pytest.mark.parametrize(
    ("joined_at", "phase", "expected"),
    [(NOW, Phase.WELCOME, False), (NOW, Phase.DEBATE, True), (ago(hours=2), Phase.DEBATE, False)],
)
def test_who_comes_in_after_the_welcome_is_late(joined_at, phase, expected):
    assert is_late(joined_at, opened_at=ago(hours=1), phase=phase) is expected


@pytest.mark.parametrize(
    ("item_opened_at", "expected"), [(None, False), (ago(minutes=1), True), (NOW + timedelta(seconds=1), False)]
)
def test_who_comes_in_during_a_vote_answers_the_next_one(item_opened_at, expected):
    assert votes_from_next_item(NOW, item_opened_at=item_opened_at) is expected


@pytest.mark.parametrize(("days", "expected"), [(0, False), (6.99, False), (7, True), (30, True)])
def test_minutes_are_frozen_after_seven_days(days, expected):
    assert is_frozen(ago(days=days), now=NOW) is expected
