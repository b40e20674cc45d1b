"""One door: Django answers the pages; what need not wait for Django is answered beside it."""

import os
from typing import Any, cast

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
django_pages = get_asgi_application()

from besace.core import hub, live, published, streams  # noqa: E402 -- Django must be ready before the apps are read

stream_door = streams.StreamDoor(hub.the_hub)
published_door = published.PublishedDoor(("/a/", "/b/", "/c/", "/o/", "/s/"))


async def application(scope: streams.Scope, receive: streams.Receive, send: streams.Send) -> None:
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["path"].startswith(live.PATH):
        await stream_door(scope, receive, send)
    elif not await published_door(dict(scope), send):
        await django_pages(dict(scope), receive, cast("Any", send))


async def _live_and_die(receive: streams.Receive, send: streams.Send) -> None:
    """The server says when it starts and stops: the hub opens and closes with it."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await hub.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
