"""The peers vote on Odile in the middle of a Tuesday: who answers, what each screen shows, and what is left of it."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.worker import run_pending
from besace.credentials.models import Credential
from besace.meetings import (
    closing_actions,
    lead_actions,
    live,
    naming,
    opening_actions,
    phase_actions,
    plan_actions,
)
from besace.meetings.giving import actions as giving
from besace.meetings.giving import queries, rules
from besace.meetings.giving.models import Giving
from besace.meetings.giving.rules import Place
from besace.meetings.mine import mine_of
from besace.meetings.minutes import record_from
from besace.meetings.models import AgendaItem, Assurance, Proceedings, Seat
from besace.meetings.rules import Phase
from besace.meetings.scene import Scene
from besace.people import actions as people
from besace.people.models import Consent, Person
from besace.recognition.models import Award, Decision, Recognition, State
from besace.recognition.rules import Why
from besace.votes.models import RollLine, SealedVoice, Voice
from tests import factories
from tests.credentials.conftest import installation
from tests.recognition import world

__all__ = ["installation"]


@pytest.fixture
def asked(group, odile) -> Recognition:
    """Odile showed it; Lucette and Bachir, who are not here today, told what they saw."""
    return world.seen(group, asked=world.recognition(group, person=odile))


@pytest.fixture
def four(seats, sit, group) -> dict[str, Seat]:
    """Tonio, Fatou and Kévin on their phones, Rosa without any; Odile and Maryse are there too."""
    return {**seats, "Rosa": sit(factories.make_member("Rosa", group=group))}


@pytest.fixture
def opened(tuesday, four, asked, maryse) -> Giving:
    return giving.open_vote(tuesday.pk, asked.pk, by=maryse)


def say(four: dict[str, Seat], answers: dict[str, str]) -> None:
    for name, answer in answers.items():
        giving.answer(four[name], answer=answer, criterion="c2" if answer == "not_yet" else "")


YES = {"Tonio": "yes", "Fatou": "yes", "Kévin": "yes", "Rosa": "yes"}
NOT_YET = dict.fromkeys(YES, "not_yet")


def stage(seat: Seat) -> str:
    from django.template.loader import render_to_string  # noqa: PLC0415 -- only here

    scene = Scene.of(seat.meeting_id)
    return render_to_string("meetings/phone/stage.html", {"scene": scene, "mine": mine_of(scene, seat)})


def everywhere(meeting, key: str) -> str:
    """The wall and what is sent to every phone, once nobody arrives any more: the welcome shows first names."""
    Proceedings.objects.update(phase=Phase.THEME)
    shown = [Client().get(f"/ecran/{key}").content.decode()]
    shown += [json.dumps(live.render(str(meeting.pk), None, screen, "fr")) for screen in ("projector", "phone")]
    return "\n".join(shown)


# --- the rules -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "with_voice", "answered", "place"),
    [
        ("odile", set(), set(), Place.HERSELF),
        ("odile", {"odile"}, {"odile"}, Place.HERSELF),
        ("tonio", {"tonio"}, set(), Place.VOTER),
        ("tonio", {"tonio"}, {"tonio"}, Place.ANSWERED),
        ("tonio", {"tonio"}, {"fatou"}, Place.VOTER),
        ("ali", {"tonio"}, set(), Place.WATCHING),
    ],
)
def test_what_a_phone_shows(person, with_voice, answered, place):
    assert rules.place(person, recipient="odile", with_voice=with_voice, answered=answered) == place


@pytest.mark.parametrize(
    ("leading", "voters", "why"),
    [
        ({"maryse"}, 3, Why.FINE),
        ({"maryse"}, 2, Why.TOO_FEW_VOICES),
        ({"maryse"}, 0, Why.TOO_FEW_VOICES),
        ({"maryse", "odile"}, 12, Why.HERSELF),
        ({"odile"}, 12, Why.HERSELF),
    ],
)
def test_when_it_may_open(leading, voters, why):
    assert rules.may_open(leading=leading, recipient="odile", voters=voters) is why


@pytest.mark.parametrize(
    ("has_answered", "has_device", "is_off_line", "leads", "may"),
    [
        (False, False, False, False, True),
        (False, True, True, False, True),
        (False, True, False, True, True),
        (False, True, False, False, False),
        (True, False, False, False, False),
        (True, True, True, True, False),
    ],
)
def test_towards_whom_the_console_turns(has_answered, has_device, is_off_line, leads, may):
    asked = rules.may_answer_on_console(
        has_answered=has_answered, has_device=has_device, is_off_line=is_off_line, leads=leads
    )
    assert asked is may


@pytest.mark.parametrize(
    ("devices", "one_table"),
    [(["a", "a", "a"], True), (["a", "a"], False), (["a", "a", "b"], False), (["a", "a", None], False), ([], False)],
)
def test_everybody_at_one_table_is_told(devices, one_table):
    assert rules.all_on_one_device(devices) is one_table


# --- opening ---------------------------------------------------------------------------------------------------------


def test_those_seated_and_sure_have_a_voice_and_nobody_else(tuesday, four, asked, maryse, sit, group):
    guest = factories.make_member("Ali", group=group, role="guest")
    partner = factories.make_member("Inès", group=group, role="partner")
    for person in (guest, partner):
        sit(person)
    Seat.objects.filter(pk=four["Kévin"].pk).update(assurance=Assurance.TAPPED)
    giving.open_vote(tuesday.pk, asked.pk, by=maryse)

    with_voice = RollLine.objects.filter(has_voice=True).values_list("person__first_name", flat=True)
    assert sorted(with_voice) == ["Fatou", "Maryse", "Rosa", "Tonio"]


def test_under_three_voices_it_does_not_open(tuesday, four, asked, maryse):
    Seat.objects.exclude(person=maryse).update(assurance=Assurance.TAPPED)
    with pytest.raises(Refusal) as refused:
        giving.open_vote(tuesday.pk, asked.pk, by=maryse)
    assert (refused.value.code, Decision.objects.count()) == ("too-few-voices", 0)


def test_nobody_leads_the_vote_on_herself(tuesday, four, group, maryse):
    hers = world.seen(group, asked=world.recognition(group, person=maryse))
    with pytest.raises(NotAllowed):
        giving.open_vote(tuesday.pk, hers.pk, by=maryse)


def test_the_lead_is_not_handed_to_the_one_it_is_about(tuesday, four, opened, maryse, group, odile):
    factories.give_role(odile, group=group, role="facilitator")
    for act in (
        lambda: lead_actions.hand_over(tuesday.pk, to=four["Odile"].pk, by=maryse),
        lambda: lead_actions.name_helper(tuesday.pk, seat_id=four["Odile"].pk, by=maryse),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "about-her"


def test_one_vote_at_a_time_on_the_screens(tuesday, four, opened, group, maryse, tonio):
    other = world.seen(group, asked=world.recognition(group, person=factories.make_member("Ida", group=group)))
    with pytest.raises(Conflict) as refused:
        giving.open_vote(tuesday.pk, other.pk, by=maryse)
    assert refused.value.code == "vote-open"


def test_the_meeting_waits_for_the_vote(tuesday, opened, maryse):
    with pytest.raises(Refusal):
        phase_actions.move_to(tuesday.pk, Phase.REVIEW, by=maryse)
    with pytest.raises(Conflict):
        closing_actions.close_meeting(tuesday.pk, by=maryse)
    assert tuesday.proceedings.phase == Phase.WELCOME


# --- answering -------------------------------------------------------------------------------------------------------


def test_each_phone_shows_its_own_thing(four, opened, sit, group):
    late = sit(factories.make_member("Ida", group=group))
    shown = [stage(seat) for seat in (four["Tonio"], four["Odile"], late)]

    assert ["Je reconnais Odile" in one for one in shown] == [True, False, False]
    assert ["On parle de vous" in one for one in shown] == [False, True, False]
    assert ["Vous ne votez pas cette fois" in one for one in shown] == [False, False, True]


def test_four_answers_and_a_promise(four, opened):
    page = stage(four["Tonio"])
    words = ("Oui, je reconnais", "Pas encore", "Je ne sais pas", "Je suis trop proche", "Personne ne voit votre rép")
    assert [word for word in words if word not in page] == []


def test_a_voice_is_sealed_and_the_phone_never_shows_it_again(client_of, four, opened):
    phone = client_of(seat=four["Tonio"])
    phone.post(f"/seance/{opened.meeting_id}/reconnaitre/reponse", {"answer": "not_yet", "criterion": "c1"})
    page = phone.get(f"/seance/{opened.meeting_id}").content.decode()

    assert (Voice.objects.count(), SealedVoice.objects.get().person) == (0, four["Tonio"].person)
    assert ("Votre réponse est gardée" in page, 'aria-pressed="true"' in page) == (True, False)


def test_not_yet_names_a_criterion(client_of, four, opened):
    phone = client_of(seat=four["Tonio"])
    answer = phone.post(f"/seance/{opened.meeting_id}/reconnaitre/reponse", {"answer": "not_yet"})

    assert (answer.status_code, SealedVoice.objects.count()) == (422, 0)


@pytest.mark.parametrize("name", ["Odile", "late", "guest"])
def test_who_has_no_voice_is_refused(four, opened, sit, group, name):
    others = {
        "late": lambda: sit(factories.make_member("Ida", group=group)),
        "guest": lambda: sit(factories.make_member("Ali", group=group, role="guest")),
    }
    seat = others.get(name, lambda: four[name])()
    with pytest.raises(NotAllowed):
        giving.answer(seat, answer="yes")
    assert SealedVoice.objects.count() == 0


def test_a_shared_phone_is_passed_to_the_next_who_has_a_voice(tuesday, four, asked, maryse, sit, group):
    device = uuid.uuid4()
    ida, ali, rose = (
        sit(factories.make_member(name, group=group, role=role), device)
        for name, role in (("Ida", "participant"), ("Ali", "guest"), ("Rose", "participant"))
    )
    giving.open_vote(tuesday.pk, asked.pk, by=maryse)
    giving.answer(ida, answer="yes")
    scene = Scene.of(tuesday.pk)

    assert mine_of(scene, ida).handing_to == rose.person
    giving.answer(rose, answer="yes")
    assert mine_of(Scene.of(tuesday.pk), rose).handing_to is None
    assert "Changer ma réponse" not in stage(ida)


def test_the_console_turns_towards_who_has_no_phone(client_of, tuesday, four, asked, maryse, sit, group):
    rosa = opening_actions.seat_without_device(
        tuesday.pk, person_id=factories.make_member("Marcel", group=group).pk, by=maryse
    )
    giving.open_vote(tuesday.pk, asked.pk, by=maryse)
    console, address = client_of(maryse), f"/seance/{tuesday.pk}/reconnaitre/ecran/{rosa.pk}"
    pages = [console.get(address).content.decode(), console.get(f"{address}?moi").content.decode()]
    console.post(address, {"answer": "yes"})
    after = console.get(address).content.decode()

    assert ["Je reconnais Odile" in page for page in (*pages, after)] == [False, True, False]
    assert "Rendez l’écran" in after
    assert list(SealedVoice.objects.values_list("person", flat=True)) == [rosa.person_id]


def test_the_console_does_not_answer_over_a_phone(tuesday, four, opened, maryse):
    with pytest.raises(Conflict):
        giving.answer_on_console(tuesday.pk, four["Tonio"], answer="yes", by=maryse)


def test_the_console_does_not_change_what_was_answered(tuesday, four, opened, maryse):
    mine = Seat.objects.get(person=maryse)
    giving.answer_on_console(tuesday.pk, mine, answer="yes", by=maryse)
    with pytest.raises(Conflict):
        giving.answer_on_console(tuesday.pk, mine, answer="blank", by=maryse)


# --- what the screens say --------------------------------------------------------------------------------------------


def test_the_wall_says_how_many_and_never_who_nor_what(tuesday, four, opened, proceedings):
    say(four, {"Tonio": "not_yet", "Fatou": "yes"})
    page = everywhere(tuesday, proceedings.projector_key)

    assert "réponses sur 5" in page
    assert [n for n in ("Odile", "Tonio", "Fatou", "Kévin", "Maryse", "Rosa", "Pas encore") if n in page] == []


@pytest.mark.parametrize("answers", [YES, NOT_YET, {"Tonio": "yes"}], ids=["yes", "not yet", "too few"])
def test_until_somebody_told_her_the_wall_and_the_phones_say_the_same_whatever_the_end(
    tuesday, four, opened, proceedings, maryse, answers
):
    say(four, answers)
    giving.close_vote(tuesday.pk, by=maryse)
    page = everywhere(tuesday, proceedings.projector_key)

    assert "Merci." in page
    assert [word for word in ("Odile", "oui", "Pas encore", "Pas décidé", "Rester calme") if word in page] == []
    assert "Quelqu’un vient vous en parler" in stage(four["Odile"])
    assert "Le vote est fini. Merci." in stage(four["Tonio"])


def test_the_console_says_who_tells_her_and_what_is_left_to_show(client_of, tuesday, four, opened, maryse, fatou):
    Recognition.objects.update(teller=fatou)
    say(four, {**NOT_YET, "Rosa": "yes"})
    giving.close_vote(tuesday.pk, by=maryse)
    page = client_of(maryse).get(f"/seance/{tuesday.pk}/animer").content.decode()

    assert "Fatou le lui dit d’abord, à part." in page
    assert "<li>Rester calme</li>" in page


def test_what_is_named_waits_on_her_page_until_it_is_told(tuesday, four, opened, maryse, odile, client_of):
    say(four, NOT_YET)
    giving.close_vote(tuesday.pk, by=maryse)
    recognition = Recognition.objects.get(person=odile)

    assert (recognition.state, recognition.to_show) == (State.NOT_YET, "Rester calme")
    assert "Rester calme" not in client_of(odile).get(f"/reconnaissances/{recognition.pk}").content.decode()


# --- handing it over -------------------------------------------------------------------------------------------------


def test_the_badge_is_given_in_the_room_and_handed_over(tuesday, four, opened, maryse, odile, proceedings):
    say(four, YES)
    giving.close_vote(tuesday.pk, by=maryse)
    award = Award.objects.get(person=odile)
    giving.hand_badge(tuesday.pk, by=maryse)

    assert (award.peers, Credential.objects.get(award_id=award.pk).holder) == (4, odile)
    assert "Ce badge est à vous" in stage(four["Odile"])
    assert "Odile" not in everywhere(tuesday, proceedings.projector_key)


@pytest.mark.parametrize("answers", [YES, NOT_YET])
def test_her_own_pages_say_nothing_before_somebody_told_her(
    tuesday, four, opened, maryse, odile, client_of, answers, mailoutbox
):
    """Her yes as her not yet: what is missing from her bag must not tell her either."""
    people.add_contact(odile, "odile@exemple.org", by=odile)
    say(four, answers)
    giving.close_vote(tuesday.pk, by=maryse)
    run_pending()
    browser, way = client_of(odile), f"/reconnaissances/{opened.decision.recognition_id}"
    bag, own, home = (browser.get(page).content.decode() for page in ("/sac", way, "/reconnaissances"))

    assert ("Vous recevez" in bag, "Le groupe vous reconnaît" in own, "Voir mon badge" in own) == (False, False, False)
    assert ("Les pairs votent" in own, "Les pairs votent" in home, mailoutbox) == (True, True, [])


@pytest.mark.parametrize("answers", [YES, NOT_YET])
def test_to_ask_again_tells_her_nothing_before_somebody_does(tuesday, four, opened, maryse, odile, client_of, answers):
    """Asked again meanwhile, her yes and her not yet answer alike: it is asked, and the peers vote."""
    say(four, answers)
    giving.close_vote(tuesday.pk, by=maryse)
    recognition, browser = Recognition.objects.get(person=odile), client_of(odile)
    shown = browser.get(f"/demander/{recognition.badge_id}")
    sent = browser.post(f"/demander/{recognition.badge_id}", {"words": ""})

    assert (shown.status_code, shown.headers["Location"]) == (302, f"/reconnaissances/{recognition.pk}")
    assert (sent.status_code, "C’est déjà demandé." in sent.content.decode()) == (409, True)


def test_once_told_her_bag_and_her_message_say_it(tuesday, four, opened, maryse, odile, client_of, mailoutbox):
    people.add_contact(odile, "odile@exemple.org", by=odile)
    say(four, YES)
    giving.close_vote(tuesday.pk, by=maryse)
    giving.hand_badge(tuesday.pk, by=maryse)
    run_pending()
    assert "Vous recevez" in client_of(odile).get("/sac").content.decode()
    assert len(mailoutbox) == 1


def test_if_nobody_told_her_the_evening_does(tuesday, four, opened, maryse, odile, client_of, mailoutbox):
    people.add_contact(odile, "odile@exemple.org", by=odile)
    say(four, YES)
    giving.close_vote(tuesday.pk, by=maryse)
    run_pending()
    with time_machine.travel(timezone.now() + timedelta(hours=8, minutes=1)):
        run_pending()
        assert "Vous recevez" in client_of(odile).get("/sac").content.decode()
    assert len(mailoutbox) == 1


def test_a_name_merely_tapped_shows_nothing_of_her_to_the_group(client_of, tuesday, four, opened, maryse):
    say(four, YES)
    giving.close_vote(tuesday.pk, by=maryse)
    giving.hand_badge(tuesday.pk, by=maryse)
    Seat.objects.filter(pk=four["Odile"].pk).update(assurance=Assurance.TAPPED, device=uuid.uuid4())
    seat = Seat.objects.get(pk=four["Odile"].pk)
    answer = client_of(seat=seat).post(f"/seance/{tuesday.pk}/reconnaitre/montrer-mon-badge")

    assert (answer.status_code, Giving.objects.get().shown_at) == (403, None)
    assert "Le montrer au groupe" not in stage(seat)


def test_she_alone_or_who_asked_her_shows_it_to_the_group(client_of, tuesday, four, opened, maryse, proceedings):
    say(four, YES)
    giving.close_vote(tuesday.pk, by=maryse)
    giving.hand_badge(tuesday.pk, by=maryse)
    address = f"/seance/{tuesday.pk}/reconnaitre/montrer-mon-badge"
    Seat.objects.filter(pk=four["Odile"].pk).update(device=uuid.uuid4())
    four["Odile"].refresh_from_db()
    refused = client_of(seat=four["Tonio"]).post(address).status_code
    client_of(seat=four["Odile"]).post(address)

    assert refused == 403
    assert "Odile a le badge Itérasinier." in Client().get(f"/ecran/{proceedings.projector_key}").content.decode()


def test_it_is_not_shown_before_she_was_told(tuesday, four, opened, maryse):
    say(four, YES)
    giving.close_vote(tuesday.pk, by=maryse)
    with pytest.raises(Conflict):
        giving.show_to_all(tuesday.pk, by=maryse)
    with pytest.raises(IntegrityError), transaction.atomic():
        Giving.objects.update(shown_at=opened.opened_at)


def test_what_was_not_given_is_not_handed_over(tuesday, four, opened, maryse):
    say(four, NOT_YET)
    giving.close_vote(tuesday.pk, by=maryse)
    with pytest.raises(Conflict):
        giving.hand_badge(tuesday.pk, by=maryse)


def test_a_vote_opened_by_mistake_leaves_nothing(tuesday, four, opened, maryse, odile):
    say(four, YES)
    giving.cancel_vote(tuesday.pk, by=maryse)

    assert (SealedVoice.objects.count(), Giving.objects.count(), Award.objects.count()) == (0, 0, 0)
    assert (Recognition.objects.get(person=odile).state, Scene.of(tuesday.pk).giving) == (State.SEEN, None)


def test_closing_twice_is_closing_once(tuesday, four, opened, maryse):
    say(four, YES)
    for _ in range(2):
        giving.close_vote(tuesday.pk, by=maryse)
    assert (Award.objects.count(), Credential.objects.count()) == (1, 1)


def test_afterwards_the_meeting_goes_on_where_it_was(tuesday, web, four, opened, maryse):
    say(four, YES)
    giving.close_vote(tuesday.pk, by=maryse)
    giving.go_on(tuesday.pk, by=maryse)
    scene = Scene.of(tuesday.pk)

    assert (scene.giving, scene.phase, scene.phone_template) == (None, Phase.WEB, "meetings/phone/web.html")


# --- the agenda and the minutes --------------------------------------------------------------------------------------


def test_a_request_of_the_agenda_is_done_when_it_is_voted(client_of, tuesday, four, asked, maryse):
    client_of(maryse).post(f"/seance/{tuesday.pk}/ordre-du-jour", {"recognition": asked.pk})
    before = [(i.text, i.done_at) for i in AgendaItem.objects.all()]
    giving.open_vote(tuesday.pk, asked.pk, by=maryse)
    giving.close_vote(tuesday.pk, by=maryse)

    assert before == [("Reconnaître Odile : Itérasinier", None)]
    assert AgendaItem.objects.get().done_at is not None


def test_a_request_that_nobody_saw_is_not_put_on_the_agenda(tuesday, group, odile, maryse):
    with pytest.raises(Refusal):
        plan_actions.plan_request(tuesday.pk, world.recognition(group, person=odile).pk, by=maryse)


@pytest.mark.parametrize(
    ("says_yes", "is_shown", "told"),
    [
        (True, True, ("Odile : Itérasinier",)),
        (True, False, ("1 badge donné.",)),
        (False, True, ("1 badge donné.",)),
        (False, False, ("1 badge donné.",)),
    ],
)
def test_the_minutes_name_her_with_her_two_yeses(tuesday, four, opened, maryse, odile, says_yes, is_shown, told):
    if says_yes:
        Consent.objects.create(person=odile, purpose="minutes")
    say(four, YES)
    giving.close_vote(tuesday.pk, by=maryse)
    giving.hand_badge(tuesday.pk, by=maryse)
    if is_shown:
        giving.show_to_all(tuesday.pk, by=maryse)
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)

    assert naming.record_with_names(minutes).given == told
    assert "Odile" not in json.dumps(minutes.record, ensure_ascii=False)


def take_back(odile: Person) -> None:
    people.say_consent(odile, purpose="minutes", is_yes=False)


def change_her_name_then_take_back(odile: Person) -> None:
    people.edit_person(odile, first_name="Odette", picture="", by=odile)
    take_back(odile)


def be_erased(odile: Person) -> None:
    people.erase_person(odile, by=None)
    run_pending()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("leave", [take_back, change_her_name_then_take_back, be_erased])
def test_once_she_takes_her_yes_back_the_badge_given_has_no_name(tuesday, four, opened, maryse, odile, leave, language):
    Consent.objects.create(person=odile, purpose="minutes")
    say(four, YES)
    with override(language):
        giving.close_vote(tuesday.pk, by=maryse)
        giving.hand_badge(tuesday.pk, by=maryse)
        giving.show_to_all(tuesday.pk, by=maryse)
        minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)
    leave(Person.objects.get(pk=odile.pk))

    assert naming.record_with_names(minutes).given == ("1 badge donné.",)


@pytest.mark.parametrize("answers", [NOT_YET, {"Tonio": "yes"}], ids=["not yet", "too few"])
def test_the_minutes_never_say_that_a_vote_gave_nothing(tuesday, four, opened, maryse, answers):
    say(four, answers)
    giving.close_vote(tuesday.pk, by=maryse)
    minutes = closing_actions.close_meeting(tuesday.pk, by=maryse)
    kept = json.dumps(minutes.record, ensure_ascii=False)

    assert record_from(minutes.record).given == ()
    assert [word for word in ("Reconnaître", "Itérasinier", "vote", "Rester calme") if word in kept] == []


def test_several_vote_at_one_tablet_and_the_facilitator_is_told(tuesday, asked, maryse, sit, group, seats):
    tablet = uuid.uuid4()
    for name in ("Ida", "Rose", "Marcel"):
        seats[name] = sit(factories.make_member(name, group=group), tablet)
    giving.open_vote(tuesday.pk, asked.pk, by=maryse)
    for name in ("Ida", "Rose", "Marcel"):
        giving.answer(seats[name], answer="yes")
    giving.close_vote(tuesday.pk, by=maryse)
    shown = queries.on_screens(Proceedings.objects.get())

    assert shown is not None
    assert shown.was_one_table is True


def test_a_phone_asks_few_questions_during_the_vote(client_of, four, opened, sit, group):
    from tests.meetings.test_screens import MOST_QUERIES, queries_of  # noqa: PLC0415 -- the same count

    client = client_of(seat=four["Tonio"])
    few = queries_of(client, f"/seance/{opened.meeting_id}")
    for number in range(20):
        sit(factories.make_member(f"Place {number}", group=group))

    assert few <= MOST_QUERIES
    assert queries_of(client, f"/seance/{opened.meeting_id}") == few
