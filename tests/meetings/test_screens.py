"""The three screens: what each asks of the database, what the wall never holds, what a phone weighs."""

from __future__ import annotations

import gzip
import json
import re
import uuid

import pytest
from django.core import signing
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from besace.meetings import debate_actions, live, opening_actions, phase_actions, phone_actions
from besace.meetings.mine import mine_of
from besace.meetings.models import AgendaItem, Proceedings, Seat, Signal
from besace.meetings.rules import Phase
from besace.meetings.scene import Scene
from tests import factories

MOST_QUERIES = 15


def queries_of(client: Client, path: str, body: dict[str, str] | None = None) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(path, body) if body is not None else client.get(path)
    assert answer.status_code in {200, 302}
    return len([q for q in queries if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("phase", [Phase.WEB, Phase.TIDY, Phase.DEBATE])
def test_a_phone_asks_few_questions_whatever_the_phase(client_of, tuesday, web, seats, maryse, phase):
    phase_actions.move_to(tuesday.pk, phase, by=maryse)

    assert queries_of(client_of(seat=seats["Tonio"]), f"/seance/{tuesday.pk}") <= MOST_QUERIES


@pytest.mark.parametrize("phase", list(Phase))
def test_the_console_asks_few_questions_whatever_the_phase(
    client_of, tuesday, proceedings, criteria, all_answer, sit, group, maryse, phase
):
    all_answer(criteria[0], "keep")
    debate_actions.look_at(tuesday.pk, criteria[0].pk, by=maryse)
    Proceedings.objects.update(phase=phase)
    client = led_by(client_of, maryse)
    few = queries_of(client, f"/seance/{tuesday.pk}/animer")
    for number in range(30):
        sit(factories.make_member(f"Place {number}", group=group))

    assert queries_of(client, f"/seance/{tuesday.pk}/animer") == few
    assert few <= MOST_QUERIES


def led_by(client_of, person) -> Client:
    """Her own browser, which has signed in and sits at the meeting, as when she opened it."""
    client, seat = client_of(person), Seat.objects.get(person=person)
    session = client.session
    session["seat"] = str(seat.pk)
    session.save()
    device = signing.loads(client.cookies["besace-device"].value, salt="besace-device")["id"]
    Seat.objects.filter(pk=seat.pk).update(device=device)
    return client


def test_thirty_people_cost_a_phone_no_more_questions_than_three(client_of, tuesday, criteria, seats, sit, group):
    client = client_of(seat=seats["Tonio"])
    few = queries_of(client, f"/seance/{tuesday.pk}")
    for number in range(30):
        sit(factories.make_member(f"Place {number}", group=group))

    assert queries_of(client, f"/seance/{tuesday.pk}") == few


def tap(client: Client, tuesday, criterion, choice: str) -> HttpResponse:
    """As the phone's script sends it."""
    address = f"/seance/{tuesday.pk}/critere/{criterion.pk}/reponse"
    return client.post(address, {"choice": choice, "once": str(uuid.uuid4())}, headers={"HX-Request": "true"})


def test_a_tap_asks_few_questions_whoever_else_has_answered(client_of, tuesday, criteria, seats, sit, group, maryse):
    """Four hundred phones answer within ten seconds: what one tap costs is what the room feels."""
    clients = [client_of(seat=seats["Tonio"])]
    clients += [client_of(seat=sit(factories.make_member(f"Place {n}", group=group))) for n in range(30)]
    debate_actions.look_at(tuesday.pk, criteria[1].pk, by=maryse)
    asked = []
    for client in clients:
        with CaptureQueriesContext(connection) as queries:
            assert tap(client, tuesday, criteria[1], "keep").status_code == 200
        asked.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))

    assert asked == [asked[0]] * 31
    assert asked[0] <= MOST_QUERIES


def test_an_answer_comes_back_alone(client_of, tuesday, criteria, seats):
    answer = tap(client_of(seat=seats["Tonio"]), tuesday, criteria[0], "reword")

    assert "HX-Retarget" not in answer.headers
    assert re.findall(r"<(h1|form|label)", answer.content.decode()) == ["form", "label"]


def test_on_a_shared_phone_the_whole_stage_changes_and_the_choice_is_not_in_it(
    client_of, tuesday, criteria, seats, sit, odile, group
):
    sit(factories.make_member("Ida", group=group), device=seats["Tonio"].device)
    answer = tap(client_of(seat=seats["Tonio"]), tuesday, criteria[0], "remove")

    assert answer.headers["HX-Retarget"] == "#etape"
    assert "Passez le téléphone à Ida." in answer.content.decode()
    assert 'aria-pressed="true"' not in answer.content.decode()


def test_the_wall_holds_none_of_twenty_secrets(client_of, tuesday, proceedings, criteria, seats, maryse, sit, group):
    """SECURITY.md A26: the page, each part of its stream, in every phase."""
    secrets = plant(tuesday, proceedings, criteria, seats, maryse)
    shown = []
    for phase in (Phase.DEBATE, Phase.TIDY, Phase.WEB, Phase.THEME, Phase.WELCOME, Phase.REVIEW):
        proceedings.refresh_from_db()
        proceedings.phase = phase
        proceedings.save(update_fields=["phase"])
        shown.append(Client().get(f"/ecran/{proceedings.projector_key}").content.decode())
        shown.append(client_of(maryse).get(f"/ecran/{proceedings.projector_key}").content.decode())
        shown.append(json.dumps(live.render(str(tuesday.pk), None, "projector", "fr")))
    everything = "\n".join(shown)

    assert len(secrets) == 20
    assert [name for name, secret in secrets.items() if secret in everything] == []


