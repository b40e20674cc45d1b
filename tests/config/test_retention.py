"""Each line of the table erases what is older than its life, and not one other row (SECURITY.md E.6)."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone, translation

from besace.building.models import Branch, Contribution, Criterion, Web
from besace.config import diagnosis
from besace.core import journal, retention
from besace.core.models import (
    AnsweredRequest,
    Cut,
    DailyKey,
    Failure,
    FetchedDocument,
    JournalEntry,
    OutboxLine,
    Presence,
    Revision,
)
from besace.credentials.models import Credential
from besace.endorsements.models import Endorsement, Invitation
from besace.meetings.models import LeadStep, Meeting, Minutes, Proceedings, Seat, Signal
from besace.notices.models import Address, Notice
from besace.passports.models import Showing
from besace.people.models import Card, Group, KnownDevice, Membership, Person, Renewal, Role, Roster
from besace.recognition import actions as recognition_actions
from besace.recognition.models import (
    Award,
    Decision,
    Evidence,
    Observer,
    Proposal,
    Recognition,
    Sighting,
    Situation,
    State,
)
from besace.votes import actions as votes
from besace.votes.models import Turnout, Voice
from besace.votes.rules import Choice, Question, Secrecy, default_rule
from tests import factories
from tests.credentials.conftest import awarding, installation, version

__all__ = ["awarding", "installation", "version"]
pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "guide-administration.md"
Key = tuple[str, str]


def rows() -> dict[Key, tuple[object, ...]]:
    """All that the database holds."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in {"auth", "contenttypes"}:
            continue
        columns = [column.attname for column in model._meta.concrete_fields]
        for one in model._base_manager.values_list("pk", *columns):
            found[model._meta.label, str(one[0])] = tuple(str(value) for value in one[1:])
    return found


def keys(*made: Model) -> set[Key]:
    return {(one._meta.label, str(one.pk)) for one in made}


@dataclass
class House:
    """Makes one thing of each kind, which ends now; says which rows must go (or change) once its life is over."""

    group: Group
    version: object
    leader: Person
    n: int = 0

    def person(self) -> Person:
        self.n += 1
        return factories.make_member(f"Personne {self.n}", group=self.group)


MAKERS: dict[str, Callable[[House], set[Key]]] = {}


def maker(name: str) -> Callable[[Callable[[House], set[Key]]], Callable[[House], set[Key]]]:
    def register(make: Callable[[House], set[Key]]) -> Callable[[House], set[Key]]:
        MAKERS[name] = make
        return make

    return register


@maker("answered-requests")
def _(house: House) -> set[Key]:
    return keys(AnsweredRequest.objects.create(owner="x", key=uuid.uuid4(), path="/"))


@maker("tasks-done")
def _(house: House) -> set[Key]:
    return keys(OutboxLine.objects.create(target="x", payload={}, done_at=timezone.now()))


@maker("tasks-failed")
def _(house: House) -> set[Key]:
    return keys(OutboxLine.objects.create(target="x", payload={}, dead_at=timezone.now()))


@maker("journal")
def _(house: House) -> set[Key]:
    JournalEntry.objects.filter(place=None).delete()
    entry = journal.write(None, "tested")
    journal.seal()
    return keys(entry)


@maker("screen-changes")
def _(house: House) -> set[Key]:
    return keys(Revision.objects.create(channel="x", n=Revision.objects.count() + 1, part="x"))


@maker("failed-tries")
def _(house: House) -> set[Key]:
    today = timezone.now().date()
    DailyKey.objects.get_or_create(day=today, defaults={"key": b"k"})
    return keys(Failure.objects.create(purpose="x", key="y"))


@maker("cut-streams")
def _(house: House) -> set[Key]:
    return keys(Cut.objects.create(channel="x"))


@maker("fetched-documents")
def _(house: House) -> set[Key]:
    key = uuid.uuid4().hex
    return keys(FetchedDocument.objects.create(url_key=key, url="x", status=200, body=b"", fetched_at=timezone.now()))


