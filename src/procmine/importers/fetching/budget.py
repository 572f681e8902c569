"""What a host still allows, as its answers say: how long to wait before the next request.

Tools write their limits in many ways: `Retry-After` as seconds or as a date, `X-RateLimit-Reset` as an instant in
seconds, milliseconds or ISO text, `RateLimit-Reset` as seconds to go. What is read here is the longest wait that any of
them asks for.
"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from datetime import UTC, datetime

PREFIXES = ("x-ratelimit-", "x-rate-limit-", "ratelimit-", "x-ratelimit-requests-", "x-ratelimit-complexity-")
OLDEST_INSTANT = 1e9  # seconds: a smaller number is a time to go, not an instant
OLDEST_IN_MILLISECONDS = 1e11


def asked_wait_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """How long a refusal asks to wait: its Retry-After, else the reset of a budget that is used up; None where it says nothing."""
    told = headers.get("retry-after")
    if told is not None:
        return _seconds_to(told, now)
    return used_up_seconds(headers, now)


def used_up_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """How long until a budget that an answer calls used up is filled again; None while there is some left."""
    waits = [
        _seconds_to(headers[f"{prefix}reset"], now)
        for prefix in PREFIXES
        if _number(headers.get(f"{prefix}remaining")) == 0 and f"{prefix}reset" in headers
    ]
    return max((wait for wait in waits if wait is not None), default=None)


def _seconds_to(told: str, now: datetime) -> float | None:
    number = _number(told)
    if number is not None:
        if number > OLDEST_IN_MILLISECONDS:
            number /= 1000
        return max(0.0, number - now.timestamp()) if number > OLDEST_INSTANT else max(0.0, number)
    at = _instant(told)
    return max(0.0, (at - now).total_seconds()) if at else None


def _number(told: str | None) -> float | None:
    return float(told) if told and re.fullmatch(r"\s*\d+(\.\d+)?\s*", told) else None


def _instant(told: str) -> datetime | None:
    for read in (datetime.fromisoformat, email.utils.parsedate_to_datetime):
        try:
            at = read(told.strip())
        except ValueError:
            continue
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None
