"""Getting documents: a protocol, and three fetchers. The library opens no connection by itself: one is handed to it.

`SafeFetcher` is for addresses written by strangers: public addresses only, bounds on time, size and hops.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import SplitResult, urljoin

from sceau.addresses import (
    PORTS,
    Address,
    Resolver,
    ascii_host,
    checked_parts,
    is_loopback,
    is_public,
    resolved,
    system_resolver,
)
from sceau.did import web_address
from sceau.errors import FetchFailed, KeyProblem, Unreadable
from sceau.strict_json import loads_object

JSON_TYPES: Final = "application/vc+ld+json, application/vc, application/ld+json, application/json;q=0.9, */*;q=0.1"
"""What to ask for when a badge, a profile or a list is wanted."""

MAX_SECONDS: Final = 10.0
MAX_BODY: Final = 5 * 1024 * 1024
MAX_HOPS: Final = 3
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Fetched:
    """What an address answered: the final address, the HTTP status, the media type without parameters, the bytes."""

    url: str
    status: int
    media_type: str
    body: bytes


class Fetcher(Protocol):
    """Anything that answers an address. It raises `FetchFailed` when no answer could be had, and nothing else."""

    def __call__(self, url: str, *, accept: str) -> Fetched:
        """The answer of `url`, asked for the media types `accept`; any HTTP status is an answer."""
        ...


def offline(url: str, *, accept: str) -> Fetched:
    """The fetcher that reaches nothing: every address is `FetchFailed("offline")`."""
    raise FetchFailed("offline", url)


class DocumentsFetcher:
    """Answers addresses from a folder: `index.json` maps an address to a file name, or to `{file, status, type}`.

    Raises `Unreadable` when the index is not such a map; an address outside it is `FetchFailed("not-in-documents")`.
    """

    def __init__(self, folder: Path | str) -> None:
        self._folder = Path(folder)
        try:
            self._index = loads_object((self._folder / "index.json").read_bytes(), about="index.json")
        except OSError:
            raise Unreadable("no-index", str(self._folder / "index.json")) from None
        # A DID named in the index stands for its document too.
        known = [name for name in self._index if name.startswith("did:web:")]
        named = {name.partition("#")[0]: entry for name, entry in self._index.items()}
        self._index = {_place_of(name): self._index[name] for name in known} | named | self._index

    def __call__(self, url: str, *, accept: str) -> Fetched:
        """The file the index names for `url`, with status 200 unless the index says otherwise."""
        entry = self._index.get(url, self._index.get(url.partition("#")[0]))
        if isinstance(entry, str):
            entry = {"file": entry}
        if not isinstance(entry, dict):
            raise FetchFailed("not-in-documents", url)
        name, status, kind = entry.get("file", ""), entry.get("status", 200), entry.get("type")
        body = self._body(name, url=url) if name else b""
        media_type = kind if isinstance(kind, str) else _type_of_name(str(name))
        return Fetched(url.partition("#")[0], status if isinstance(status, int) else 200, media_type, body)

    def _body(self, name: object, *, url: str) -> bytes:
        root = self._folder.resolve()
        path = (root / str(name)).resolve()
        if not path.is_relative_to(root):
            raise FetchFailed("outside-documents", url)
        try:
            return path.read_bytes()
        except (OSError, ValueError):
            raise FetchFailed("not-in-documents", url) from None


def _place_of(did: str) -> str:
    try:
        return web_address(did)
    except KeyProblem:
        return did


_TYPES = {
    ".json": "application/ld+json",
    ".jsonld": "application/ld+json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


def _type_of_name(name: str) -> str:
    return _TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


class SafeFetcher:
    """Fetches what strangers wrote (SECURITY E.7): http and https on their own ports, public addresses only.

    A name is resolved once and every one of its addresses must be public; the connection goes to that very address,
    with the name in SNI and Host. At most 3 redirections, 10 seconds and 5 MB in all; no cookie, no proxy.
    `allow_loopback` lets 127.0.0.1 and ::1 through on any port: for tests and for one's own machine.
    """

    def __init__(
        self,
        *,
        resolver: Resolver = system_resolver,
        allow_loopback: bool = False,
        max_seconds: float = MAX_SECONDS,
        max_body: int = MAX_BODY,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._resolver = resolver
        self._allow_loopback = allow_loopback
        self._max_seconds = max_seconds
        self._max_body = max_body
        self._tls = tls or ssl.create_default_context()

    def __call__(self, url: str, *, accept: str) -> Fetched:
        """The answer of `url`. Raises `FetchFailed` with a code such as "private-address", "timeout", "too-long"."""
        deadline = time.monotonic() + self._max_seconds
        url, _hash, _fragment = url.partition("#")
        secure = False
        for _hop in range(MAX_HOPS + 1):
            parts = checked_parts(url, any_port=self._allow_loopback)
            if secure and parts.scheme != "https":
                raise FetchFailed("insecure-redirect", url)
            secure = parts.scheme == "https"
            answer, target = self._ask(parts, url=url, accept=accept, deadline=deadline)
            if target is None:
                return answer
            url = _joined(url, target).partition("#")[0]
        raise FetchFailed("too-many-redirects", url)

    def _ask(self, parts: SplitResult, *, url: str, accept: str, deadline: float) -> tuple[Fetched, str | None]:
        port = parts.port or PORTS[parts.scheme]
        host = ascii_host(parts, url=url)
        address = self._address(host, port=port, url=url, deadline=deadline)
        connection = _Connection(host, port, address, timeout=_left(deadline, url), tls=self._tls_for(parts))
        with _until(deadline, connection, url=url):
            headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "sceau", "Connection": "close"}
            connection.request("GET", _target(parts), headers=headers)
            response = connection.getresponse()
            if response.status in _REDIRECTS and response.headers.get("Location"):
                return Fetched(url, response.status, "", b""), response.headers["Location"]
            body = self._body(response, url=url)
            return Fetched(url, response.status, response.headers.get_content_type(), body), None

    def _tls_for(self, parts: SplitResult) -> ssl.SSLContext | None:
        return self._tls if parts.scheme == "https" else None

    def _address(self, host: str, *, port: int, url: str, deadline: float) -> Address:
        found = resolved(self._resolver, host, port, seconds=_left(deadline, url), url=url)
        if not found or not all(self._may_reach(address, port) for address in found):
            raise FetchFailed("private-address" if found else "unknown-host", url)
        return found[0]

    def _may_reach(self, address: Address, port: int) -> bool:
        if self._allow_loopback and is_loopback(address):
            return True
        return is_public(address) and port in PORTS.values()

    def _body(self, response: http.client.HTTPResponse, *, url: str) -> bytes:
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        body = response.read(self._max_body + 1)
        if len(body) > self._max_body:
            raise FetchFailed("too-long", url)
        if encoding in ("gzip", "deflate"):
            return _inflated(body, limit=self._max_body, url=url)
        if encoding not in ("identity", ""):
            raise FetchFailed("unknown-encoding", url)
        return body


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        raise FetchFailed("bad-address", target[:200]) from None


class _Connection(http.client.HTTPConnection):
    """A connection to an address already chosen; the name serves for Host and for the certificate."""

    def __init__(self, host: str, port: int, address: Address, *, timeout: float, tls: ssl.SSLContext | None) -> None:
        super().__init__(f"[{host}]" if ":" in host else host, port, timeout=timeout)
        self.default_port = 443 if tls else 80  # decides whether Host names the port
        self._name, self._address, self._tls = host, address, tls
        # http.client forgets its socket once the headers are in; the body is still to come.
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Open the socket to the chosen address, whatever the name says by now."""
        self.sock = self._line = socket.create_connection((str(self._address), self.port), self.timeout)
        if self._tls:
            wrapped = self._tls.wrap_socket(self.sock, server_hostname=self._name, do_handshake_on_connect=False)
            self.sock = self._line = wrapped
            wrapped.do_handshake()

    def cut(self) -> None:
        """End a conversation that lasts too long, from another thread."""
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


