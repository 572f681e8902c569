"""The rules of the server: this machine only, this app's own pages only, nothing from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Response, abort, request

import procmine as pm

if TYPE_CHECKING:
    from procmine.app.making import ProcmineApp

LOOPBACK = ("127.0.0.1", "localhost", "::1")
UPLOAD_LIMIT_BYTES = (
    pm.actions.LARGEST_BYTES * 4 // 3 + 1024 * 1024
)  # a document comes as text, four letters for three bytes


def protect(app: ProcmineApp) -> None:
    """Refuse foreign hosts and origins, bound what is sent, and tell browsers to fetch nothing from elsewhere."""
    policy = "; ".join(
        [
            "default-src 'self'", f"script-src 'self' {' '.join(app.csp_hashes())}", "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:", "font-src 'self' data:", "connect-src 'self'", "worker-src 'self' blob:", "object-src 'none'",
            "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
        ]
    )  # fmt: skip
    app.server.config["MAX_CONTENT_LENGTH"] = UPLOAD_LIMIT_BYTES
    app.server.before_request(_refuse_strangers)

    @app.server.after_request
    def headed(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def _refuse_strangers() -> None:
    # A name that was made to point here (DNS rebinding) still says itself in the Host header.
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        abort(421, "procmine answers under 127.0.0.1 and localhost only.")
    is_reading = request.method in ("GET", "HEAD", "OPTIONS")
    is_page = (
        is_reading
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and not request.path.startswith("/_procmine")
    )
    site = request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none") and not is_page:
        abort(403, "This request comes from another site.")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403, "This request comes from another site.")
