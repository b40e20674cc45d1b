"""Alone with six simulated people: every phase, and nothing of it left, published, told or counted."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from besace.badges.models import BadgeClass, BadgeVersion
from besace.building import actions as building
from besace.building import queries as webs
from besace.building.models import Criterion, Web
from besace.core.errors import Refusal
from besace.meetings import (
    closing_actions,
    debate_actions,
    opening_actions,
    phase_actions,
    plan_queries,
    practice_actions,
    stamp_actions,
)
from besace.meetings.models import AgendaItem, Meeting, Minutes, Proceedings
from besace.meetings.rules import Phase
from besace.meetings.scene import Scene
from besace.people import actions as people
from besace.people.models import Person, Role


@pytest.fixture
def practice(group, maryse, settings) -> Meeting:
    settings.IS_DEMONSTRATION = True
    return practice_actions.open_practice(group, by=maryse, device=uuid.uuid4())


@pytest.fixture
def to_the_end(practice, maryse):
    """Every phase with the simulated people, as somebody alone goes through them."""

    def go() -> None:
        pk = practice.pk
        for phase in Phase:
            if phase:
                phase_actions.move_to(pk, phase, by=maryse)
            practice_actions.let_the_others_act(pk, by=maryse)
            _do_ones_part(pk, phase, by=maryse)

    return go


def _do_ones_part(pk, phase, *, by) -> None:
    if phase is Phase.THEME:
        opening_actions.choose_theme(pk, theme="Tricoter", purpose="Le montrer.", by=by)
    if phase is Phase.TIDY:
        pair = Scene.of(pk).alike[0]
        building.merge(pair.one.pk, others=[pair.other.pk], by=by)
    if phase is Phase.DEBATE:
        debate_actions.keep_what_nobody_opposes(pk, by=by)
    if phase is Phase.REREAD:
        building.describe(Proceedings.objects.get().web_id, by=by, sentence="Faire de ses mains.")
    if phase is Phase.STAMP:
        stamp_actions.open_stamp(pk, by=by)
        practice_actions.let_the_others_act(pk, by=by)
        stamp_actions.rehearse_landing(pk, by=by)


def test_nobody_practises_in_a_real_group(group, maryse, settings):
    settings.IS_DEMONSTRATION = False

    with pytest.raises(Refusal):
        practice_actions.open_practice(group, by=maryse, device=uuid.uuid4())


def test_one_goes_alone_through_every_phase(practice, to_the_end):
    to_the_end()
    scene = Scene.of(practice.pk)

    assert (scene.phase, scene.room.number, len(scene.kept), scene.pressed) == (Phase.REVIEW, 7, 4, 6)
    assert [len(scene.undecided), scene.queue.index(scene.undecided[0])] == [1, 2]


def test_no_badge_is_made_and_none_is_published(practice, to_the_end, maryse):
    to_the_end()
    for act in (stamp_actions.publish, lambda pk, by: stamp_actions.ask_second_reader(pk, seat=None, by=by)):
        with pytest.raises(Refusal) as refused:
            act(practice.pk, by=maryse)
        assert refused.value.code == "practice"
    web = Web.objects.get()

    assert (BadgeVersion.objects.count(), web.version, web.badge.is_public, mail.outbox) == (0, None, False, [])
    with pytest.raises(IntegrityError), transaction.atomic():
        Web.objects.filter(pk=web.pk).update(version=uuid.uuid4(), state="stamped")


def test_nothing_of_it_is_kept(practice, to_the_end, maryse, group):
    before = set(Person.objects.values_list("pk", flat=True))
    simulated = set(practice.seats.filter(is_simulated=True).values_list("person_id", flat=True))
    to_the_end()
    practice_actions.end_practice(practice.pk, by=maryse)
    left = [m.__name__ for m in apps.get_app_config("building").get_models() if m.objects.exists()]
    left += [m.__name__ for m in apps.get_app_config("votes").get_models() if m.objects.exists()]
    left += [m.__name__ for m in (BadgeClass, AgendaItem, Minutes) if m.objects.exists()]

    assert left == []
    assert set(Person.objects.values_list("pk", flat=True)) == before - simulated
    assert list(practice.seats.values_list("person__first_name", flat=True)) == ["Maryse"]


def test_what_is_left_on_the_screens_goes_after_an_hour(practice, maryse, time_machine):
    practice_actions.end_practice(practice.pk, by=maryse)
    practice_actions.forget_practices()
    assert Meeting.objects.count() == 1
    time_machine.move_to(timezone.now() + timedelta(hours=1, minutes=1))
    practice_actions.forget_practices()

    assert Meeting.objects.count() == 0


def test_one_left_without_a_word_ends_by_itself(practice, to_the_end, time_machine):
    to_the_end()
    time_machine.move_to(timezone.now() + timedelta(hours=3, minutes=1))
    practice_actions.forget_practices()

    assert (Meeting.objects.get().is_open, Criterion.objects.count()) == (False, 0)


def test_it_is_no_meeting_of_the_group(practice, group, maryse, tonio):
    opening_actions.choose_theme(practice.pk, theme="Tricoter", purpose="Le montrer.", by=maryse)

    assert plan_queries.today(group) == {"open": None, "next": None}
    assert (plan_queries.open_for(tonio), list(webs.open_webs(group))) == (None, [])
    real = opening_actions.open_meeting(group, by=maryse, device=uuid.uuid4())
    assert real.pk != practice.pk
    assert Scene.of(real.pk).open_webs == []
    practice_actions.end_practice(practice.pk, by=maryse)
    assert list(plan_queries.past(group)) == []


def test_a_true_badge_is_not_touched(practice, group, maryse, odile):
    web = building.start_web(group, theme="Itérasinier", by=maryse)
    with pytest.raises(Refusal):
        opening_actions.resume_web(practice.pk, web.pk, by=maryse)
    with pytest.raises(Refusal):
        opening_actions.seat_without_device(practice.pk, person_id=odile.pk, by=maryse)
    with pytest.raises(Refusal):
        closing_actions.close_meeting(practice.pk, by=maryse)
    with pytest.raises(Refusal):
        building.discard_rehearsal(web.pk)
    with pytest.raises(Refusal):
        building.rehearse_stamp(web.pk, by=maryse)


def test_beginning_again_goes_back_to_the_one_under_way(practice, group, maryse):
    assert practice_actions.open_practice(group, by=maryse, device=uuid.uuid4()) == practice


def test_a_guest_who_came_to_see_is_forgotten_with_it(practice, group, maryse):
    guest = people.make_person("Zoé")
    people.give_role(guest, role=Role.GUEST, group=group, by=None, ends_at=timezone.now() + timedelta(hours=3))
    opening_actions.take_seat(practice, person=guest, device=uuid.uuid4())
    practice_actions.end_practice(practice.pk, by=maryse)
    guest.refresh_from_db()

    assert (guest.first_name, guest.is_active, guest.memberships.count()) == ("Quelqu’un", False, 0)


SAID = "<b>Entraînement.</b> <span>Personnes simulées.</span> <span>Rien n’est gardé.</span>"


def test_the_three_screens_say_that_it_is_a_practice(practice, maryse, client_of):
    client = client_of(maryse)
    wall = Client().get(reverse("meetings:projector", args=[practice.proceedings.projector_key]))
    console = client.get(reverse("meetings:lead", args=[practice.pk]))
    phone = client.get(reverse("meetings:meeting", args=[practice.pk]))

    assert [SAID in shown.content.decode() for shown in (wall, console, phone)] == [True] * 3
    assert [b"quitter-l-entrainement" in shown.content for shown in (wall, console, phone)] == [False, True, False]


def test_one_tap_leaves_and_every_screen_says_so(practice, maryse, client_of):
    client = client_of(maryse)
    left = client.post(reverse("meetings:quit_practice", args=[practice.pk]), follow=True)
    wall = Client().get(reverse("meetings:projector", args=[practice.proceedings.projector_key]))
    phone = client.get(reverse("meetings:meeting", args=[practice.pk]))
    console = client.get(reverse("meetings:lead", args=[practice.pk]))

    assert left.redirect_chain == [(reverse("home"), 302)]
    assert "L’entraînement est fini. Rien n’est gardé." in left.content.decode()
    assert "L’entraînement est fini." in wall.content.decode()
    assert "L’entraînement est fini. Rien n’est gardé." in phone.content.decode()
    assert (console.status_code, console["Location"]) == (302, reverse("home"))


def test_a_true_meeting_is_not_left_that_way(tuesday, maryse, client_of):
    client = client_of(maryse)
    answer = client.post(reverse("meetings:quit_practice", args=[tuesday.pk]))
    tuesday.refresh_from_db()

    assert (answer.status_code, tuesday.is_open) == (422, True)


def test_the_console_says_what_the_simulated_people_do(practice, maryse, client_of):
    client = client_of(maryse)
    shown = client.get(reverse("meetings:lead", args=[practice.pk])).content.decode()

    assert "Ils disent s’ils ont bu un café." in shown
    assert "Faire répondre les autres" in shown


def test_nobody_is_asked_for_her_name(practice, to_the_end, maryse, client_of):
    to_the_end()
    client = client_of(maryse)

    assert (
        "Votre prénom dans le compte rendu ?"
        not in client.get(reverse("meetings:meeting", args=[practice.pk])).content.decode()
    )


@pytest.mark.browser
def test_a_phone_that_is_open_when_the_practice_ends_offers_nothing_more(visit, practice, maryse, tonio):
    """« Je pars » stayed until a reload: one does not leave what is over, nor ask for help in it."""
    opening_actions.take_seat(practice, person=tonio, device=uuid.uuid4())
    phone = visit(f"/seance/{practice.pk}", person=tonio)
    leave = phone.get_by_text("Je pars")
    leave.wait_for()

    practice_actions.end_practice(practice.pk, by=maryse)

    phone.get_by_text("L’entraînement est fini.").wait_for()
    assert (leave.is_visible(), phone.get_by_role("button", name="Aide").is_visible()) == (False, False)
