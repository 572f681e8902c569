"""Serving on this machine only."""

from __future__ import annotations

import logging
import socket
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import procmine as pm
from procmine.app.guard import LOOPBACK

if TYPE_CHECKING:
    from procmine.app.making import ProcmineApp

LAST_PORT = 65_535


def serve(
    folder: Path,
    *,
    port: int = 8050,
    pages: Path | None = None,
    is_opened: bool = False,
    host: str = "127.0.0.1",
) -> None:
    """Open the app on this machine until it is stopped; `port=0` takes a free one.

    It listens on the loopback address only and refuses any other host: there is no sign-in.
    """
    if host not in LOOPBACK:
        raise pm.errors.WrongOption(
            f"procmine does not listen on {host}.",
            "serve(host=…)",
            "It serves this machine only: leave the host out.",
        )
    from procmine.app.making import make_app

    app = make_app(folder, pages)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with _listening(host, port) as listener:
        _until_stopped(app, listener, host, is_opened)


def _until_stopped(app: ProcmineApp, listener: socket.socket, host: str, is_opened: bool) -> None:
    from werkzeug.serving import make_server

    server = make_server(host, listener.getsockname()[1], app.server, threaded=True, fd=listener.fileno())
    address = f"http://{host}:{server.port}/"
    print(f"procmine is open at {address}  (Ctrl+C stops it)", flush=True)  # noqa: T201 - the one line a reader needs
    if is_opened:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        server.serve_forever()
    finally:
        server.server_close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not 0 <= port <= LAST_PORT:
        raise pm.errors.WrongOption(
            f"There is no port {port}.",
            f"{host}:{port}",
            f"Ports run from 1 to {LAST_PORT}; 0 takes a free one.",
        )
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as problem:
        listener.close()
        raise pm.errors.WrongOption(
            f"Port {port} is reserved for the system."
            if isinstance(problem, PermissionError)
            else f"Port {port} is in use.",
            f"{host}:{port}",
            "Choose another with --port, or --port 0 for a free one.",
        ) from problem
    listener.listen(128)
    return listener
