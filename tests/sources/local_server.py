"""A real web server on this machine, for tests of what is fetched."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = Callable[[BaseHTTPRequestHandler], None]


def gives(body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> Answer:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(body)

    return answer


def leads_to(location: str) -> Answer:
    return gives(b"", status=302, Location=location)


@contextmanager
def serving(answers: Mapping[str, Answer], certificate: Path | None = None) -> Iterator[int]:
    """A server on this machine, while the block lasts; gives its port."""

    class Speaker(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            with suppress(OSError):
                answers.get(self.path, answers.get("*", gives(b"", status=404)))(self)

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    class Quiet(ThreadingHTTPServer):
        stopping: threading.Event

        def handle_error(self, *_: object) -> None:
            """A caller that hangs up is what these tests are about."""

    server = Quiet(("127.0.0.1", 0), Speaker)
    server.stopping = threading.Event()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()


def here(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
    """A resolver that knows this machine by every name."""
    return ["127.0.0.1"]
