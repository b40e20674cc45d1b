"""Alone with six simulated people, from the welcome to the stamp."""

from __future__ import annotations

import uuid

import pytest

from besace.building import actions as building
from besace.core.errors import Refusal
from besace.meetings import debate_actions, opening_actions, phase_actions, practice_actions, stamp_actions
from besace.meetings.models import Proceedings
from besace.meetings.rules import Phase
from besace.meetings.scene import Scene


def test_nobody_practises_in_a_real_group(group, maryse, settings):
    settings.IS_DEMONSTRATION = False

    with pytest.raises(Refusal):
        practice_actions.open_practice(group, by=maryse, device=uuid.uuid4())


def test_the_simulated_people_go_all_the_way_to_the_stamp(group, maryse, settings):
    settings.IS_DEMONSTRATION = True
    meeting = practice_actions.open_practice(group, by=maryse, device=uuid.uuid4())
    web = opening_actions.choose_theme(meeting.pk, theme="Tricoter", purpose="Le montrer.", by=maryse)
    for phase in (Phase.WEB, Phase.DEBATE):
        phase_actions.move_to(meeting.pk, phase, by=maryse)
        practice_actions.let_the_others_act(meeting.pk, by=maryse)
    criterion = Proceedings.objects.get().focus
    debate_actions.close_vote(meeting.pk, criterion.pk, by=maryse)
    building.describe(web.pk, by=maryse, sentence="Faire de ses mains.")
    phase_actions.move_to(meeting.pk, Phase.STAMP, by=maryse)
    stamp_actions.open_stamp(meeting.pk, by=maryse)
    practice_actions.let_the_others_act(meeting.pk, by=maryse)
    version = stamp_actions.land(meeting.pk, by=maryse)

    assert (Scene.of(meeting.pk).room.number, len(version.criteria), version.people_count) == (7, 1, 6)
