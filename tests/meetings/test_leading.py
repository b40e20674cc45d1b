"""Opening, moving between phases, handing over, undoing, leaving."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from besace.building import actions as building
from besace.building.actions import stamping
from besace.building.models import FacilitatorStep, Web
from besace.core.errors import Conflict, Refusal
from besace.meetings import lead_actions, lead_queries, opening_actions, phase_actions, phone_actions, sentences
from besace.meetings.live import render
from besace.meetings.models import Assurance, LeadStep, Proceedings, Seat, Signal
from besace.meetings.rules import Phase
from besace.meetings.scene import Scene


def now(proceedings: Proceedings) -> Proceedings:
    return Proceedings.objects.select_related("leader", "helper", "meeting__group", "web").get(pk=proceedings.pk)


def test_opening_gives_a_code_a_seat_and_the_lead(tuesday, proceedings, maryse):
    assert (len(tuesday.code), tuesday.is_open) == (8, True)
    assert proceedings.leader.person == maryse
    assert proceedings.phase == Phase.WELCOME


def test_opening_twice_is_the_same_meeting(tuesday, group, maryse):
    again = opening_actions.open_meeting(group, by=maryse, device=uuid.uuid4())

    assert again == tuesday
    assert tuesday.seats.filter(person=maryse).count() == 1


def test_a_phase_that_would_be_empty_is_refused_in_a_sentence(tuesday, maryse):
    with pytest.raises(Refusal) as refused:
        phase_actions.move_to(tuesday.pk, Phase.DEBATE, by=maryse)

    assert refused.value.sentence == "Il n’y a pas encore de thème. Choisissez-en un."


def test_the_web_follows_the_phases_forward_and_back(tuesday, web, maryse):
    states = []
    for phase in (Phase.DEBATE, Phase.TIDY, Phase.DEBATE, Phase.WEB):
        phase_actions.move_to(tuesday.pk, phase, by=maryse)
        states.append(Web.objects.get(pk=web.pk).state)

    assert states == ["deciding", "growing", "deciding", "growing"]


def test_a_phase_is_not_left_while_people_vote(tuesday, criteria, all_answer, maryse):
    all_answer(criteria[0], "keep")

    with pytest.raises(Refusal) as refused:
        phase_actions.move_to(tuesday.pk, Phase.WEB, by=maryse)

    assert refused.value.code == "vote-open"


def test_undo_takes_back_the_last_phase(tuesday, proceedings, maryse):
    phase_actions.move_to(tuesday.pk, Phase.THEME, by=maryse)
    phase_actions.undo(tuesday.pk, by=maryse)

    assert now(proceedings).phase == Phase.WELCOME


def test_nobody_undoes_what_another_did(tuesday, tonio, maryse):
    phase_actions.move_to(tuesday.pk, Phase.THEME, by=maryse)

    with pytest.raises(Conflict):
        phase_actions.undo(tuesday.pk, by=tonio)


def last_line(tuesday) -> str:
    return render(str(tuesday.pk), ["last"], "console", "fr")["last"]


def test_the_button_undoes_what_the_line_names(tuesday, proceedings, web, maryse):
    """She went to « Toile », then joined two ideas: the line and the button speak of the ideas, then of the phase."""
    one, two, *_others = web.criteria.order_by("pk")
    building.merge(one.pk, others=[two.pk], by=maryse)
    said = last_line(tuesday)
    assert ("Des idées sont réunies." in said, "Annuler : réunir" in said, "Toile" in said) == (True, True, False)

    phase_actions.undo(tuesday.pk, by=maryse)
    two.refresh_from_db()
    said = last_line(tuesday)

    assert (two.merged_into_id, now(proceedings).phase) == (None, Phase.WEB)
    assert ("Vous êtes à « Toile »." in said, "Annuler : « Toile »" in said) == (True, True)


def test_two_steps_are_undone_one_after_the_other(tuesday, proceedings, web, maryse):
    """Each press takes back what the button names: the phase is not reached over the ideas that were joined."""
    one, two, three, *_others = web.criteria.order_by("pk")
    building.merge(one.pk, others=[two.pk], by=maryse)
    building.hide(three.pk, by=maryse)

    phase_actions.undo(tuesday.pk, by=maryse)
    phase_actions.undo(tuesday.pk, by=maryse)
    two.refresh_from_db()

    assert (two.merged_into_id, now(proceedings).phase) == (None, Phase.WEB)


def test_back_from_the_debate_ideas_come_again(tuesday, proceedings, web, maryse, seats):
    """The phase goes back with what it brought to the web: else nobody could add an idea in « Toile »."""
    phase_actions.move_to(tuesday.pk, Phase.DEBATE, by=maryse)
    phase_actions.undo(tuesday.pk, by=maryse)

    building.add_idea(web.pk, by=seats["Tonio"].person, text="Mener au pas")

    assert (now(proceedings).phase, now(proceedings).web.state) == (Phase.WEB, "growing")
    assert "Annuler : « Toile »" in last_line(tuesday)


def test_a_stamp_that_was_left_is_not_put_back(tuesday, proceedings, web, maryse, criteria, all_answer):
    for criterion in criteria:
        all_answer(criterion, "keep")
    building.keep_all_unopposed(web.pk, by=maryse)
    phase_actions.move_to(tuesday.pk, Phase.STAMP, by=maryse)
    Web.objects.update(sentence="Sait mener un âne.")
    building.open_stamp(web.pk, by=maryse, present=4)
    phase_actions.move_to(tuesday.pk, Phase.REREAD, by=maryse)

    phase_actions.undo(tuesday.pk, by=maryse)

    assert (now(proceedings).phase, now(proceedings).web.state) == (Phase.STAMP, "reading")


def test_what_another_meeting_did_to_the_web_is_not_undone_here(group, tuesday, web, maryse):
    """Last Tuesday's ideas were joined last Tuesday."""
    one, two, *_others = web.criteria.order_by("pk")
    building.merge(one.pk, others=[two.pk], by=maryse)
    FacilitatorStep.objects.update(created_at=tuesday.opened_at - timedelta(days=7))
    LeadStep.objects.all().delete()

    with pytest.raises(Conflict, match="rien à annuler"):
        phase_actions.undo(tuesday.pk, by=maryse)

    assert "Annuler" not in last_line(tuesday)


