"""The hub: holds the open streams of this process, and sends each change once per audience and language.

One pump per channel does everything in turn (welcome who joins, look, send), so that nobody can fall between a state
and the change that follows it. The database is read in a thread of its own; what is sent is what was read.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

from . import bus, frames, live, presence
from .models import Channel, Cut
from .rooms import Room, Stream

log = logging.getLogger(__name__)
FRAME_SECONDS = 0.1  # ten frames a second at most,
FRAME_SECONDS_EACH = 1 / 1600  # and fewer in a large room: four a second for 400 screens
SLOWEST_FRAME = 0.5
KEEP_ALIVE_SECONDS = 15.0
WELCOME_SECONDS = 0.02  # who joins must not hold back what changes
LOOK_SECONDS = {"sqlite": 0.25, "postgresql": 5.0}
CUT_SECONDS = 1.0
STOP_SECONDS = 3.0
T = TypeVar("T")

present = presence.present
last_seen = presence.last_seen


class Hub:
    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._listener: bus.Listener | None = None
        self._last_cut = 0
        self._left: set[presence.Sitting] = set()
        self._arrived = asyncio.Event()
        self.is_open = False

    # --- its life ---

    async def start(self) -> None:
        if self.is_open:
            return
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="besace-hub")
        self._arrived = asyncio.Event()
        self._last_cut = await self._apart(_last_cut)
        bus.subscribe("revision", self._wake)
        bus.subscribe("cut", self._wake_for_cut)
        self._listener = bus.listen_to_others()
        works = (self._watch, self._watch_cuts, self._keep_presence, self._keep_alive)
        self._tasks = [asyncio.create_task(work()) for work in works]
        self.is_open = True

    async def stop(self) -> None:
        """Say goodbye to every stream, so that the phones come back each after a wait of its own."""
        if not self.is_open:
            return
        self.is_open = False
        bus.unsubscribe("revision", self._wake)
        bus.unsubscribe("cut", self._wake_for_cut)
        if self._listener:
            self._listener.stop()
        for stream in self._streams():
            stream.end(frames.close_frame("restart"))
        pumps = [room.pump for room in self._rooms.values() if room.pump]
        for task in [*self._tasks, *pumps]:
            task.cancel()
        await asyncio.gather(*self._tasks, *pumps, return_exceptions=True)
        await self._wait_until_gone()
        await self._apart(lambda: connection.close())  # the thread's own, not ours
        if self._threads:
            self._threads.shutdown(wait=False)
        self._rooms.clear()

    async def _wait_until_gone(self) -> None:
        for _turn in range(int(STOP_SECONDS / 0.05)):
            if not self._rooms:
                return
            await asyncio.sleep(0.05)

    # --- the streams ---

    async def join(self, ticket: live.Ticket, since: int) -> Stream | None:
        """A new stream, or None when the ticket was made void by a cut."""
        if await self._apart(partial(live.is_void, ticket)):
            return None
        stream = Stream(ticket, since)
        room = self._rooms.get(ticket.channel)
        if room is None:
            room = self._rooms[ticket.channel] = Room(ticket.channel)
            room.pump = asyncio.create_task(self._pump(room))
        room.joining.append(stream)
        room.changed.set()
        self._arrived.set()
        return stream

    def leave(self, stream: Stream) -> None:
        room = self._rooms.get(stream.ticket.channel)
        if room is None:
            return
        room.streams.discard(stream)
        if stream in room.joining:
            room.joining.remove(stream)
        if stream.ticket.person and not self._sits(stream.ticket):
            self._left.add((stream.ticket.channel, stream.ticket.person))
            self._arrived.set()
        if not room.streams and not room.joining:
            del self._rooms[room.channel]
            if room.pump:
                room.pump.cancel()

    async def state(self, ticket: live.Ticket, since: int) -> tuple[int, dict[str, str]] | None:
        """For a phone that cannot hold a stream and asks every two seconds; None when its ticket is void."""
        if await self._apart(partial(live.is_void, ticket)):
            return None
        room = self._rooms.get(ticket.channel)
        shelf = room.shelf if room else frames.Shelf()
        wish = (ticket.audience, ticket.language, since)
        found = await self._apart(partial(frames.look, ticket.channel, [wish], shelf))
        return found.n, found.changed[wish]

    def _streams(self) -> list[Stream]:
        return [stream for room in self._rooms.values() for stream in [*room.streams, *room.joining]]

    def _sits(self, ticket: live.Ticket) -> bool:
        return any((s.ticket.channel, s.ticket.person) == (ticket.channel, ticket.person) for s in self._streams())

    # --- the pump: one per channel ---

    async def _pump(self, room: Room) -> None:
        while True:
            await room.changed.wait()
            room.changed.clear()
            was_sent = True
            try:
                was_sent = await self._turn(room)
            except Exception:
                log.exception("The hub could not send what changed in %s; it tries again.", room.channel)
                room.changed.set()
                await asyncio.sleep(1)
            await asyncio.sleep(_frame_seconds(len(room.streams)) if was_sent else WELCOME_SECONDS)

    async def _turn(self, room: Room) -> bool:
        """Welcome and send; True when those who were there already got something."""
        newcomers = list(room.joining)
        streams = [*room.streams, *newcomers]
        wishes = {stream.wish for stream in streams}
        found = await self._apart(partial(frames.look, room.channel, wishes, room.shelf))
        for stream in newcomers:
            stream.send(frames.hello_frame(found.n))
        room.streams.update(stream for stream in newcomers if stream in room.joining)
        room.joining = [stream for stream in room.joining if stream not in newcomers]
        made = {wish: frames.parts_frame(found.n, parts) for wish, parts in found.changed.items() if parts}
        for stream in streams:
            if (frame := made.get(stream.wish)) is not None:
                stream.send(frame)
            stream.seen = found.n
        was_sent, room.n = room.n != found.n and len(streams) > len(newcomers), found.n
        return was_sent

    # --- what wakes it ---

    def _wake(self, channel: str) -> None:
        """Called from any thread, after a commit."""
        if self._loop and channel in self._rooms:
            self._loop.call_soon_threadsafe(self._mark, channel)

    def _mark(self, channel: str) -> None:
        if room := self._rooms.get(channel):
            room.changed.set()

    async def _watch(self) -> None:
        """The changes that no bus told: another process on SQLite, a connection that was lost on PostgreSQL."""
        pause = LOOK_SECONDS[connection.vendor]
        while True:
            await asyncio.sleep(pause)
            if self._rooms:
                numbers = await self._safely(partial(_numbers, list(self._rooms)))
                for channel, n in (numbers or {}).items():
                    if (room := self._rooms.get(channel)) and room.n < n:
                        room.changed.set()

    def _wake_for_cut(self, _subject: str) -> None:
        if self._loop:
            self._loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self._apply_cuts()))

    async def _watch_cuts(self) -> None:
        while True:
            await asyncio.sleep(CUT_SECONDS)
            await self._apply_cuts()

    async def _apply_cuts(self) -> None:
        for cut in await self._safely(partial(_cuts_after, self._last_cut)) or []:
            self._last_cut = max(self._last_cut, cut.pk)
            for stream in self._streams():
                shown = stream.ticket
                if cut.channel in {"", shown.channel} and cut.person in {"", shown.person}:
                    stream.end(frames.close_frame("rights"))

    async def _keep_alive(self) -> None:
        """One clock for all the streams, not one for each."""
        while True:
            await asyncio.sleep(KEEP_ALIVE_SECONDS)
            for stream in self._streams():
                stream.send(frames.KEEP_ALIVE)

    async def _keep_presence(self) -> None:
        """A beat every fifteen seconds, and within the second when somebody comes or goes."""
        while True:
            try:
                # Not wait_for: ended in the moment when somebody comes, it forgets that it was told to stop (3.11).
                async with asyncio.timeout(presence.BEAT):
                    await self._arrived.wait()
                await asyncio.sleep(1)
            except TimeoutError:
                pass
            self._arrived.clear()
            here = {(s.ticket.channel, s.ticket.person) for s in self._streams() if s.ticket.person}
            left, self._left = self._left - here, set()
            if here or left:
                await self._safely(partial(presence.record, open_now=here, closed=left))

    # --- the database, in a thread of its own ---

    async def _apart(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(_with_connection, work))

    async def _safely(self, work: Callable[[], T]) -> T | None:
        try:
            return await self._apart(work)
        except (OperationalError, InterfaceError):
            log.exception("The hub could not read the database and goes on.")
            return None


def _frame_seconds(screens: int) -> float:
    """What a frame costs grows with the screens it goes to: the phones' answers keep their share of the processor."""
    return min(SLOWEST_FRAME, max(FRAME_SECONDS, screens * FRAME_SECONDS_EACH))


def _with_connection(work: Callable[[], T]) -> T:
    try:
        return work()
    except (OperationalError, InterfaceError):
        connection.close()
        raise


def _numbers(channels: list[str]) -> dict[str, int]:
    return dict(Channel.objects.filter(name__in=channels).values_list("name", "n"))


def _last_cut() -> int:
    return Cut.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _cuts_after(pk: int) -> list[Cut]:
    return list(Cut.objects.filter(pk__gt=pk).order_by("pk"))


the_hub = Hub()
start = the_hub.start
stop = the_hub.stop
