"""The group's Tuesdays: those of the past, from the welcome to the minutes, and the one under way now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from uuid import uuid4

from django.utils import timezone

from besace.badges import actions as catalogue
from besace.badges.models import BadgeVersion
from besace.building import actions as building
from besace.building.models import Criterion, Web
from besace.meetings import (
    closing_actions,
    debate_actions,
    opening_actions,
    phase_actions,
    phone_actions,
    plan_actions,
    stamp_actions,
)
from besace.meetings.giving import actions as giving
from besace.meetings.models import Meeting, Rhythm, Seat, Signal
from besace.meetings.rules import Phase
from besace.people.models import Group, Person
from besace.recognition.models import Recognition

from .badges import Story, grow
from .days import FRIDAY, THURSDAY, TUESDAY, Clock, next_day, on
from .people import Cast

ON_PHONES = ("Tonio", "Fatou", "Jeanne", "Rémi")
ON_THE_TABLET = ("Kévin", "Lucette")
AWAY_TODAY = ("Mireille",)
FACES = ((5, "On a bien ri."), (4, ""), (5, ""), (3, "C’était un peu long."))
TASKS = {"Tonio": "Rapporter les photos.", "Nadia": "Écrire le menu.", "Rosa": "Apporter la laine."}


def hold(story: Story, *, group: Group, cast: Cast, clock: Clock) -> BadgeVersion:
    """A whole afternoon: a theme, a web, a debate, a stamp, a badge, minutes."""
    leader = cast["Maryse"]
    _let_it_last(group, by=leader, clock=clock, minutes=140)
    meeting, seats = _open(group, cast=cast, peers=cast.of(group))
    web = opening_actions.choose_theme(meeting.pk, theme=story.name, purpose=story.purpose, by=leader)
    phase_actions.move_to(meeting.pk, Phase.WEB, by=leader)
    grow(web, story=story, group=group, cast=cast)
    _debate(meeting, web, story=story, seats=seats, leader=leader)
    version = _stamp(meeting, web, story=story, seats=seats, leader=leader)
    _close(meeting, seats=seats, leader=leader)
    return version


def begin(story: Story, *, group: Group, cast: Cast, clock: Clock, about: Recognition) -> Web:
    """The group first says yes to somebody; then an afternoon that ended before the debate."""
    leader = cast["Maryse"]
    _let_it_last(group, by=leader, clock=clock, minutes=95)
    meeting, seats = _open(group, cast=cast, peers=cast.of(group))
    _recognise(meeting, about, seats=seats, leader=leader)
    web = opening_actions.choose_theme(meeting.pk, theme=story.name, purpose=story.purpose, by=leader)
    phase_actions.move_to(meeting.pk, Phase.WEB, by=leader)
    grow(web, story=story, group=group, cast=cast)
    _close(meeting, seats=seats, leader=leader)
    return web


def be_in_the_middle_of(web: Web, *, group: Group, cast: Cast, waiting: Recognition) -> Meeting:
    """Now: four ideas are kept, one divides the group, people are answering about the next one."""
    leader = cast["Maryse"]
    with on(minutes_ago=50):
        opening_actions.open_meeting(group, by=leader, device=None)
    with on(minutes_ago=3):  # devices that gave no sign for five minutes are not counted
        peers = [peer for peer in cast.of(group) if peer.first_name not in AWAY_TODAY]
        meeting, seats = _open(group, cast=cast, peers=peers)
        plan_actions.plan_request(meeting.pk, waiting.pk, by=leader)
        opening_actions.resume_web(meeting.pk, web.pk, by=leader)
        phase_actions.move_to(meeting.pk, Phase.DEBATE, by=leader)
        phase_actions.add_time(meeting.pk, minutes=90, by=leader)
        first = list(web.criteria.order_by("rank")[:6])
        for criterion in first[:4]:
            _everybody(meeting, criterion, "keep", seats=seats, leader=leader)
        debate_actions.keep_what_nobody_opposes(meeting.pk, by=leader)
        _divide(meeting, first[4], seats=seats, leader=leader)
        debate_actions.look_at(meeting.pk, first[5].pk, by=leader)
        debate_actions.answer(first[5].pk, seat=seats["Tonio"], choice="keep")
        debate_actions.answer(first[5].pk, seat=seats["Kévin"], choice="keep")
        phone_actions.give_sign(seats["Lucette"], Signal.Kind.HELP)
        phone_actions.give_sign(seats["Rémi"], Signal.Kind.CONFUSED)
    return meeting


def _let_it_last(group: Group, *, by: Person, clock: Clock, minutes: int) -> None:
    """The room opens; what the screens keep happens at the end of the afternoon, while every phone gives signs."""
    opening_actions.open_meeting(group, by=by, device=None)
    clock.wait(minutes=minutes)


def _recognise(meeting: Meeting, asked: Recognition, *, seats: dict[str, Seat], leader: Person) -> None:
    """In secret: each on a phone, the others on the console turned towards them; then the badge is handed over."""
    giving.open_vote(meeting.pk, asked.pk, by=leader)
    for seat in seats.values():
        if seat.person_id == asked.person_id:
            continue
        if seat.device:
            giving.answer(seat, answer="yes")
        else:
            giving.answer_on_console(meeting.pk, seat, answer="yes", by=leader)
    giving.close_vote(meeting.pk, by=leader)
    giving.hand_badge(meeting.pk, by=leader)
    giving.show_to_all(meeting.pk, by=asked.person)
    giving.go_on(meeting.pk, by=leader)


def plan(cast: Cast) -> None:
    """Every week on its day, at the same hour."""
    today = timezone.localdate()
    for group, weekday, hours in (
        (cast.tuesday, TUESDAY, (14, 17)),
        (cast.kitchen, FRIDAY, (9, 12)),
        (cast.knitters, THURSDAY, (14, 16)),
    ):
        rhythm = Rhythm(
            first_on=today + timedelta(days=next_day(weekday)),
            starts=time(hours[0]),
            ends=time(hours[1]),
            place=group.place,
        )
        plan_actions.set_rhythm(group, rhythm=rhythm, by=cast["Maryse"])


def _open(group: Group, *, cast: Cast, peers: Sequence[Person]) -> tuple[Meeting, dict[str, Seat]]:
    """Some on a phone, two on the same tablet, the others in the room with nothing in their hands."""
    leader, tablet = cast["Maryse"], uuid4()
    meeting = opening_actions.open_meeting(group, by=leader, device=None)
    seats = {}
    for peer in peers:
        name = peer.first_name
        if name in ON_PHONES or name in ON_THE_TABLET:
            device = tablet if name in ON_THE_TABLET else uuid4()
            seats[name] = opening_actions.take_seat(meeting, person=peer, device=device)
        else:
            seats[name] = opening_actions.seat_without_device(meeting.pk, person_id=peer.pk, by=leader)
    return meeting, seats


def _debate(meeting: Meeting, web: Web, *, story: Story, seats: dict[str, Seat], leader: Person) -> None:
    phase_actions.move_to(meeting.pk, Phase.DEBATE, by=leader)
    for criterion in web.criteria.all():
        choice = "remove" if criterion.text in story.removed else "keep"
        _everybody(meeting, criterion, choice, seats=seats, leader=leader)
    debate_actions.keep_what_nobody_opposes(meeting.pk, by=leader)
    for criterion in web.criteria.filter(text__in=story.removed):
        building.remove(criterion.pk, by=leader)


def _everybody(meeting: Meeting, criterion: Criterion, choice: str, *, seats: dict[str, Seat], leader: Person) -> None:
    """Each on her device; the others raise a hand, and the hands are counted."""
    for seat in (seat for seat in seats.values() if seat.device):
        debate_actions.answer(criterion.pk, seat=seat, choice=choice)
    debate_actions.count_hands(meeting.pk, criterion.pk, hands={choice: _without_device(seats)}, by=leader)


def _divide(meeting: Meeting, criterion: Criterion, *, seats: dict[str, Seat], leader: Person) -> None:
    """Three would say it otherwise: this one will be debated aloud."""
    for name, reason in (("Tonio", "Pas toutes les vitesses."), ("Jeanne", "C’est trop dur."), ("Kévin", "")):
        debate_actions.answer(criterion.pk, seat=seats[name], choice="reword", reason=reason)
    debate_actions.answer(criterion.pk, seat=seats["Fatou"], choice="keep")
    hands = {"keep": _without_device(seats) - 1, "remove": 1}
    debate_actions.count_hands(meeting.pk, criterion.pk, hands=hands, by=leader)
    debate_actions.close_vote(meeting.pk, criterion.pk, by=leader)


def _stamp(meeting: Meeting, web: Web, *, story: Story, seats: dict[str, Seat], leader: Person) -> BadgeVersion:
    building.describe(web.pk, by=leader, sentence=story.sentence)
    if story.picture:
        building.choose_picture(web.pk, picture=story.picture, by=leader)
    phase_actions.move_to(meeting.pk, Phase.STAMP, by=leader)
    stamp_actions.open_stamp(meeting.pk, by=leader)
    for seat in seats.values():
        stamp_actions.press(seat, entered_by=None if seat.device else leader)
    version = stamp_actions.land(meeting.pk, by=leader)
    phase_actions.move_to(meeting.pk, Phase.PUBLISH, by=leader)
    catalogue.publish(version.badge_id, by=leader)
    return version


def _close(meeting: Meeting, *, seats: dict[str, Seat], leader: Person) -> None:
    for name in seats.keys() & TASKS.keys():
        closing_actions.note_task(meeting.pk, text=TASKS[name], taken_by=seats[name], by=leader)
    phase_actions.move_to(meeting.pk, Phase.REVIEW, by=leader)
    for seat, (face, sentence) in zip(seats.values(), FACES, strict=False):
        phone_actions.say_impression(seat, face=face, sentence=sentence)
    closing_actions.close_meeting(meeting.pk, by=leader)


def _without_device(seats: dict[str, Seat]) -> int:
    return sum(1 for seat in seats.values() if not seat.device)
