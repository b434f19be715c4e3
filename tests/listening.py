"""A program that listens on this machine, for tests of what leaves the service: it keeps what it was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True)
class Heard:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """What was heard, and how each is answered: status, headers, body."""

    answer: Callable[[Heard], tuple[int, dict[str, str], bytes]]
    port: int = 0
    heard: list[Heard] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


def always(status: int, **headers: str) -> Callable[[Heard], tuple[int, dict[str, str], bytes]]:
    """The same answer to everything."""
    return lambda _: (status, headers, b"")


class Server(ThreadingHTTPServer):
    """One whose callers may hang up."""

    def handle_error(self, *_: object) -> None:
        """Nothing to say."""


@contextmanager
def listening(
    answer: Callable[[Heard], tuple[int, dict[str, str], bytes]] = always(200),  # noqa: B008 - it holds no state
) -> Iterator[Listener]:
    """A listener on a port of its own."""
    listener = Listener(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard = Heard(self.command, self.path, dict(self.headers.items()), body)
            listener.heard.append(heard)
            status, headers, said = listener.answer(heard)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    listener.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
