"""Who gives no sign for 24 months goes as if she had asked; never before somebody knew it for 60 days (E.6)."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import translation
from pypdf import PdfReader

from besace.config import diagnosis
from besace.core import retention, worker
from besace.core.models import JournalEntry
from besace.meetings.entrance import actions as entrance
from besace.meetings.entrance.rules import Way
from besace.meetings.opening_actions import take_seat
from besace.notices import queries as notices
from besace.notices.models import Notice
from besace.notices.silence import actions, queries, rules
from besace.people import actions as people
from besace.people.models import Contact, Membership, Person, Role
from besace.recognition import actions as recognition
from tests import factories
from tests.notices.conftest import work

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("silent", "told", "goes"),
    [
        (729, 60, False),  # not yet 24 months
        (730, None, False),  # nobody was told
        (730, 59, False),
        (730, 60, True),
        (900, 1, False),  # the night was late: she is told first
        (900, 60, True),
        (730, 731, False),  # told before her last sign: she came back since
    ],
)
def test_when_an_account_may_go(silent, told, goes):
    told_at = None if told is None else NOON - told * DAY
    assert rules.may_be_erased(NOON - silent * DAY, told_at=told_at, now=NOON) is goes


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def night() -> None:
    """What the worker does between two days."""
    actions.note_the_silent()
    worker.run_pending()
    retention.walk()
    worker.run_pending()


def names(*persons: Person) -> list[str]:
    return [Person.objects.get(pk=person.pk).first_name for person in persons]


def come(*persons: Person) -> None:
    for person in persons:
        people.give_sign(person.pk)


def test_from_22_to_24_months(clock, give, group, odile, tonio, maryse, mailoutbox):
    """Odile has no address: who leads sees her. Tonio has one: he is written to, and comes back."""
    recognition.accept_award(give(odile).pk, by=odile)
    come(maryse, tonio)
    clock.move_to(NOON + rules.SILENT_AFTER - DAY)
    come(maryse)
    night()
    assert (queries.listed(group), mailoutbox) == ([], [])

    clock.move_to(NOON + rules.SILENT_AFTER)
    night()
    night()
    on_home = sorted(notice.person.first_name for notice in notices.not_told(group))
    assert ([message.to for message in mailoutbox], on_home) == ([["tonio@example.org"]], ["Odile", "Tonio"])
    assert "10 janvier 2028" in mailoutbox[0].body

    clock.move_to(NOON + rules.SILENT_AFTER + DAY)
    come(tonio)
    assert [one.person for one in queries.listed(group)] == [odile]

    clock.move_to(NOON + rules.ERASED_AFTER - DAY)
    night()
    assert names(odile, tonio, maryse) == ["Odile", "Tonio", "Maryse"]

    clock.move_to(NOON + rules.ERASED_AFTER)
    night()
    assert names(odile, tonio, maryse) == ["Quelqu’un", "Tonio", "Maryse"]
    assert (queries.listed(group), Membership.objects.filter(person=odile).exists()) == ([], False)
    assert odile.credentials.count() == 0
    said = JournalEntry.objects.filter(verb="person.erased")
    assert [(one.who, one.what, one.details) for one in said] == [("", str(odile.pk), {})]


def test_still_one_of_us_counts_as_a_sign_and_is_in_the_journal(clock, client_of, group, odile, maryse):
    clock.move_to(NOON + rules.SILENT_AFTER)
    come(maryse)
    night()
    browser = client_of(maryse)
    assert "Odile" in browser.get("/").content.decode()
    address = f"/groupes/{group.pk}/silences/{odile.pk}/garder"
    assert browser.post(address).headers["Location"] == f"/groupes/{group.pk}/nouvelles"
    clock.move_to(NOON + rules.ERASED_AFTER + DAY)
    night()
    entry = JournalEntry.objects.get(verb="person.kept")
    assert (entry.who, entry.what, names(odile)) == (str(maryse.pk), str(odile.pk), ["Odile"])
    assert client_of(maryse).post(address).status_code == 404  # she stands on no list any more


def test_a_worker_two_years_late_erases_nobody_at_once(clock, group, odile, maryse):
    clock.move_to(NOON + timedelta(days=1500))
    come(maryse)
    night()
    assert names(odile) == ["Odile"]
    clock.move_to(NOON + timedelta(days=1560))
    night()
    assert names(odile) == ["Quelqu’un"]


def test_who_nobody_can_be_told_of_stays_and_the_doctor_says_it(clock, group, odile):
    """Nobody leads this group: the list is read by nobody."""
    clock.move_to(NOON + rules.SILENT_AFTER)
    night()
    clock.move_to(NOON + timedelta(days=900))
    night()
    with translation.override("fr"):
        said = [found.sentence for found in diagnosis.examine() if "dorment" in found.sentence]
    assert (names(odile), [sentence[:9] for sentence in said]) == (["Odile"], ["1 comptes"])

    factories.make_member("Camille", group=group, role=Role.ADMINISTRATOR)
    clock.move_to(NOON + timedelta(days=959))
    night()
    assert names(odile) == ["Odile"]  # she has been on a list that somebody reads for 59 days
    clock.move_to(NOON + timedelta(days=960))
    night()
    assert names(odile) == ["Quelqu’un"]


def test_a_list_that_only_sleepers_could_read_reaches_nobody(clock, group, odile, maryse):
    clock.move_to(NOON + timedelta(days=900))
    night()
    assert queries.told_at(odile) is None
    come(maryse)
    assert queries.told_at(odile) == NOON + timedelta(days=900)


def test_the_last_administrator_never_goes(clock, group, solange):
    other = factories.make_member("Camille", group=group, role=Role.ADMINISTRATOR, email="camille@example.org")
    clock.move_to(NOON + rules.SILENT_AFTER)
    night()
    clock.move_to(NOON + timedelta(days=900))
    night()
    assert names(solange, other).count("Quelqu’un") == 1
    assert Membership.objects.filter(role=Role.ADMINISTRATOR).count() == 1


def test_a_message_that_comes_back_tells_nobody(clock, group, tonio, post):
    post.answers = ["550 nobody here"]
    clock.move_to(NOON + rules.SILENT_AFTER)
    actions.note_the_silent()
    work()
    assert (Notice.objects.get().state, queries.told_at(tonio)) == ("bounced", None)


def test_a_text_message_says_the_day(clock, group, odile, maryse, settings, tmp_path):
    Contact.objects.create(person=odile, kind="phone", value="+33612345678")
    settings.VAR = tmp_path
    clock.move_to(NOON + rules.SILENT_AFTER)
    come(maryse)
    actions.note_the_silent()
    work()
    [text] = [file.read_text() for file in (tmp_path / "texts").iterdir()]
    assert "Votre compte s’efface le 10 janvier 2028." in text


def sit(person: Person, group, way: str) -> None:
    meeting = factories.make_meeting(group=group)
    if way == "tapped":
        entrance.sit_as(meeting.pk, person=person, device=person.pk, way=Way.QR)
    else:
        take_seat(meeting, person=person, device=None, entered_by=group.memberships.first().person)


@pytest.mark.parametrize("sign", ["tapped", "installed", "given", "signed in"])
def test_what_a_sign_is(sign, clock, group, give, odile, maryse, client_of):
    clock.move_to(NOON + 5 * DAY)
    if sign == "given":
        give(odile)
    elif sign == "signed in":
        browser = client_of(odile)
        clock.shift(timedelta(minutes=2))
        browser.get("/")
    else:
        sit(odile, group, sign)
    assert Person.objects.get(pk=odile.pk).last_sign.date() == (NOON + 5 * DAY).date()


def test_a_sign_is_written_once_a_day(clock, odile):
    come(odile)
    clock.shift(timedelta(hours=23))
    come(odile)
    assert Person.objects.get(pk=odile.pk).last_seen_at == NOON
    clock.shift(timedelta(hours=1))
    come(odile)
    assert Person.objects.get(pk=odile.pk).last_seen_at == NOON + DAY


def test_a_member_removed_is_listed_where_she_got_a_badge(clock, give, group, odile, maryse):
    give(odile)
    people.remove_member(odile, group=group, by=maryse)
    clock.move_to(NOON + rules.SILENT_AFTER)
    night()
    assert [one.person for one in queries.listed(group) if one.person == odile] == [odile]


def test_the_word_on_paper_says_the_day_and_opens_nothing(clock, client_of, group, odile, maryse):
    clock.move_to(NOON + rules.SILENT_AFTER)
    come(maryse)
    night()
    answer = client_of(maryse).get(f"/groupes/{group.pk}/silences/{odile.pk}/mot.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert (answer.headers["Content-Type"], "10 janvier 2028" in text, "Odile" in text) == (
        "application/pdf",
        True,
        True,
    )
    assert client_of(maryse).get(f"/groupes/{group.pk}/silences/{maryse.pk}/mot.pdf").status_code == 404


def test_another_group_sees_nothing_of_it(clock, client_of, group, other_group, odile, maryse):
    stranger = factories.make_member("Bilal", group=other_group, role=Role.FACILITATOR)
    clock.move_to(NOON + rules.SILENT_AFTER)
    come(maryse, stranger)
    night()
    told = [client_of(stranger).get(f"/groupes/{one.pk}/nouvelles") for one in (group, other_group)]
    assert [(page.status_code, "Odile" in page.content.decode()) for page in told] == [(403, False), (200, False)]
