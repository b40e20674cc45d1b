"""SECURITY.md A28: whoever lost the right sees nothing more: her stream ends, and its ticket opens nothing again."""

from __future__ import annotations

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from besace.meetings import lead_actions, phone_actions
from besace.people import actions as people
from tests.browser import client_of as signed_in

if TYPE_CHECKING:
    from besace.meetings.models import Meeting, Seat
    from besace.people.models import Group, Person

pytestmark = pytest.mark.django_db(transaction=True)
AT_MOST = 5.0  # seconds, for an open stream to end
FOLLOWED = re.compile(r'data-live="([^"]+)" data-ticket="([^"]+)"')


class Stream:
    """A stream held open by a phone, read until the site ends it."""

    def __init__(self, site: str, path: str, ticket: str) -> None:
        self.address = f"{site}{path}"
        self.query = f"?ticket={ticket}&since=0"
        self._answer = urllib.request.urlopen(self.address + self.query, timeout=10)
        self._thread = threading.Thread(target=self._answer.read, daemon=True)
        self._thread.start()

    def ends(self) -> bool:
        self._thread.join(AT_MOST)
        return not self._thread.is_alive()

    def opens_again(self) -> bool:
        return any(_status(self.address + more + self.query) == 200 for more in ("", "/etat"))

    def opens_state(self) -> int:
        return _status(f"{self.address}/etat{self.query}")

    def close(self) -> None:
        self._answer.close()


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def watch(site: str, client: Client, meeting: Meeting) -> Stream:
    return follow(site, client.get(f"/seance/{meeting.pk}").content.decode())


def follow(site: str, page: str) -> Stream:
    """What the page's own script does."""
    found = FOLLOWED.search(page)
    assert found, page
    return Stream(site, found[1], found[2])


def remove(fatou: Person, _client: Client, *, group: Group, maryse: Person, **_: object) -> None:
    people.remove_member(fatou, group=group, by=maryse)


def sign_out(_fatou: Person, client: Client, **_: object) -> None:
    client.post(reverse("not_me"))


def take_the_device_away(fatou: Person, _client: Client, **_: object) -> None:
    signed_in(fatou).post(reverse("people:forget_others"))


def leave(_fatou: Person, _client: Client, *, seats: dict[str, Seat], **_: object) -> None:
    phone_actions.leave(seats["Fatou"], by=None)


@pytest.mark.parametrize("lose", [remove, sign_out, take_the_device_away, leave])
def test_losing_the_right_ends_the_stream_and_its_ticket_opens_nothing(
    site: str,
    tuesday: Meeting,
    seats: dict[str, Seat],
    group: Group,
    maryse: Person,
    fatou: Person,
    lose: Callable[..., None],
) -> None:
    client = signed_in(fatou)
    stream = watch(site, client, tuesday)
    lose(fatou, client, group=group, maryse=maryse, seats=seats)

    assert (stream.ends(), stream.opens_again()) == (True, False)
    stream.close()


def test_a_removed_person_finds_the_door_at_her_next_request(
    tuesday: Meeting, seats: dict[str, Seat], group: Group, maryse: Person, fatou: Person
) -> None:
    client = signed_in(fatou)
    before = client.get(f"/groupe/{group.pk}/seances").status_code
    people.remove_member(fatou, group=group, by=maryse)

    assert (before, client.get(f"/groupe/{group.pk}/seances").status_code) == (200, 403)


def test_the_former_link_of_the_wall_shows_nothing_even_where_it_is_open(
    site: str, tuesday: Meeting, seats: dict[str, Seat], maryse: Person, fatou: Person
) -> None:
    wall = follow(site, Client().get(f"/ecran/{tuesday.proceedings.projector_key}").content.decode())
    phone = watch(site, signed_in(fatou), tuesday)
    key = lead_actions.change_projector_link(tuesday.pk, by=maryse)
    after = follow(site, Client().get(f"/ecran/{key}").content.decode())

    assert (wall.ends(), wall.opens_again()) == (True, False)
    assert [one.opens_state() for one in (after, phone)] == [200, 200]
    for one in (wall, phone, after):
        one.close()
