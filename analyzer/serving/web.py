"""HTTP on the loopback interface: nobody but the page that was handed out gets in, and nothing of another site does.

The secret is a part of the address, so that it reaches no other server of this machine, as a cookie would. Whoever changes
something has to repeat it in a header, from this very origin and as JSON, which a page of another site cannot send.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from .asked import Answer, Refusal, refused

LOOPBACK = "127.0.0.1"
LARGEST = 64 * 1024
SLOWEST = 15  # seconds that a client may take over its request
TOKEN_HEADER = "X-Goldenthread-Token"
HEADERS = {
    "Cache-Control": "no-store", "Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip
CLIENT_GONE = (ConnectionError, TimeoutError)
Answering = Callable[[str, str, Any], Answer]


class Server:
    """A server on the loopback interface, which answers its own page alone.

    Args:
        answer: called with the method, the path below the secret, and what was sent; raises `Refusal` where it does nothing.
        port: 0 for any that is free.

    Raises:
        OSError: if the port is taken.
    """

    def __init__(self, answer: Answering, port: int = 0) -> None:
        self._token = secrets.token_urlsafe(32)
        self._server = _Listening((LOOPBACK, port), _Handler)
        self._server.answer, self._server.token = answer, self._token

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._server.server_address[1]

    @property
    def address(self) -> str:
        """The address of the page, with the secret in it."""
        return f"http://{LOOPBACK}:{self.port}/{self._token}/"

    def run(self) -> None:
        """Answer until `close` is called from another thread, or the program is interrupted."""
        self._server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        """Answer no more, and let go of the port."""
        self._server.shutdown()
        self._server.server_close()


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    answer: Answering
    token: str

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is none of our faults; all else is told where the server runs."""
        if not isinstance(sys.exception(), CLIENT_GONE):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = SLOWEST
    server_version = "goldenthread"
    sys_version = ""

    @property
    def _listening(self) -> _Listening:
        return cast(_Listening, self.server)

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is no request that this server knows is refused in words, and nothing of it is repeated."""
        del message, explain
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        self._send(refused(status, "This is no request for this page."))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: an address holds the secret."""

    def _serve(self, method: str) -> None:
        try:
            path = self._path()
            given = self._given() if method == "POST" else None
            answer = self._listening.answer(method, path, given)
        except Refusal as refusal:
            answer = refused(refusal.status, *refusal.told)
        except CLIENT_GONE:
            raise
        except Exception:
            self._send(refused(HTTPStatus.INTERNAL_SERVER_ERROR, "It failed: where goldenthread serve runs it says how."))
            raise
        self._send(answer)

    def _path(self) -> str:
        """The path below the secret, where the request may ask at all."""
        if self.headers.get_all("Host") != [self._own_host()]:
            raise Refusal(HTTPStatus.FORBIDDEN, "This server answers under the address that it printed only.")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise Refusal(HTTPStatus.FORBIDDEN, "Another site may ask nothing here.")
        token, _, path = self.path.partition("?")[0].removeprefix("/").partition("/")
        self._check(token)
        return path

    def _given(self) -> Any:
        """What was sent, where the request may change something."""
        if self.headers.get("Origin") != f"http://{self._own_host()}":
            raise Refusal(HTTPStatus.FORBIDDEN, "Only the page of this server may change something.")
        self._check(self.headers.get(TOKEN_HEADER, ""))
        if self.headers.get_content_type() != "application/json":
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "What is sent has to be JSON.")
        said = self.headers.get("Content-Length", "")
        if not (said.isascii() and said.isdecimal()) or "Transfer-Encoding" in self.headers:
            raise Refusal(HTTPStatus.LENGTH_REQUIRED, "What is sent has to say its length.")
        if len(said) > len(str(LARGEST)) or int(said) > LARGEST:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {LARGEST:,} bytes may be sent.")
        try:
            return json.loads(self.rfile.read(int(said)).decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, "What was sent is no JSON.") from error

    def _check(self, token: str) -> None:
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self._listening.token.encode()):
            raise Refusal(HTTPStatus.FORBIDDEN, "The address lacks its secret: open the one that goldenthread serve printed.")

    def _own_host(self) -> str:
        return f"{LOOPBACK}:{self._listening.server_address[1]}"

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, POST")
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
