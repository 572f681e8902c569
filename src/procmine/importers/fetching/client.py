"""Asking a tool for pages: no host but its own, no faster than it allows, again where that helps, and each page kept.

What is asked again: refusals for haste (429, and 403 with a wait), what is the host's own trouble (408, 5xx), and lines
that break. Waits follow the host's own word, else they grow and are drawn at random (full jitter), so that many who were
refused together do not come back together. A host that asks for more patience than `LONGEST_WAIT` ends the run; it is
taken up where it stopped.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from procmine.errors import SourceProblem
from procmine.importers.fetching.archive import Archive, Page
from procmine.importers.fetching.budget import asked_wait_seconds, used_up_seconds
from procmine.importers.fetching.refusals import LONGEST_WAIT, Patience, Refused, broken_line, refusal

if TYPE_CHECKING:
    import httpx

ATTEMPTS = 8
GONE, HIDDEN = (404, 410), (403,)
KEPT_HEADERS = ("link", "date", "etag", "x-total-count", "x-total", "content-type")
NOBODY_ELSE = ("localhost", "127.0.0.1", "::1")
logging.getLogger("stamina").addHandler(logging.NullHandler())  # what is waited for we tell ourselves


@dataclass
class Client:
    """One source's door to its tool. `get` and `post` give pages; what was asked before in this run comes from the archive.

    `credentials` go with every request as headers, and are kept nowhere.
    `said` is told how far it is. `pace` is the most requests a minute, where a tool does not say it in its answers.
    """

    base: str
    archive: Archive
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    said: Callable[[str], None] = lambda text: None
    source: str = "source"
    pace: float | None = None
    attempts: int = ATTEMPTS
    requests: int = 0
    replayed: int = 0
    waited_seconds: float = 0.0
    _free_at: float = field(default=0.0, repr=False)
    _http: httpx.Client | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SourceProblem(
                f"{self.base!r} is no address of a server.", f"source {self.source}", "Write https://…"
            )
        if parts.scheme == "http" and parts.hostname not in NOBODY_ELSE and self.credentials:
            raise SourceProblem(
                "The address begins with http://, so the key would travel where others can read it.",
                f"source {self.source}",
                "Use https://.",
            )
        if not all(told.isascii() and told.isprintable() for told in self.credentials.values()):
            raise SourceProblem(
                "The key holds a letter, a line break or a sign that no key of this tool has: more was copied than the key, or less.",
                f"source {self.source}",
                "Copy it anew, the key alone, and put it where the source looks for it.",
            )

    def get(
        self, kind: str, path: str, parameters: Mapping[str, Any] | None = None, *, about: str = "",
        headers: Mapping[str, str] | None = None, pace: float | None = None, missing: bool = False, hidden: bool = False,
    ) -> Page:  # fmt: skip
        """One page. `about` is handed to its parser: what the page tells of where it does not say so itself.

        With `missing` an answer 404 or 410 is a page too (its status says so): an item may be gone when it is asked for.
        With `hidden` so is a 403 that is no haste: the key may not read what can be done without.
        """
        allowed = GONE * missing + HIDDEN * hidden
        return self._page("GET", kind, path, parameters, None, about, headers, pace, allowed)

    def post(
        self, kind: str, path: str, body: Any, *, about: str = "", headers: Mapping[str, str] | None = None
    ) -> Page:
        """One page of a question that is sent as JSON (GraphQL, bulk reads)."""
        return self._page("POST", kind, path, None, body, about, headers, None, ())

    def progress(self, place: int, of: int, what: str) -> None:
        """Tell how far it is, where there is much."""
        if of > 20 and (place % 25 == 0 or place == of):
            self.said(f"{self.source}: {place:,} of {of:,} {what}")

    def linked(self, page: Page, relation: str = "next", **asked: Any) -> Iterator[Page]:
        """The pages that follow `page`, each named by the Link header of the one before."""
        while address := page.link(relation):
            page = self.get(page.kind, address, about=page.about, **asked)
            yield page

    def _page(
        self, method: str, kind: str, path: str, parameters: Mapping[str, Any] | None, body: Any, about: str,
        headers: Mapping[str, str] | None, pace: float | None, allowed: tuple[int, ...],
    ) -> Page:  # fmt: skip
        url = self._within(path)
        key = self.archive.key(method, url, [parameters, body])
        kept = self.archive.page(key)
        if kept:
            self.replayed += 1
            return kept
        answer, came = self._asked_patiently(method, url, parameters, body, headers or {}, pace, allowed)
        shown = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        page = Page(kind, about, url, answer.status_code, shown, came, _at(answer.headers), key)
        self.archive.keep(page)
        return page

    def _within(self, path: str) -> str:
        """The address of a path, which must lie on the source's own host: no answer may send the key elsewhere."""
        url = urljoin(self.base.rstrip("/") + "/", path if "://" in path else path.lstrip("/"))
        if urlsplit(url)[:2] != urlsplit(self.base)[:2]:
            raise SourceProblem(
                f"An answer names an address on another host: {urlsplit(url).hostname}.",
                f"source {self.source}",
                "It is not followed. Give the tool's address as the tool itself writes it.",
            )
        return url

    def _asked_patiently(
        self, method: str, url: str, parameters: Any, body: Any, headers: Mapping[str, str], pace: float | None, allowed: tuple[int, ...]
    ) -> tuple[httpx.Response, Any]:  # fmt: skip
        import httpx
        import stamina

        patience = Patience(self.tell_wait)
        try:
            for attempt in stamina.retry_context(
                on=patience.pause, attempts=self.attempts, timeout=LONGEST_WAIT, wait_initial=0, wait_jitter=0
            ):
                with attempt:
                    self._wait_for_budget(pace)
                    answer = self._asked(method, url, parameters, body, headers, allowed)
                    return answer, _read(answer)
        except Refused as refused:
            raise refusal(refused, self.source) from None
        except ValueError:
            raise SourceProblem(
                f"An answer of {urlsplit(url).hostname} is called JSON and is none.",
                f"source {self.source}, {url}",
                "What came is kept; sync again. If it stays so, something between here and the server rewrites its answers.",
                0,
            ) from None
        except httpx.HTTPError as broken:
            raise SourceProblem(
                broken_line(urlsplit(url).netloc, broken),
                f"source {self.source}",
                "What came is kept; sync again when the server can be reached.",
                0,
            ) from None
        raise AssertionError("an attempt gives a page or an error")

    def _asked(
        self,
        method: str,
        url: str,
        parameters: Any,
        body: Any,
        headers: Mapping[str, str],
        allowed: tuple[int, ...],
    ) -> httpx.Response:
        self.requests += 1
        given = {name: value for name, value in (parameters or {}).items() if value is not None}
        # Only where there are some: an empty mapping would wipe the parameters of the address.
        asked = given or None
        answer = self.http.request(method, url, json=body, headers=dict(headers), params=asked)
        now = datetime.now(UTC)
        status = answer.status_code
        wait = asked_wait_seconds(answer.headers, now)
        if answer.is_success or (status in allowed and wait is None):
            self._spend(used_up_seconds(answer.headers, now))
            return answer
        raise Refused(status, url, answer.text[:500], wait)

    @property
    def http(self) -> httpx.Client:
        import httpx

        if self._http is None:
            own = {"User-Agent": "procmine", "Accept": "application/json"}
            self._http = httpx.Client(
                headers=own | dict(self.credentials), timeout=60.0, follow_redirects=False
            )
        return self._http

    def close(self) -> None:
        if self._http is not None:
            self._http.close()

    def _spend(self, wait: float | None) -> None:
        self._free_at = max(self._free_at, time.monotonic() + (wait or 0.0))

    def _wait_for_budget(self, pace: float | None) -> None:
        """Wait until the host's budget is filled again, as its last answer told, and no faster than `pace` a minute."""
        wait = self._free_at - time.monotonic()
        if wait > LONGEST_WAIT:
            raise Refused(429, self.base, "", wait)
        if wait > 0:
            self.tell_wait(wait)
            time.sleep(wait)
        a_minute = pace or self.pace
        if a_minute:
            self._free_at = time.monotonic() + 60.0 / a_minute

    def tell_wait(self, seconds: float) -> None:
        self.waited_seconds += seconds
        if seconds > 2:
            self.said(f"{self.source}: waiting {seconds:.0f} s, as the server asks")


def _read(answer: httpx.Response) -> Any:
    """The body as values. Raises SourceProblem for what is called something else than JSON, ValueError for JSON that is broken."""
    if not answer.is_success:
        return None
    if "json" not in answer.headers.get("content-type", ""):
        raise SourceProblem(
            "A page came that is no data: a sign-in page, or one that says the server is being looked after.",
            str(answer.url).partition("?")[0], "It is not kept. Look at the address in a browser, then sync again.", 0,
        )  # fmt: skip
    return answer.json()


def _at(headers: Mapping[str, str]) -> datetime:
    """When a page was answered, by the host's own clock: the changes it tells were stamped by the same."""
    try:
        told = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return datetime.now(UTC)
    return told if told.tzinfo else told.replace(tzinfo=UTC)
