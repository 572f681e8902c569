"""Answers that are no pages: whether to ask again and after how long, and what they mean for whoever wanted the data."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from procmine.errors import SourceProblem

LONGEST_WAIT = 600.0  # seconds in all that one request is waited for
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0


class Refused(Exception):
    """An answer that is no page: with what the host said, and how long it asks to wait."""

    def __init__(self, status: int, url: str, body: str, wait: float | None = None):
        self.status, self.url, self.body, self.wait = status, url, body, wait
        super().__init__(f"{status} {url}")


@dataclass
class Patience:
    """Whether to ask again, and after how long."""

    tell_wait: Callable[[float], None]
    refused: int = 0

    def pause(self, problem: Exception) -> bool | float:
        import httpx

        self.refused += 1
        if isinstance(problem, (httpx.TransportError, ValueError)):  # half a page is asked for again
            return self._jittered()
        if not isinstance(problem, Refused):
            return False
        if problem.wait is not None and (problem.status in (403, 429) or problem.status >= 500):
            if problem.wait > LONGEST_WAIT:
                return False
            self.tell_wait(problem.wait)
            return problem.wait + random.uniform(0, 0.1)
        return self._jittered() if problem.status in (408, 429) or problem.status >= 500 else False

    def _jittered(self) -> float:
        return random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**self.refused))


def broken_line(host: str, problem: Exception) -> str:
    """Why a server gave no answer at all, in the words of the machine that asked."""
    why = re.sub(r"^\[Errno -?\d+\] ", "", str(problem)).rstrip(".")
    return f"{host} does not answer: {why or type(problem).__name__}."


def refusal(refused: Refused, source: str) -> SourceProblem:
    """What a refusal means for the person who wanted the data."""
    where = f"source {source}, {refused.url}"
    if refused.wait and refused.wait > LONGEST_WAIT:
        minutes = refused.wait / 60
        return SourceProblem(
            f"The server asks to wait {minutes:.0f} minutes before the next request.",
            where,
            "What came is kept; sync again then, and it goes on where it stopped.",
        )
    told = " ".join(refused.body.split())[:200]
    said = f" It says: {told}" if told else ""
    cures = {
        400: "The request is not understood: check the settings of the source.",
        401: "The key is wrong or has expired: make a new one and put it where the source looks for it.",
        403: "The key may not read this: ask for the rights its page in docs/sources names.",
        404: "There is nothing by this name, or the key may not see it: check address and scope.",
        410: "This is gone: check address and scope.",
        429: "The server goes on refusing for haste: what came is kept; sync again later.",
    }
    if 300 <= refused.status < 400:
        cure = "The server sends on to another address: give the one it really has."
    else:
        cure = cures.get(
            refused.status, "The server is in trouble: what came is kept; sync again when it is well."
        )
    return SourceProblem(f"The server answers {refused.status}.{said}", where, cure, refused.status)