def test_every_step_of_a_web_has_its_words():
    """A verb without words would break the console: the table knows all that `remember` writes."""
    sources = Path(stamping.__file__).parent.glob("*.py")
    kept = {
        verb for file in sources for verb in re.findall(r'(?:remember|_turn)\(.*verb="([a-z-]+)"', file.read_text())
    }
    assert (kept, len(kept) > 10) == (set(sentences.ACTS), True)


def test_handing_over_keeps_the_first_one_as_helper(tuesday, proceedings, sit, solange, maryse):
    seat = sit(solange)
    lead_actions.hand_over(tuesday.pk, to=seat.pk, by=maryse)

    assert (now(proceedings).leader.person, now(proceedings).helper.person) == (solange, maryse)


def test_the_lead_is_not_taken_over_while_she_is_there(tuesday, proceedings, sit, solange, maryse):
    from besace.core import presence  # noqa: PLC0415 -- only this test writes a sign of life

    sit(solange)
    presence.record(open_now={(proceedings.channel, str(maryse.pk))}, closed=())

    with pytest.raises(Conflict):
        lead_actions.take_over(tuesday.pk, by=solange)


def test_the_lead_is_taken_over_after_three_minutes_of_silence(tuesday, proceedings, sit, solange, maryse):
    from besace.core import presence  # noqa: PLC0415 -- only this test writes a sign of life

    sit(solange)
    presence.record(open_now={(proceedings.channel, str(maryse.pk))}, closed=())
    with time_machine.travel(timezone.now() + timedelta(minutes=3, seconds=1)):
        lead_actions.take_over(tuesday.pk, by=solange)

    assert now(proceedings).leader.person == solange