@contextmanager
def _until(deadline: float, connection: _Connection, *, url: str) -> Iterator[None]:
    """Each read has its own timeout, so a drop a second would last for ever: a watch cuts the line at the deadline."""
    watch = threading.Timer(_left(deadline, url), connection.cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    except (OSError, http.client.HTTPException, ValueError) as failure:
        if isinstance(failure, FetchFailed):
            raise
        late = time.monotonic() >= deadline or isinstance(failure, TimeoutError)
        raise FetchFailed("timeout" if late else _failure_code(failure), url) from None
    finally:
        watch.cancel()
        connection.close()
    if time.monotonic() >= deadline:
        raise FetchFailed("timeout", url)


def _failure_code(failure: Exception) -> str:
    if isinstance(failure, ssl.SSLError):
        return "bad-certificate"
    return "bad-answer" if isinstance(failure, http.client.HTTPException | ValueError) else "no-connection"


def _left(deadline: float, url: str) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchFailed("timeout", url)
    return left


def _target(parts: SplitResult) -> str:
    target = parts.path or "/"
    target = f"{target}?{parts.query}" if parts.query else target
    return "".join(sign if sign.isascii() else _percent(sign) for sign in target)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode())


def _inflated(body: bytes, *, limit: int, url: str) -> bytes:
    machine = zlib.decompressobj(wbits=47)
    try:
        text = machine.decompress(body, limit + 1)
    except zlib.error:
        raise FetchFailed("bad-answer", url) from None
    if len(text) > limit:
        raise FetchFailed("too-long", url)
    return text
