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


def server(*, host: str, port: int, **options: Any) -> Server:
    """A server of the whole site; `run()` it in the main thread."""
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