@maker("presences")
def _(house: House) -> set[Key]:
    return keys(Presence.objects.create(channel="x", person=uuid.uuid4().hex, seen_at=timezone.now()))


@maker("sessions")
def _(house: House) -> set[Key]:
    key = uuid.uuid4().hex
    return keys(Session.objects.create(session_key=key, session_data="x", expire_date=timezone.now()))


@maker("devices")
def _(house: House) -> set[Key]:
    now = timezone.now()
    device = {"device": uuid.uuid4(), "seen_at": now, "until": now}
    return keys(KnownDevice.objects.create(person=house.person(), **device))


@maker("lists")
def _(house: House) -> set[Key]:
    return keys(Roster.objects.create(group=house.group, made_by=house.person()))


@maker("old-cards")
def _(house: House) -> set[Key]:
    person = house.person()
    Card.objects.create(person=person, secret_hash=uuid.uuid4().hex)
    return keys(Card.objects.create(person=person, secret_hash=uuid.uuid4().hex, revoked_at=timezone.now()))


@maker("guests")
def _(house: House) -> set[Key]:
    now = timezone.now()
    passing = {"organisation": house.group.organisation, "group": house.group, "role": Role.GUEST, "ends_at": now}
    Membership.objects.create(person=house.person(), **passing)  # she came to stay
    guest = factories.make_person("Jo")
    return keys(guest, Membership.objects.create(person=guest, **passing))


@maker("voters")
def _(house: House) -> set[Key]:
    rule = replace(default_rule(Question.PRACTICE), secrecy=Secrecy.OPEN)
    who = house.person()
    ballot = votes.open_ballot(subject=uuid.uuid4().hex, question=Question.PRACTICE, rule=rule, present=1, by=None)
    votes.cast_voice(ballot.pk, by=who, choice=Choice.YES)
    votes.close_ballot(ballot.pk, by=None)
    return keys(*Voice.objects.filter(ballot=ballot), *Turnout.objects.filter(ballot=ballot))


@maker("words-unread")
def _(house: House) -> set[Key]:
    now = timezone.now()
    link = {"version": house.version, "group": house.group, "wording": "x"}
    alive = Invitation.objects.create(**link, ends_at=now + timedelta(days=900))
    accepted = Invitation.objects.create(**link, ends_at=now)
    said = {"number": 1, "wording": "x", "said_at": now, "words": "Elle est calme."}
    Endorsement.objects.create(invitation=accepted, device=uuid.uuid4(), state="accepted", **said)
    unread = Endorsement.objects.create(invitation=alive, device=uuid.uuid4(), **said)
    return keys(unread, Invitation.objects.create(**link, ends_at=now))


def held_meeting(house: House) -> Meeting:
    group = factories.make_group(organisation=house.group.organisation)
    meeting = factories.make_meeting(group=group, code=uuid.uuid4().hex[:8])
    Minutes.objects.create(meeting=meeting, record={})
    return meeting


@maker("authors-of-ideas")
def _(house: House) -> set[Key]:
    badge = house.version.badge
    web = Web.objects.create(group=house.group, badge=badge, theme="Ânes", state="abandoned")
    criterion = Criterion.objects.create(
        web=web, branch=Branch.objects.create(web=web, name="x", place=0), text="Calme", rank=1
    )
    given = Contribution.objects.create(criterion=criterion, text="Calme", author=house.person())
    Contribution.objects.create(criterion=criterion, text="Calme")
    Web.objects.filter(pk=web.pk).update(group=held_meeting(house).group)
    return keys(given)


@maker("small-signs")
def _(house: House) -> set[Key]:
    meeting, who = held_meeting(house), house.person()
    Seat.objects.create(meeting=meeting, person=who)
    typed = Seat.objects.create(meeting=meeting, typed_name="Zoé", device=uuid.uuid4())
    sign = Signal.objects.create(seat=typed, kind=Signal.Kind.CONFUSED, phase=1)
    return keys(typed, sign, LeadStep.objects.create(meeting=meeting, by=who, verb="x", phase=1, told="x"))


