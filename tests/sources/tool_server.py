"""A server of a tool on this machine, and the troubles a real one makes: haste, breakdowns, broken lines, odd pages."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    method: str
    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    body: Any = None


@dataclass
class Answer:
    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False  # the line breaks in the middle of the body


def trouble(status: int, **headers: str) -> Answer:
    """A refusal: `trouble(429, Retry_After="0")`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer({"message": f"status {status}"}, status, named)


CUT = Answer({"message": "a page of which half arrives"}, is_cut=True)


class ToolServer:
    """Answers by `told(asked)`; before that the `troubles` are handed out, one a request, None meaning none."""

    def __init__(self, told: Callable[[Asked], Answer]):
        self.told = told
        self.troubles: list[Answer | None] = []
        self.asked: list[Asked] = []
        self.url = ""

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        met = self.troubles.pop(0) if self.troubles else None
        return met or self.told(asked)


@contextmanager
def running(told: Callable[[Asked], Answer], now: Callable[[], str] | None = None):
    """A server for the block's time, on a free port of this machine; `now` is what its clock says, as ISO text."""
    server = ToolServer(told)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer leaves as a whole, not in crumbs that wait for each other

        def handle_one(self) -> None:
            parts = urlsplit(self.path)
            parameters = {
                name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()
            }
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            asked = Asked(
                self.command, parts.path, parameters, {k.lower(): v for k, v in self.headers.items()}, body
            )
            self.send(server.answer(asked))

        do_GET = do_POST = handle_one

        def send(self, answer: Answer) -> None:
            data = answer.body.encode() if isinstance(answer.body, str) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in ({"Content-Type": "application/json"} | answer.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2] if answer.is_cut else data)
            self.wfile.flush()
            if answer.is_cut:
                self.close_connection = True

        def date_time_string(self, timestamp: float | None = None) -> str:
            if now is None:
                return super().date_time_string(timestamp)
            return format_datetime(datetime.fromisoformat(now()), usegmt=True)

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    server.url = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
