"""One door: Django answers the pages; what need not wait for Django is answered beside it."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- once the settings are named

from besace.config.pages import Pages  # noqa: E402 -- Django must be ready before the apps are read
from besace.core import hub, live  # noqa: E402 -- the same
from besace.core.door import Receive, Scope, Send  # noqa: E402 -- the same
from besace.core.published import PublishedDoor  # noqa: E402 -- the same
from besace.core.static_door import StaticDoor  # noqa: E402 -- the same
from besace.core.streams import StreamDoor  # noqa: E402 -- the same

streams = StreamDoor(hub.the_hub)
static_files = StaticDoor(Path(settings.STATIC_ROOT), settings.STATIC_URL)
published = PublishedDoor(("/a/", "/b/", "/c/", "/m/", "/o/", "/s/"))
pages = Pages(django)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] != "http":
        await send({"type": "websocket.close"})
    elif scope["path"].startswith(live.PATH):
        await streams(scope, receive, send)
    elif (file := static_files.find(scope["path"])) is not None:
        await static_files(scope, receive, send, file)
    elif not await published(dict(scope), send):
        await pages(scope, receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    """The server says when it starts and stops: the hub opens and closes with it."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await hub.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.stop()
            await pages.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