@maker("practices")
def _(house: House) -> set[Key]:
    meeting = factories.make_meeting(group=house.group, code=uuid.uuid4().hex[:8])
    practice = Proceedings.objects.create(meeting=meeting, is_practice=True)
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now())
    return keys(meeting, practice)


def notice(house: House, state: Notice.State, kind: Notice.Kind = Notice.Kind.AWARD) -> Notice:
    sent_at = timezone.now() if state == Notice.State.SENT else None
    told = {"about": uuid.uuid4(), "person": house.person(), "group": house.group, "way": Notice.Way.EMAIL}
    return Notice.objects.create(kind=kind, address="a@exemple.org", state=state, sent_at=sent_at, **told)


@maker("addresses-of-messages")
def _(house: House) -> set[Key]:
    notice(house, Notice.State.WAITING)
    return keys(notice(house, Notice.State.SENT))


@maker("messages")
def _(house: House) -> set[Key]:
    for untold in (Notice.State.WAITING, Notice.State.BOUNCED, Notice.State.TO_HAND):
        notice(house, untold)
    notice(house, Notice.State.SENT, Notice.Kind.SILENCE)
    lost = notice(house, Notice.State.BOUNCED, Notice.Kind.WORDS)
    return keys(notice(house, Notice.State.SENT), notice(house, Notice.State.HANDED), lost)


@maker("accounts")
def _(house: House) -> set[Key]:
    house.person()  # silent as long, and nobody was told
    told = notice(house, Notice.State.SENT, Notice.Kind.SILENCE)
    return keys(told.person, told, *told.person.memberships.all())


@maker("addresses-that-refuse")
def _(house: House) -> set[Key]:
    now, name = timezone.now(), uuid.uuid4().hex
    Address.objects.create(value=f"b{name}@exemple.org")
    dead = Address.objects.create(value=f"d{name}@exemple.org", suspended_at=now)
    return keys(dead, Address.objects.create(value=f"s{name}@exemple.org", bounced_at=now, soft_bounces=1))


def way(house: House, state: State) -> Recognition:
    return Recognition.objects.create(badge=house.version.badge, group=house.group, person=house.person(), state=state)


def watched(house: House, recognition: Recognition) -> set[Key]:
    situation = Situation.objects.create(recognition=recognition, starts_at=timezone.now())
    watcher = Observer.objects.create(situation=situation, person=house.person(), story="Elle est calme.")
    return keys(situation, watcher, Sighting.objects.create(observer=watcher, criterion="c1", seen="yes"))


def decided(recognition: Recognition) -> Decision:
    return Decision.objects.create(recognition=recognition, ballot_id=uuid.uuid4(), closed_at=timezone.now())


def awarded(house: House, recognition: Recognition) -> Award:
    given = {"version": house.version, "group": house.group, "person": recognition.person, "peers": 5}
    return Award.objects.create(recognition=recognition, awarded_at=timezone.now(), rule_in_words="x", **given)


@maker("situation-notes")
def _(house: House) -> set[Key]:
    for waiting in (State.OPEN, State.SEEN, State.DECIDING):
        watched(house, way(house, waiting))
    refused, received = way(house, State.NOT_YET), way(house, State.AWARDED)
    gone = watched(house, refused) | watched(house, received)
    decided(refused)
    awarded(house, received)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        watched(house, refused)  # again, since the peers said « pas encore »
    return gone


@maker("traces")
def _(house: House) -> set[Key]:
    Evidence.objects.create(recognition=way(house, State.NOT_YET), kind="text", text="Je mène l’âne.")
    hers = way(house, State.AWARDED)
    awarded(house, hers)
    Evidence.objects.create(recognition=hers, kind="sound", ends_at=timezone.now())
    photo = Evidence(recognition=way(house, State.NOT_YET), kind="photo", ends_at=timezone.now())
    photo.file.save("p.webp", ContentFile(b"p"), save=False)
    photo.save()
    return keys(photo)


def asked_again(house: House, kind: str, person: Person, about: uuid.UUID) -> Renewal:
    told = {"person": person, "group": house.group, "told_at": timezone.now()}
    return Renewal.objects.create(kind=kind, about=about, **told)


