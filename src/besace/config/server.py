"""The server: uvicorn, whose open streams are told goodbye before it waits for them (docs/decisions/0005)."""

from __future__ import annotations

import socket
from typing import Any

import uvicorn

SECONDS_TO_FINISH = 8


class Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from besace.core import hub  # noqa: PLC0415 -- once Django is ready

        await hub.stop()
        await super().shutdown(sockets)


def open_as_many_as_allowed() -> None:
    """Each open page keeps a connection: a room of phones must not meet the 1,024 files of a careful system."""
    try:
        import resource  # noqa: PLC0415 -- Windows has none
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:  # macOS says infinity, and refuses it
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def server(*, host: str, port: int, **options: Any) -> Server:
    """A server of the whole site; `run()` it in the main thread."""
    open_as_many_as_allowed()
    return Server(
        uvicorn.Config(
            "besace.config.asgi:application",
            host=host,
            port=port,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
            timeout_keep_alive=20,
            lifespan="on",
            server_header=False,
            access_log=False,  # it would keep the address of everybody (SECURITY.md E.6)
            **options,
        )
    )