def plant(tuesday, proceedings, criteria, seats, maryse) -> dict[str, str]:
    from besace.building import actions as building  # noqa: PLC0415 -- only this test hides an idea

    tonio, fatou = seats["Tonio"].person, seats["Fatou"].person
    hidden = building.add_idea(proceedings.web_id or Scene.of(tuesday.pk).web.pk, by=tonio, text="SECRETCACHE")
    building.hide(hidden.pk, by=maryse, reason="SECRETRAISON")
    debate_actions.answer(criteria[1].pk, seat=seats["Fatou"], choice="remove", reason="SECRETMOTIF")
    phone_actions.give_sign(seats["Kévin"], Signal.Kind.HELP)
    AgendaItem.objects.create(meeting=tuesday, kind="request", text="SECRETDEMANDE", taken_by=tonio)
    tuesday.video_link = "https://visio.example/SECRETVISIO"
    tuesday.save(update_fields=["video_link"])
    return {
        "an idea that was hidden": "SECRETCACHE",
        "why it was hidden": "SECRETRAISON",
        "why somebody said otherwise": "SECRETMOTIF",
        "a request that waits": "SECRETDEMANDE",
        "the link of the call": "SECRETVISIO",
        "an e-mail address": "maryse@example.org",
        "another": "tonio@example.org",
        "a third": "fatou@example.org",
        "who asks for help": "demande de l’aide",
        "who did not understand": "pas compris",
        "the address of the console": "/animer",
        "the address of the roll": "/personnes",
        "the door": "/porte",
        "a form": "<form",
        "a key against forgery": "csrfmiddlewaretoken",
        "the id of a person": str(fatou.pk),
        "the id of another": str(maryse.pk),
        "a seat": str(seats["Tonio"].pk),
        "a device": str(seats["Tonio"].device),
        "a choice": "aria-pressed",
    }


def test_the_old_link_of_the_wall_shows_nothing_any_more(client, tuesday, proceedings, maryse):
    from besace.meetings import lead_actions  # noqa: PLC0415 -- only this test changes the link

    old = proceedings.projector_key
    new = lead_actions.change_projector_link(tuesday.pk, by=maryse)

    assert [client.get(f"/ecran/{key}").status_code for key in (old, new)] == [404, 200]


def test_nothing_personal_is_in_a_phones_stream(tuesday, criteria, seats, all_answer):
    all_answer(criteria[0], "keep")
    stream = json.dumps(live.render(str(tuesday.pk), None, "phone", "fr"), ensure_ascii=False)

    assert [name for name in seats if name in stream] == []
    assert re.findall(r'aria-pressed=\\"true', stream) == []


def test_ideas_of_others_come_after_ones_own_first(tuesday, web, seats):
    def stage(name: str) -> str:
        scene = Scene.of(tuesday.pk)
        context = {"scene": scene, "mine": mine_of(scene, seats[name])}
        return render_to_string("meetings/phone/stage.html", context)

    assert ("Curer les pieds" in stage("Tonio"), "Curer les pieds" in stage("Fatou")) == (True, False)


def test_a_phones_first_page_is_light(client_of, tuesday, web, seats):
    page = client_of(seat=seats["Tonio"]).get(f"/seance/{tuesday.pk}").content

    assert len(gzip.compress(page)) < 12_000


def test_somebody_who_is_late_is_told_where_we_are(tuesday, criteria, sit, group):
    late = sit(factories.make_member("Ida", group=group))
    scene = Scene.of(tuesday.pk)

    assert mine_of(scene, late).is_late is True
    assert scene.late_sentence() == "Nous faisons le badge Itérasinier. 4 idées. On décide le critère 1 sur 4."


def test_an_idea_that_was_hidden_is_told_to_its_author_alone(tuesday, web, seats, maryse):
    from besace.building import actions as building  # noqa: PLC0415 -- only this test hides

    building.hide(web.criteria.first().pk, by=maryse)
    scene = Scene.of(tuesday.pk)

    assert [len(mine_of(scene, seats[name]).hidden_ideas) for name in ("Tonio", "Fatou")] == [1, 0]


def test_a_meeting_is_opened_in_one_tap_from_the_home_page(client_of, group, maryse):
    home = client_of(maryse)
    button = re.search(r'action="(/groupe/[^"]+/seance/ouvrir)"', home.get("/").content.decode())
    answer = home.post(button.group(1), follow=True)

    assert answer.resolver_match.view_name == "meetings:lead"
    assert opening_actions.Meeting.objects.get().is_open is True


def test_each_screen_has_one_place_for_what_is_told(client_of, tuesday, seats, maryse):
    pages = [
        client_of(maryse).get(f"/seance/{tuesday.pk}/animer").content.decode(),
        client_of(seat=seats["Tonio"]).get(f"/seance/{tuesday.pk}").content.decode(),
    ]

    assert [page.count('id="avis"') for page in pages] == [1, 1]


def test_what_is_being_debated_is_not_a_warning_yet(web, tuesday, maryse):
    phase_actions.move_to(tuesday.pk, Phase.DEBATE, by=maryse)

    assert "Des critères ne sont pas décidés. Ils restent pour plus tard." not in Scene.of(tuesday.pk).warnings
