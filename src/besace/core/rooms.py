"""An open page, and those that follow the same channel in this process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from . import frames, live

MOST_WAITING = 100


@dataclass(eq=False)
class Stream:
    """One open page. `seen` is the number it was sent; `frames` ends with None."""

    ticket: live.Ticket
    seen: int
    outgoing: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def send(self, frame: bytes) -> None:
        try:
            self.outgoing.put_nowait(frame)
        except asyncio.QueueFull:  # too slow to follow: it will come back and ask for the present state
            self.end()

    def end(self, last: bytes | None = None) -> None:
        while self.outgoing.qsize() > MOST_WAITING - 2:
            self.outgoing.get_nowait()
        if last:
            self.outgoing.put_nowait(last)
        self.outgoing.put_nowait(None)

    @property
    def wish(self) -> frames.Wish:
        return self.ticket.audience, self.ticket.language, self.seen


@dataclass(eq=False)
class Room:
    """The streams of one channel, and what was rendered for them."""

    channel: str
    n: int = 0
    streams: set[Stream] = field(default_factory=set)
    joining: list[Stream] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    shelf: frames.Shelf = field(default_factory=frames.Shelf)
    pump: asyncio.Task[None] | None = None
