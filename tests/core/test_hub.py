"""The live channel: what changed reaches all, once rendered, and who was cut ends in the same state."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.test import Client

from besace.core import bus, hub, live, presence, revisions
from besace.core.models import Revision
from besace.people.models import Person
from tests.core.phones import Phone

pytestmark = pytest.mark.django_db(transaction=True)
CHANNEL = "garden:tuesday"
state: dict[str, str] = {}
rendered: list[tuple[str, str, tuple[str, ...]]] = []


@live.renderer("garden", presence="presence")
def render(garden: str, parts: Collection[str] | None, audience: str, language: str) -> dict[str, str]:
    wanted = sorted(parts if parts is not None else state)
    rendered.append((audience, language, tuple(wanted)))
    return {part: f"<p>{audience} {language} {state.get(part, '')}</p>" for part in wanted}


@pytest.fixture(autouse=True)
def _fresh() -> None:
    state.clear()
    rendered.clear()


def change(part: str, text: str) -> int:
    state[part] = text
    return revisions.bump(CHANNEL, part)


def play(scene: Callable[[hub.Hub], Awaitable[None]]) -> None:
    async def whole() -> None:
        one = hub.Hub()
        await one.start()
        try:
            await scene(one)
        finally:
            await one.stop()
            await sync_to_async(connections.close_all)()

    asyncio.run(whole())


async def act(function: Callable[..., object], *args: object) -> object:
    return await sync_to_async(partial(function, *args))()


def test_a_change_reaches_all_rendered_once_for_each_audience_and_language() -> None:
    async def scene(one: hub.Hub) -> None:
        phones = [Phone(one, CHANNEL) for _seat in range(12)]
        phones += [Phone(one, CHANNEL, audience="projector"), Phone(one, CHANNEL, language="en")]
        for phone in phones:
            phone.open()
        await asyncio.sleep(0.3)
        n = await act(change, "web", "carrots")
        for phone in phones:
            await phone.until(lambda p: p.n == n)
        assert [phone.parts["web"] for phone in phones] == ["<p>phone fr carrots</p>"] * 12 + [
            "<p>projector fr carrots</p>",
            "<p>phone en carrots</p>",
        ]
        assert len({phone.frames[-1] for phone in phones[:12]}) == 1
        assert phones[0].headers[b"x-accel-buffering"] == b"no"

    play(scene)
    assert sorted(rendered) == [("phone", "en", ("web",)), ("phone", "fr", ("web",)), ("projector", "fr", ("web",))]


def test_who_comes_back_gets_the_present_state_of_what_changed_and_nothing_else() -> None:
    async def scene(one: hub.Hub) -> None:
        phone = Phone(one, CHANNEL)
        phone.open()
        await act(change, "web", "carrots")
        await act(change, "phase", "debate")
        await phone.until(lambda p: p.n == 2)
        await phone.cut()
        for text in ("leeks", "beans", "gourds"):
            await act(change, "web", text)
        phone.parts.clear()
        phone.open(header=True)
        await phone.until(lambda p: p.n == 5)
        assert phone.parts == {"web": "<p>phone fr gourds</p>"}

    play(scene)


def test_after_too_long_an_absence_everything_is_sent() -> None:
    async def scene(one: hub.Hub) -> None:
        for text in ("carrots", "leeks", "beans"):
            await act(change, "web", text)
        await act(change, "phase", "debate")
        await act(Revision.objects.filter(n__lte=3).delete)
        phone = Phone(one, CHANNEL)
        phone.open()
        await phone.until(lambda p: p.n == 4)
        assert sorted(phone.parts) == ["phase", "web"]

    play(scene)


def test_phones_cut_at_random_end_in_the_same_state_with_growing_numbers() -> None:
    async def scene(one: hub.Hub) -> None:
        dice = random.Random(24)
        phones = [Phone(one, CHANNEL) for _seat in range(10)]
        for phone in phones:
            phone.open()
        for i in range(60):
            await act(change, dice.choice(["web", "phase", "tally"]), f"state {i}")
            victim = dice.choice(phones[1:])
            await victim.cut()
            await asyncio.sleep(dice.uniform(0, 0.05))
            victim.open(header=dice.random() < 0.5)
        for phone in phones:
            await phone.until(lambda p: p.n == 60)
        assert [phone.parts for phone in phones] == [phones[0].parts] * 10
        assert phones[0].parts == {part: f"<p>phone fr {text}</p>" for part, text in state.items()}
        for phone in phones:
            assert phone.numbers == sorted(set(phone.numbers))

    play(scene)


def test_a_burst_is_sent_in_few_frames() -> None:
    async def scene(one: hub.Hub) -> None:
        phone = Phone(one, CHANNEL)
        phone.open()
        await asyncio.sleep(0.2)
        for i in range(40):
            await act(change, "tally", str(i))
        await phone.until(lambda p: p.n == 40)
        assert phone.parts["tally"] == "<p>phone fr 39</p>"
        assert len(phone.numbers) <= 12

    play(scene)


def test_a_change_made_by_another_process_is_seen_by_looking() -> None:
    async def scene(one: hub.Hub) -> None:
        phone = Phone(one, CHANNEL)
        phone.open()
        await asyncio.sleep(0.2)
        bus.unsubscribe("revision", one._wake)
        if one._listener:  # on PostgreSQL it would hear NOTIFY
            one._listener.stop()
        state["web"] = "from elsewhere"
        await act(change, "web", "from elsewhere")
        await phone.until(lambda p: p.n == 1, seconds=8)

    play(scene)


@pytest.mark.parametrize("spoil", ["", "forged", "x" * 5000])
def test_no_stream_without_a_ticket(spoil: str) -> None:
    async def scene(one: hub.Hub) -> None:
        phone = Phone(one, CHANNEL)
        phone.open(ticket=spoil or "none")
        await phone.ended()
        assert phone.status == 403

    play(scene)


def test_a_ticket_opens_its_own_channel_only() -> None:
    async def scene(one: hub.Hub) -> None:
        phone = Phone(one, "garden:other")
        phone.open(ticket=live.ticket(CHANNEL, "phone", "fr"))
        await phone.ended()
        assert phone.status == 403

    play(scene)


def test_losing_the_right_ends_the_stream_and_voids_the_ticket() -> None:
    fatou, tonio = uuid4(), uuid4()

    async def scene(one: hub.Hub) -> None:
        hers, his = Phone(one, CHANNEL, person=fatou), Phone(one, CHANNEL, person=tonio)
        hers.open()
        his.open()
        await asyncio.sleep(0.2)
        bus.unsubscribe("cut", one._wake_for_cut)  # as if another process had cut
        await act(lambda: live.cut(channel=CHANNEL, person=fatou))
        await hers.ended()
        assert (hers.closed_because, his.closed_because) == ("rights", "")
        hers.open()
        await hers.ended()
        assert hers.status == 403
        assert (await hers.ask())["code"] == "cut"
        again = Phone(one, CHANNEL, person=fatou)
        again.open()
        await act(change, "web", "hello again")
        await again.until(lambda p: p.n > 0)

    play(scene)


def test_signing_out_voids_every_ticket_of_the_person(fatou: Person, tonio: Person) -> None:
    hers, his = (live.read_ticket(live.ticket(CHANNEL, "phone", "fr", person)) for person in (fatou, tonio))
    client = Client()
    client.force_login(fatou)
    assert not live.is_void(hers)

    client.logout()

    assert (live.is_void(hers), live.is_void(his)) == (True, False)


def test_the_one_who_asks_every_two_seconds_gets_the_same_parts() -> None:
    async def scene(one: hub.Hub) -> None:
        await act(change, "web", "carrots")
        phone = Phone(one, CHANNEL)
        assert await phone.ask() == {"n": 1, "parts": {"web": "<p>phone fr carrots</p>"}}
        phone.n = 1
        assert await phone.ask() == {"n": 1, "parts": {}}

    play(scene)


@pytest.mark.parametrize("turns", range(5))
def test_it_stops_even_in_the_moment_when_somebody_comes(turns: int) -> None:
    async def scene(one: hub.Hub) -> None:
        await asyncio.sleep(0.05)
        one._arrived.set()
        for _turn in range(turns):
            await asyncio.sleep(0)
        done, _late = await asyncio.wait({asyncio.create_task(one.stop())}, timeout=5)
        assert done

    play(scene)


def test_a_stopping_site_says_goodbye() -> None:
    phones: list[Phone] = []

    async def scene(one: hub.Hub) -> None:
        phones.extend(Phone(one, CHANNEL) for _seat in range(5))
        for phone in phones:
            phone.open()
        await asyncio.sleep(0.2)

    play(scene)
    assert [phone.closed_because for phone in phones] == ["restart"] * 5


def test_the_hub_knows_who_is_there_and_says_when_somebody_leaves() -> None:
    fatou, tonio = uuid4(), uuid4()

    async def scene(one: hub.Hub) -> None:
        hers, his = Phone(one, CHANNEL, person=fatou), Phone(one, CHANNEL, person=tonio)
        hers.open()
        his.open()
        await hers.until(lambda p: "presence" in p.parts, seconds=3)
        assert await act(hub.present, CHANNEL) == {str(fatou), str(tonio)}
        n = hers.n
        await his.cut()
        await hers.until(lambda p: p.n > n, seconds=3)
        assert await act(hub.present, CHANNEL) == {str(fatou)}
        assert set(await act(presence.last_seen, CHANNEL)) == {str(fatou), str(tonio)}  # type: ignore[arg-type]

    play(scene)


def test_a_change_that_was_undone_is_never_announced() -> None:
    woken: list[str] = []
    bus.subscribe("revision", woken.append)
    try:
        with pytest.raises(ZeroDivisionError):
            _change_and_fall()
        assert (woken, revisions.latest(CHANNEL)) == ([], 0)
        change("web", "kept")
        assert (set(woken), revisions.latest(CHANNEL)) == ({CHANNEL}, 1)
    finally:
        bus.unsubscribe("revision", woken.append)


@transaction.atomic
def _change_and_fall() -> None:
    change("web", "undone")
    raise ZeroDivisionError


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="NOTIFY is PostgreSQL's")
def test_another_process_wakes_us_by_notify() -> None:
    woken: list[str] = []
    bus.subscribe("revision", woken.append)
    listener = bus.listen_to_others()
    assert listener is not None
    try:
        asyncio.run(asyncio.sleep(0.5))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('besace', 'revision garden:elsewhere')")
        asyncio.run(asyncio.sleep(0.5))
        assert woken == ["garden:elsewhere"]
    finally:
        listener.stop()
        bus.unsubscribe("revision", woken.append)