def test_taking_over_is_offered_to_who_may_once_the_lead_is_silent(
    client_of, tuesday, proceedings, seats, sit, solange, maryse
):
    from besace.core import presence  # noqa: PLC0415 -- only these tests write a sign of life

    sit(solange)
    presence.record(open_now={(proceedings.channel, str(maryse.pk))}, closed=())

    def offered() -> list[bool]:
        pages = [
            client_of(solange).get(f"/seance/{tuesday.pk}"),
            client_of(solange).get(f"/seance/{tuesday.pk}/animer"),
        ]
        pages.append(client_of(seat=seats["Tonio"]).get(f"/seance/{tuesday.pk}"))
        return ["Reprendre l’animation" in page.content.decode() for page in pages]

    before = offered()
    with time_machine.travel(timezone.now() + timedelta(minutes=3, seconds=1)):
        after = offered()

    assert (before, after) == ([False, False, False], [True, True, False])


def test_the_roll_call_confirms_everybody_seated(tuesday, seats, maryse):
    lead_actions.call_the_roll(tuesday.pk, by=maryse)

    assert set(tuesday.seats.values_list("assurance", flat=True)) == {"confirmed"}


def test_somebody_without_a_phone_is_present(tuesday, seats):
    room = lead_queries.room(tuesday)

    assert room.number == 5
    assert [s.name for s in room.without_device] == ["Odile"]


def test_who_leaves_is_no_longer_counted(tuesday, seats):
    phone_actions.leave(seats["Kévin"], by=seats["Kévin"].person)

    assert lead_queries.room(tuesday).number == 4


def test_a_hand_raised_twice_is_one_hand(tuesday, proceedings, seats):
    phone_actions.give_sign(seats["Fatou"], Signal.Kind.HELP)
    phone_actions.give_sign(seats["Fatou"], Signal.Kind.HELP)

    assert [s.seat for s in lead_queries.signals(proceedings, "help")] == [seats["Fatou"]]


def test_changing_ones_mind_in_the_practice_vote_keeps_one_answer(proceedings, seats):
    phone_actions.give_sign(seats["Fatou"], Signal.Kind.COFFEE)
    phone_actions.give_sign(seats["Fatou"], Signal.Kind.NO_COFFEE)

    assert [s.kind for s in lead_queries.signals(proceedings, "coffee", "no-coffee")] == ["no-coffee"]


def test_a_badge_goes_on_the_next_week_in_the_same_state(tuesday, web, group, maryse):
    from besace.meetings import closing_actions  # noqa: PLC0415 -- only this test closes

    closing_actions.close_meeting(tuesday.pk, by=maryse)
    next_week = opening_actions.open_meeting(group, by=maryse, device=uuid.uuid4())
    again = opening_actions.resume_web(next_week.pk, web.pk, by=maryse)

    assert (next_week.pk == tuesday.pk, again.pk) == (False, web.pk)
    assert (again.criteria.count(), again.channel) == (4, f"meeting:{next_week.pk}")


RED_ROLL = '<button class="button act big wide" type="submit"'


def test_the_roll_is_no_longer_the_red_button_once_it_is_called(tuesday, seats, maryse, client_of):
    client, at = client_of(maryse), f"/seance/{tuesday.pk}/animer"
    before = RED_ROLL in client.get(at).content.decode()
    lead_actions.call_the_roll(tuesday.pk, by=maryse)
    called = client.get(at).content.decode()
    Seat.objects.filter(pk=seats["Tonio"].pk).update(assurance=Assurance.TAPPED)  # somebody nobody confirmed
    since = RED_ROLL in client.get(at).content.decode()

    assert (before, RED_ROLL in called, since) == (True, False, True)
    assert "L’appel est fait." in called


def test_the_big_screen_is_one_tap_away_in_every_phase(tuesday, web, maryse, client_of):
    client = client_of(maryse)
    for phase in (Phase.WELCOME, Phase.THEME, Phase.WEB, Phase.DEBATE, Phase.REVIEW):
        phase_actions.move_to(tuesday.pk, phase, by=maryse)
        shown = client.get(f"/seance/{tuesday.pk}/animer").content.decode()
        assert shown.count(f'href="{Scene.of(tuesday.pk).projector_address}"') == 1, phase