@maker("traces-of-badges")
def _(house: House) -> set[Key]:
    hers = way(house, State.AWARDED)
    awarded(house, hers)
    year_over = timezone.now() + timedelta(days=59)
    Evidence.objects.create(recognition=hers, kind="text", text="Je mène l’âne.")
    Evidence.objects.create(recognition=hers, kind="photo", ends_at=year_over + timedelta(days=2))
    photo = Evidence.objects.create(recognition=hers, kind="photo", ends_at=year_over)
    unheard = way(house, State.AWARDED)
    awarded(house, unheard)
    Evidence.objects.create(recognition=unheard, kind="photo", ends_at=year_over)
    Renewal.objects.create(kind="traces", about=unheard.pk, person=unheard.person, group=house.group)
    return keys(photo, asked_again(house, "traces", hers.person, hers.pk))


@maker("badges-shown")
def _(house: House) -> set[Key]:
    hers = [awarded_badge(house) for _n in range(2)]
    shown = [Showing.objects.create(credential=badge, wording="x") for badge in hers]
    hers[0].is_published = hers[1].is_published = True
    Credential.objects.bulk_update(hers, ["is_published"])
    return keys(hers[0], shown[0], asked_again(house, "shown", hers[0].holder, hers[0].pk))


def awarded_badge(house: House) -> Credential:
    person = house.person()
    recognition_actions.name_reviewers(house.version.badge_id, people=[house.leader], by=house.leader)
    award = recognition_actions.award_at_once(house.version.badge_id, person, by=house.leader)
    return Credential.objects.get(award_id=award.pk)


@maker("requests")
def _(house: House) -> set[Key]:
    for alive in (State.AWARDED, State.DECIDING):
        watched(house, way(house, alive))
    later = timezone.now() + timedelta(days=400)
    Situation.objects.create(recognition=way(house, State.OPEN), starts_at=later)
    gone = set()
    for over in (State.PROPOSED, State.OPEN, State.SEEN, State.NOT_YET, State.WITHDRAWN):
        recognition = way(house, over)
        gone |= keys(recognition, decided(recognition)) | watched(house, recognition)
    return gone


@maker("proposals")
def _(house: House) -> set[Key]:
    told = {"badge": house.version.badge, "group": house.group, "saw": "Elle est calme."}
    joined = way(house, State.PROPOSED)
    Proposal.objects.create(person=joined.person, by=house.person(), recognition=joined, **told)
    return keys(Proposal.objects.create(person=house.person(), by=house.person(), **told))


@pytest.fixture
def house(version, group, maryse, settings, tmp_path) -> House:
    settings.MEDIA_ROOT = tmp_path / "media"
    return House(group, version, maryse)


LINES = {line.name: line for line in retention.table()}
NOT_IN_THE_DATABASE = {"written-messages"}


def test_each_line_is_tried() -> None:
    assert set(MAKERS) | NOT_IN_THE_DATABASE == set(LINES)


def changed(before: dict[Key, tuple[object, ...]]) -> set[Key]:
    after = rows()
    return {key for key, row in before.items() if after.get(key) != row}


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_line_erases_what_is_too_old_and_nothing_else(name: str, house: House) -> None:
    line = LINES[name]
    with time_machine.travel(NOON, tick=False) as clock:
        gone = MAKERS[name](house)
        clock.move_to(NOON + 2 * MINUTE)
        MAKERS[name](house)
        before = rows()
        clock.move_to(NOON + line.life)
        line.walk(timezone.now() - MINUTE)
        too_early = changed(before)
        clock.move_to(NOON + line.life + MINUTE)
        count = line.walk(timezone.now())
        first = changed(before)
        between = rows()
        again = line.walk(timezone.now())
    assert (too_early, first, again, changed(between)) == (set(), gone, 0, set())
    assert count > 0


def test_the_key_of_a_day_goes_with_its_hashes() -> None:
    days = [NOON.date() - timedelta(days=n) for n in range(5)]
    DailyKey.objects.bulk_create(DailyKey(day=day, key=b"k") for day in days)
    LINES["failed-tries"].walk(NOON)
    assert sorted(DailyKey.objects.values_list("day", flat=True), reverse=True) == days[:3]


