"""A yes wears off: her photos after a year, a badge shown to all after two; she is asked before, once, by one tap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile

from besace.core import retention, worker
from besace.core.models import JournalEntry
from besace.credentials.models import Credential
from besace.passports import actions, queries
from besace.passports.models import Showing
from besace.people.models import Person, Renewal
from besace.people.renewals import actions as renewals
from besace.recognition.models import Award, Evidence, Recognition, State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
DAY, YEAR = timedelta(days=1), timedelta(days=365)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def _somewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def photo_of(held: Credential, *, ends_at: datetime) -> Evidence:
    award = Award.objects.select_related("version__badge").get(pk=held.award_id)
    way = Recognition.objects.create(
        badge=award.version.badge, group=award.group, person=award.person, state=State.AWARDED
    )
    Award.objects.filter(pk=award.pk).update(recognition=way)
    photo = Evidence(recognition=way, kind="photo", ends_at=ends_at)
    photo.file.save("p.webp", ContentFile(b"p"), save=False)
    photo.save()
    return photo


@pytest.fixture
def photo(clock, held) -> Evidence:
    """One of the badge that Odile holds, added today."""
    return photo_of(held, ends_at=NOON + YEAR)


def night(capture) -> None:
    renewals.ask_again()
    worker.run_pending()
    with capture(execute=True):
        retention.walk()


def is_there(photo: Evidence) -> bool:
    kept = Evidence.objects.filter(pk=photo.pk).exists()
    assert photo.file.storage.exists(photo.file.name) is kept
    return kept


def asked_of(person: Person) -> list[str]:
    return [one.words.question for one in renewals.shown_to(person)]


def tap(browser, address: str, answer: str):
    renewal = Renewal.objects.get()
    assert f"/sac/questions/{renewal.pk}" in browser.get(address).content.decode()
    return browser.post(f"/sac/questions/{renewal.pk}", {"answer": answer})


def test_nobody_told_keeps_the_photo(clock, photo, odile, django_capture_on_commit_callbacks):
    """Odile has no e-mail, and does not look."""
    for days in (300, 304, 305, 365, 500, 900):
        clock.move_to(NOON + days * DAY)
        night(django_capture_on_commit_callbacks)
    assert (is_there(photo), Renewal.objects.get().told_at) == (True, None)


def test_told_and_silent_for_60_days_the_photo_goes_and_the_badge_stays(
    clock, photo, held, odile, client_of, django_capture_on_commit_callbacks
):
    clock.move_to(NOON + 305 * DAY)
    night(django_capture_on_commit_callbacks)
    before = bytes(held.document)
    assert "encore un an" in client_of(odile).get("/sac").content.decode()  # from now on she knows
    clock.move_to(NOON + 365 * DAY)
    night(django_capture_on_commit_callbacks)
    assert is_there(photo) is True
    clock.move_to(NOON + 366 * DAY)
    night(django_capture_on_commit_callbacks)
    held.refresh_from_db()
    assert (is_there(photo), bytes(held.document) == before, held.state) == (False, True, "valid")
    assert [badge.id for badge in queries.contents(odile)] == [held.pk]
    said = JournalEntry.objects.get(verb="renewal.unanswered")
    assert (said.who, said.what, said.details) == ("", str(photo.recognition_id), {"kind": "traces"})


@pytest.mark.parametrize("address", ["/", "/sac"])
def test_her_yes_is_one_tap_and_lasts_a_year(
    address, clock, photo, odile, client_of, django_capture_on_commit_callbacks
):
    clock.move_to(NOON + 310 * DAY)
    night(django_capture_on_commit_callbacks)
    assert tap(client_of(odile), address, "yes").headers["Location"] == "/sac"
    photo.refresh_from_db()
    assert (photo.ends_at, asked_of(odile)) == (NOON + 2 * YEAR, [])
    clock.move_to(NOON + YEAR + 304 * DAY)
    night(django_capture_on_commit_callbacks)
    assert asked_of(odile) == []
    clock.move_to(NOON + YEAR + 305 * DAY)
    night(django_capture_on_commit_callbacks)
    assert (is_there(photo), len(asked_of(odile))) == (True, 1)


def test_her_no_erases_at_once(clock, photo, odile, client_of, django_capture_on_commit_callbacks):
    clock.move_to(NOON + 310 * DAY)
    night(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        tap(client_of(odile), "/sac", "no")
    assert (is_there(photo), Renewal.objects.count()) == (False, 0)


def test_nobody_answers_for_her(clock, photo, odile, tonio, client_of, django_capture_on_commit_callbacks):
    clock.move_to(NOON + 310 * DAY)
    night(django_capture_on_commit_callbacks)
    address = f"/sac/questions/{Renewal.objects.get().pk}"
    assert client_of(tonio).post(address, {"answer": "no"}).status_code == 404
    assert is_there(photo) is True


def test_who_has_an_address_is_written_to_once_for_all(
    clock, given, tonio, mailoutbox, django_capture_on_commit_callbacks
):
    """Two questions in one night, one message; the 60 days begin with it."""
    badge = given(tonio)
    actions.show(badge.pk, by=tonio)
    photo_of(badge, ends_at=NOON + 2 * YEAR)
    worker.run_pending()
    mailoutbox.clear()
    clock.move_to(NOON + 730 * DAY)
    night(django_capture_on_commit_callbacks)
    night(django_capture_on_commit_callbacks)
    assert ([message.to for message in mailoutbox], Renewal.objects.count()) == ([["tonio@example.org"]], 2)
    assert "Une question vous attend." in mailoutbox[0].body
    assert {one.told_at for one in Renewal.objects.all()} == {NOON + 730 * DAY}


def test_a_badge_shown_is_asked_again_after_two_years_and_private_without_an_answer(
    clock, held, odile, client_of, django_capture_on_commit_callbacks
):
    actions.share([held.pk], by=odile)
    clock.move_to(NOON + 100 * DAY)
    actions.show(held.pk, by=odile)
    clock.move_to(NOON + 729 * DAY)
    night(django_capture_on_commit_callbacks)
    assert asked_of(odile) == []
    clock.move_to(NOON + 730 * DAY)
    night(django_capture_on_commit_callbacks)
    assert asked_of(odile) == ["Montrer encore ce badge ?"]
    clock.move_to(NOON + 790 * DAY)
    night(django_capture_on_commit_callbacks)
    held.refresh_from_db()
    assert held.is_published is True
    clock.move_to(NOON + 791 * DAY)
    night(django_capture_on_commit_callbacks)
    held.refresh_from_db()
    assert (held.is_published, [badge.id for badge in queries.contents(odile)]) == (False, [held.pk])


@pytest.mark.parametrize(("answer", "is_public"), [("yes", True), ("no", False)])
def test_her_answer_about_a_badge_shown(
    answer, is_public, clock, held, odile, client_of, django_capture_on_commit_callbacks
):
    actions.show(held.pk, by=odile)
    clock.move_to(NOON + 730 * DAY)
    night(django_capture_on_commit_callbacks)
    tap(client_of(odile), "/sac", answer)
    clock.move_to(NOON + 1459 * DAY)
    night(django_capture_on_commit_callbacks)
    held.refresh_from_db()
    assert (held.is_published, asked_of(odile)) == (is_public, [])


def test_what_she_hid_herself_is_asked_no_more(clock, held, odile, django_capture_on_commit_callbacks):
    actions.show(held.pk, by=odile)
    clock.move_to(NOON + 730 * DAY)
    night(django_capture_on_commit_callbacks)
    actions.hide(held.pk, by=odile)
    night(django_capture_on_commit_callbacks)
    assert (Renewal.objects.count(), Showing.objects.filter(ended_at=None).count()) == (0, 0)


def test_a_badge_that_she_erases_takes_its_photos_along(clock, photo, held, odile, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_badge(held.pk, by=odile, is_void=False)
    assert is_there(photo) is False
