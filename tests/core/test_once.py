"""A phone may send twice: one effect, the same answer (SECURITY.md F18)."""

from __future__ import annotations

import threading
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from besace.core import journal
from besace.core.errors import Conflict, Refusal
from besace.core.models import AnsweredRequest, JournalEntry
from besace.core.once import once


class Somebody:
    def __init__(self, pk: UUID) -> None:
        self.pk = pk


FATOU, TONIO = Somebody(uuid4()), Somebody(uuid4())


def show(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(JournalEntry.objects.count()))


@once(answer=show)
def speak(request: HttpRequest) -> None:
    journal.write(None, "spoke")


@once
def write_down(request: HttpRequest) -> HttpResponse:
    entry = journal.write(None, "wrote")
    return HttpResponseRedirect(f"/lines/{entry.pk}")


@once
def refuse(request: HttpRequest) -> HttpResponse:
    journal.write(None, "tried")
    if request.POST.get("says") == "page":
        return HttpResponse("no", status=422)
    raise Refusal("closed", "Le vote est fini.")


def posted(key: UUID | str | None, *, by: Somebody = FATOU, path: str = "/voice", **fields: str) -> HttpRequest:
    request = RequestFactory().post(path, {**fields, **({"once": str(key)} if key else {})})
    request.session = SessionStore()
    request.person = by  # type: ignore[attr-defined]
    return request


@pytest.mark.django_db
def test_the_same_key_twice_acts_once_and_answers_from_the_present_state() -> None:
    key = uuid4()

    first = speak(posted(key))
    journal.write(None, "something else")
    second = speak(posted(key))

    assert (first.content, second.content) == (b"1", b"2")
    assert JournalEntry.objects.filter(verb="spoke").count() == 1


@pytest.mark.django_db
def test_a_repetition_is_sent_to_the_same_place() -> None:
    key = uuid4()

    places = {write_down(posted(key)).headers["Location"] for _time in range(3)}

    assert len(places) == 1
    assert JournalEntry.objects.count() == 1


@pytest.mark.django_db
def test_the_key_may_come_in_a_header() -> None:
    request = posted(None)
    request.META["HTTP_IDEMPOTENCY_KEY"] = f'"{uuid4()}"'

    speak(request)
    speak(request)

    assert JournalEntry.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_of_somebody_else_is_another_request() -> None:
    key = uuid4()

    speak(posted(key, by=FATOU))
    speak(posted(key, by=TONIO))

    assert JournalEntry.objects.count() == 2


@pytest.mark.django_db
def test_a_form_without_a_key_acts_each_time() -> None:
    speak(posted(None))
    speak(posted(None))

    assert JournalEntry.objects.count() == 2


@pytest.mark.django_db
def test_what_was_refused_leaves_nothing_and_may_be_tried_again() -> None:
    key = uuid4()

    with pytest.raises(Refusal):
        refuse(posted(key))
    page = refuse(posted(key, says="page"))

    assert page.status_code == 422
    assert (JournalEntry.objects.count(), AnsweredRequest.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_key_does_not_serve_two_forms() -> None:
    key = uuid4()
    speak(posted(key))

    with pytest.raises(Conflict):
        speak(posted(key, path="/other"))


@pytest.mark.django_db
def test_a_spoilt_key_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refusal):
        speak(posted("not-a-uuid"))


@pytest.mark.django_db
def test_nothing_of_the_form_is_kept() -> None:
    speak(posted(uuid4(), voice="NO"))

    kept = AnsweredRequest.objects.values("path", "location").get()
    assert ("voice" in kept["path"], "NO" in kept["path"], kept["location"]) == (False, False, "")


@pytest.mark.django_db(transaction=True)
def test_twelve_phones_in_parallel_with_one_key_have_one_effect() -> None:
    key, answers, start = uuid4(), [], threading.Barrier(12)

    def send() -> None:
        start.wait()
        try:
            answers.append(speak(posted(key)).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _phone in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [200] * 12
    assert JournalEntry.objects.count() == 1