def test_a_trace_leaves_no_file(house: House, django_capture_on_commit_callbacks) -> None:
    MAKERS["traces"](house)
    photo = Evidence.objects.get(kind="photo").file
    with django_capture_on_commit_callbacks(execute=True):
        LINES["traces"].walk(timezone.now() + MINUTE)
    assert photo.storage.exists(photo.name) is False


def test_messages_written_in_files_go_after_a_month(settings, tmp_path: Path) -> None:
    tmp_path /= "var"
    settings.VAR, settings.EMAIL_FILE_PATH = tmp_path, tmp_path / "mail"
    now = timezone.now()
    for folder in ("mail", "texts", "media"):
        (tmp_path / folder).mkdir(parents=True)
        for name, days in (("old", 31), ("young", 29)):
            (tmp_path / folder / name).write_text("x")
            at = (now - timedelta(days=days)).timestamp()
            os.utime(tmp_path / folder / name, (at, at))
    counts = [LINES["written-messages"].walk(now), LINES["written-messages"].walk(now)]
    left = sorted(f"{file.parent.name}/{file.name}" for file in tmp_path.glob("*/*"))
    assert (counts, left) == ([2, 0], ["mail/young", "media/old", "media/young", "texts/young"])


def test_the_whole_walk_twice_changes_nothing_more_and_keeps_counts_alone(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for name in ("requests", "situation-notes", "guests", "messages"):
            MAKERS[name](house)
        clock.move_to(NOON + timedelta(days=200))
        erased = retention.walk()
        between = rows()
        again = retention.walk()
    said = JournalEntry.objects.filter(verb=retention.WALKED).order_by("pk").first()
    counts = {name: count for name, count in erased.items() if count}
    assert counts == {"guests": 1, "messages": 3, "requests": 8, "addresses-of-messages": 2}
    assert (said.who, said.what, said.details) == ("", "", {"erased": counts, "failed": []})
    assert (changed(between), {name: count for name, count in again.items() if count}) == (set(), {})


def test_a_line_that_fails_holds_no_other(house: House, monkeypatch) -> None:
    def fail(_before: datetime) -> int:
        AnsweredRequest.objects.all().delete()
        raise RuntimeError

    monkeypatch.setitem(retention._table, "a", retention.Line("a", timedelta(0), "x", fail))
    AnsweredRequest.objects.create(owner="x", key=uuid.uuid4(), path="/")
    JournalEntry.objects.create(verb="x", at=timezone.now() - timedelta(days=3))
    MAKERS["sessions"](house)
    with time_machine.travel(timezone.now() + MINUTE), pytest.raises(retention.LinesFailedError, match="^a$"):
        retention.walk()
    assert (AnsweredRequest.objects.count(), Session.objects.count(), retention.is_late()) == (1, 0, True)


@pytest.mark.parametrize(("hours", "sentence"), [(47, "s’efface chaque nuit"), (49, "Rien ne s’efface")])
def test_the_doctor_says_when_nobody_swept_for_two_days(hours: int, sentence: str) -> None:
    retention.walk()
    with time_machine.travel(timezone.now() + timedelta(hours=hours)), translation.override("fr"):
        assert [f.sentence for f in diagnosis.examine() if sentence in f.sentence] != []


def in_words(life: timedelta) -> str:
    said = {0: "dès la fin", 183: "6 mois", 180: "6 mois", 365: "12 mois", 730: "24 mois"}
    hours = life.total_seconds() / 3600
    return f"{hours:g} h" if 0 < hours <= 24 else said.get(life.days, f"{life.days} jours")


def test_the_guide_says_the_same_table() -> None:
    said = re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]+) \| `([a-z-]+)` \|$", GUIDE.read_text(), re.MULTILINE)
    assert sorted(said, key=lambda one: one[2]) == [
        (in_words(line.life), line.rule, line.name) for line in retention.table()
    ]
