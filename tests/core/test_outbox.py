"""What must happen after commit happens: at least once, exactly once inside the database (SECURITY.md F08, F24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from besace.core import events, journal, outbox, tasks, worker
from besace.core.models import Appointment, JournalEntry, OutboxLine


@dataclass(frozen=True)
class GourdFilled:
    gourd_id: UUID
    on: date
    by: UUID | None = None


heard: list[object] = []


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    heard.clear()
    yield
    heard.clear()


@events.listener(GourdFilled)
def remember(event: GourdFilled) -> None:
    heard.append(event)


@events.listener(GourdFilled, apart=True)
def send_word(event: GourdFilled) -> None:
    heard.append(outbox.current_key())


@tasks.task
def write_in_journal(verb: str) -> None:
    journal.write(None, verb)
    if verb == "falls":
        raise RuntimeError("after the write")


@tasks.task(apart=True)
def send(address: str) -> None:
    heard.append((address, outbox.current_key()))
    raise ConnectionError("no answer")


@pytest.mark.django_db
def test_each_listener_gets_the_event_with_its_own_types() -> None:
    event = GourdFilled(uuid4(), date(2026, 11, 24))

    events.announce(event)
    done = worker.run_pending()

    assert done == 2
    assert heard[0] == event
    assert isinstance(heard[1], UUID)


@pytest.mark.django_db
def test_an_event_of_an_undone_transaction_was_never_announced() -> None:
    def fill_and_fall() -> None:
        with transaction.atomic():
            events.announce(GourdFilled(uuid4(), date(2026, 11, 24)))
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fill_and_fall()

    assert worker.run_pending() == 0


@pytest.mark.django_db
def test_a_task_that_falls_leaves_nothing_and_is_tried_again_later() -> None:
    write_in_journal.later("falls")

    assert outbox.do_one("w1")

    line = OutboxLine.objects.get()
    assert (JournalEntry.objects.count(), line.attempts, line.done_at) == (0, 1, None)
    assert timedelta(seconds=4) < line.due_at - timezone.now() < timedelta(seconds=7)
    assert "after the write" in line.error


@pytest.mark.django_db
def test_a_dead_mail_server_gets_twenty_attempts_over_more_than_a_day_then_the_line_is_shown() -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        send.later("odile@example.org")
        for _attempt in range(40):
            clock.shift(timedelta(hours=8))
            outbox.do_one("w1")

    line = outbox.dead().get()
    assert line.attempts == outbox.MOST_ATTEMPTS
    assert len({key for _address, key in heard}) == 1  # type: ignore[misc]
    assert sum((outbox.wait_after(n) for n in range(1, 20)), timedelta()) > timedelta(hours=24)
    assert outbox.state().dead == 1


@pytest.mark.django_db
def test_a_dead_line_may_be_tried_again() -> None:
    write_in_journal.later("rises")
    OutboxLine.objects.update(dead_at=timezone.now(), attempts=20)

    outbox.revive(outbox.dead().get())

    assert worker.run_pending() == 1
    assert JournalEntry.objects.get().verb == "rises"


@pytest.mark.django_db
def test_a_line_taken_by_a_worker_that_died_comes_back_within_a_minute() -> None:
    write_in_journal.later("survives")
    start = timezone.now() + timedelta(seconds=1)
    with time_machine.travel(start, tick=False) as clock:
        outbox._take("the one that dies", is_apart=None)
        assert not outbox.do_one("another")
        clock.shift(timedelta(seconds=61))
        assert outbox.do_one("another")

    assert JournalEntry.objects.filter(verb="survives").count() == 1


@pytest.mark.django_db
def test_who_lost_the_lease_undoes_what_it_did() -> None:
    write_in_journal.later("late")
    line = outbox._take("slow", is_apart=None)
    assert line is not None
    OutboxLine.objects.update(leased_by="quick", attempts=2)

    with pytest.raises(outbox.LeaseLostError):
        outbox._do(line, "slow")

    assert JournalEntry.objects.count() == 0


@pytest.mark.django_db
def test_later_waits_for_its_hour() -> None:
    write_in_journal.later("tomorrow", seconds=3600)

    assert worker.run_pending() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert worker.run_pending() == 1


@pytest.mark.django_db
def test_a_line_whose_receiver_was_removed_is_kept_not_lost() -> None:
    outbox.put("besace.gone.tell", {})

    outbox.do_one("w1")

    assert "besace.gone.tell" in OutboxLine.objects.get(done_at=None).error


@pytest.mark.django_db
def test_the_timetable_queues_a_daily_task_once_a_day() -> None:
    name = "besace.core.upkeep.sweep"
    with time_machine.travel(datetime.fromisoformat("2026-11-24T12:00:00+00:00"), tick=False) as clock:
        tasks.queue_what_is_due()
        assert OutboxLine.objects.filter(target=name).count() == 0
        assert Appointment.objects.get(name=name).due_at == datetime.fromisoformat("2026-11-25T02:10:00+00:00")
        clock.shift(timedelta(days=1))
        queued = [tasks.queue_what_is_due(), tasks.queue_what_is_due()]
        assert OutboxLine.objects.filter(target=name).count() == 1
        assert queued == [OutboxLine.objects.count(), 0]
        assert worker.run_pending() == OutboxLine.objects.count()
