"""`sceau serve --vc-api`: a VC API on 127.0.0.1 to point the test suites of W3C at. For tests only."""

import argparse
import json
import socket
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sceau.command import screen
from sceau.command.keygen import key_in
from sceau.errors import SceauError, Unsupported
from sceau.fetch import SafeFetcher
from sceau.keys import PrivateKey
from sceau.report import Outcome, Report
from sceau.strict_json import loads_object
from sceau.vc_api import VcApi

_LARGEST = 8 * 1024 * 1024
_TLS_HANDSHAKE = 0x16
_SECONDS = 30
_ISSUE: dict[str, dict[str, Any]] = {
    "/credentials/issue": {},
    "/rdfc/credentials/issue": {"cryptosuite": "eddsa-rdfc-2022"},
    "/jcs/credentials/issue": {"cryptosuite": "eddsa-jcs-2022"},
    "/jwt/credentials/issue": {"envelope": True},
    "/bsl/credentials/issue": {"with_status": True},
}


def add(commands: Any) -> None:
    """Register the sub-command."""
    parser = commands.add_parser("serve", help="answer the W3C VC API on 127.0.0.1, for tests only")
    parser.add_argument("--vc-api", action="store_true", required=True, help="the only service there is")
    parser.add_argument("--port", type=int, default=40500, metavar="N")
    parser.add_argument("--key", metavar="FILE", help="the key to sign with (a new one each time otherwise)")
    parser.add_argument(
        "--tls", nargs=2, metavar=("CERT", "KEY"), help="PEM files: https too, and status lists on https"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    tls = None
    if options.tls:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*options.tls)
    server = make_server(port=options.port, key=key_in(options.key) if options.key else None, tls=tls)
    screen.complain("FOR TESTS ONLY: anybody on this machine can have anything signed. Never a real key.")
    screen.complain(f"{server.api.base} as {server.api.did}")
    try:
        server.serve_forever()
    finally:
        server.server_close()
    return 0


class _Server(ThreadingHTTPServer):
    """One port; with a certificate, a connection that begins like TLS is TLS and the others stay plain."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, *, key: PrivateKey, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.tls = tls
        base = f"{'https' if tls else 'http'}://127.0.0.1:{self.server_address[1]}"
        self.api = VcApi(base=base, key=key, fetch=SafeFetcher(), with_status=tls is not None)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In the thread of the connection, so that a slow client keeps nobody waiting."""
        request.settimeout(_SECONDS)
        try:
            first = request.recv(1, socket.MSG_PEEK)
            if self.tls and first and first[0] == _TLS_HANDSHAKE:
                request = self.tls.wrap_socket(request, server_side=True)
        except OSError:
            return
        super().finish_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news; a bug is."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def make_server(*, port: int, key: PrivateKey | None = None, tls: ssl.SSLContext | None = None) -> _Server:
    """A server bound to 127.0.0.1 (any free port for 0); call ``serve_forever`` on it. ``api`` is its `VcApi`."""
    return _Server(port, key=key or PrivateKey.generate(), tls=tls)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/did":
            self._answer(200, {"id": self.server.api.did})
        elif path.startswith("/status/"):
            self._try(lambda: (200, self.server.api.status_list(path.rsplit("/", 1)[1])))
        else:
            self._answer(404, {"errors": ["not found"]})

    def do_POST(self) -> None:
        path = self.path.split("?")[0].rstrip("/")
        self._try(lambda: self._post(path, self._body()))

    def _post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        api = self.server.api
        if path in _ISSUE:
            return 201, api.issue(body, **_ISSUE[path])
        if path.endswith("/credentials/verify"):
            return _report(api.verify_credential(body))
        if path.endswith("/presentations/verify"):
            return _report(api.verify_presentation(body))
        if path == "/credentials/status":
            api.set_status(body)
            return 200, {}
        return 404, {"errors": ["not found"]}

    def _body(self) -> dict[str, Any]:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LARGEST:
            self.close_connection = True
            raise Unsupported("bad-request", "Content-Length")
        return loads_object(self.rfile.read(int(length)), about="request")

    def _try(self, answer: Any) -> None:
        try:
            code, content = answer()
        except SceauError as refusal:
            code, content = 400, {"verified": False, "errors": [str(refusal)]}
        self._answer(code, content)

    def _answer(self, code: int, content: dict[str, Any]) -> None:
        body = json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Quiet: a suite asks thousands of times."""


def _report(report: Report) -> tuple[int, dict[str, Any]]:
    flaws = [check for check in report.checks if check.outcome is not Outcome.PASSED]
    # A presentation may be empty: it is not a badge, but the VC API asks only whether it is well signed.
    if report.verdict == "valid" or {check.code for check in flaws} == {"no-badge-inside"}:
        return 200, {"verified": True, "checks": [check.name for check in report.checks]}
    told = [f"{check.name}: {check.code} {check.about}" for check in flaws]
    return 400, {"verified": False, "errors": told or [report.verdict]}
