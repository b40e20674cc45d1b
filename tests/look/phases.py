"""A meeting led from its welcome to its end, stopped at each thing a screen can show: for axe, and for the eye."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from itertools import cycle

from besace.building import actions as building
from besace.building.models import Kind, Web
from besace.config.demonstration.badges import ITERASINIER as STORY
from besace.meetings import (
    closing_actions,
    debate_actions,
    opening_actions,
    phase_actions,
    phone_actions,
    stamp_actions,
)
from besace.meetings.entrance import actions as entrance
from besace.meetings.entrance.rules import Way
from besace.meetings.models import Meeting, Seat, Signal
from besace.meetings.rules import Phase
from besace.people.models import Group, Person


class Afternoon:
    """The meeting of `group` that `leader` leads; the first peer has the phone one looks at, the last has none."""

    def __init__(self, group: Group, *, leader: Person, peers: Sequence[Person]) -> None:
        self.leader, self.peers = leader, list(peers)
        self.meeting: Meeting = opening_actions.open_meeting(group, by=leader, device=uuid.uuid4())
        self.web: Web | None = None
        self.seats: list[Seat] = []

    def addresses(self) -> dict[str, tuple[Person | None, str]]:
        """Whose screens, and where they are."""
        address = f"/seance/{self.meeting.pk}"
        return {
            "phone": (self.peers[0], address),
            "console": (self.leader, f"{address}/animer"),
            "projector": (None, f"/ecran/{self.meeting.proceedings.projector_key}"),
        }

    def moments(self) -> Iterator[str]:
        """Each moment's name, once the meeting is there."""
        yield "0-empty"
        self._sit()
        yield "0-welcome"
        self._to(Phase.THEME)
        opening_actions.propose_theme(self.meeting.pk, text=STORY.name, by=self.peers[0])
        yield "1-theme"
        yield from self._web()
        yield from self._debate()
        yield from self._end()

    def _sit(self) -> None:
        *with_phone, without = self.peers
        self.seats = [opening_actions.take_seat(self.meeting, person=p, device=uuid.uuid4()) for p in with_phone]
        opening_actions.seat_without_device(self.meeting.pk, person_id=without.pk, by=self.leader)
        entrance.sit_new(self.meeting.pk, name="Jacky", device=uuid.uuid4(), way=Way.CODE)
        phone_actions.give_sign(self.seats[1], Signal.Kind.HELP)

    def _web(self) -> Iterator[str]:
        pk, by = self.meeting.pk, self.leader
        self.web = opening_actions.choose_theme(pk, theme=STORY.name, purpose=STORY.purpose, by=by)
        self._to(Phase.WEB)
        yield "2-web-empty"
        turns = cycle(self.peers)
        for name, ideas in STORY.branches.items():
            branch = building.add_branch(self.web.pk, name=name, by=by)
            for idea in ideas:
                building.add_idea(self.web.pk, by=next(turns), text=idea, kind=Kind.KNOW_HOW, branch_id=branch.pk)
        for idea in (*STORY.being, *STORY.removed):
            building.add_idea(self.web.pk, by=next(turns), text=idea, kind=Kind.WAY_OF_BEING)
        yield "2-web"
        self._to(Phase.TIDY)
        yield "3-tidy"

    def _debate(self) -> Iterator[str]:
        assert self.web
        pk, by = self.meeting.pk, self.leader
        first, second, *others = self.web.criteria.order_by("rank")
        self._to(Phase.DEBATE)
        yield "4-debate-asked"
        for seat in self.seats[1:]:
            debate_actions.answer(first.pk, seat=seat, choice="reword", reason="On peut le dire plus simplement.")
        debate_actions.answer(first.pk, seat=self.seats[0], choice="keep")
        debate_actions.count_hands(pk, first.pk, hands={"keep": 1}, by=by)
        yield "4-debate-answered"
        debate_actions.close_vote(pk, first.pk, by=by)
        yield "4-debate-closed"
        debate_actions.ask_wording(pk, first.pk, text="Approcher l’âne sans le brusquer", by=by)
        yield "4-debate-wording"
        self._all(str(first.pk), "yes")
        debate_actions.close_vote(pk, first.pk, by=by)
        for criterion in (second, *others):
            self._all(str(criterion.pk), "keep")
        debate_actions.keep_what_nobody_opposes(pk, by=by)
        yield "4-debate-kept"

    def _end(self) -> Iterator[str]:
        assert self.web
        pk, by = self.meeting.pk, self.leader
        building.describe(self.web.pk, by=by, sentence=STORY.sentence)
        if STORY.picture:
            building.choose_picture(self.web.pk, picture=STORY.picture, by=by)
        self._to(Phase.REREAD)
        yield "5-reread"
        self._to(Phase.STAMP)
        stamp_actions.open_stamp(pk, by=by)
        for seat in self.seats[1:]:
            stamp_actions.press(seat)
        yield "6-stamp"
        stamp_actions.press(self.seats[0])
        stamp_actions.land(pk, by=by)
        yield "6-stamp-landed"
        self._to(Phase.PUBLISH)
        yield "7-publish"
        self._to(Phase.REVIEW)
        yield "8-review"
        phone_actions.say_impression(self.seats[0], face=5, sentence="On a bien ri.")
        closing_actions.note_task(pk, text="Rapporter les photos.", taken_by=self.seats[0], by=by)
        yield "8-review-said"
        closing_actions.close_meeting(pk, by=by)
        yield "9-over"

    def _all(self, criterion: str, choice: str) -> None:
        for seat in self.seats:
            debate_actions.answer(uuid.UUID(criterion), seat=seat, choice=choice)

    def _to(self, phase: Phase) -> None:
        phase_actions.move_to(self.meeting.pk, phase, by=self.leader)
