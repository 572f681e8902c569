"""The forms in which settings are written: what a value of each must be, and how to write it.

number   more than 0                      count    1, 2, 3 …
day      2026-01-31
zone     a name of a time zone            pattern  a regular expression
instant  as strptime reads it             address  of a server, without a key in it
place    where a key lies                 rule     when a case counts as complete
path     of a file or folder on this machine, or the URL of a database
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from procmine.errors import ProcmineError

if TYPE_CHECKING:
    from procmine.importers.tools.tool import Setting

Fault = tuple[str, str]  # what is wrong, and how it is written


def fault_of(setting: Setting, value: str) -> Fault | None:
    """What is wrong with the value of a setting; None where it can be used."""
    if setting.among and value not in setting.among:
        return f"{setting.name} is {value!r}", f"Write {setting.name} as {' or '.join(setting.among)}."
    if setting.form is None:
        return None
    read, how = FORMS[setting.form]
    try:
        read(value)
    except ProcmineError as wrong:
        return f"{setting.name}: {wrong.found.rstrip('.')}", wrong.cure
    except (ValueError, re.error):
        return f"{setting.name} is {value!r}", f"Write {setting.name} as {how}."
    return None


def _number(value: str) -> None:
    if not 0 < float(value) < float("inf"):
        raise ValueError(value)


def _count(value: str) -> None:
    if not value.isdigit() or int(value) < 1:
        raise ValueError(value)


def _zone(value: str) -> None:
    from procmine.importers.clocks import zone_of

    zone_of(value)


def _instant(value: str) -> None:
    datetime.strptime(datetime(2026, 3, 31, 12).strftime(value), value)


def _address(value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(value)


def _place(value: str) -> None:
    from procmine.importers.fetching.secrets import checked_place

    checked_place(value)


def _rule(value: str) -> None:
    from procmine.importers.options import completion_rule

    completion_rule(value)


FORMS: dict[str, tuple[Callable[[str], object], str]] = {
    "number": (_number, "a number above 0"),
    "count": (_count, "1 or more"),
    "day": (date.fromisoformat, "2026-01-31"),
    "zone": (_zone, "Europe/Berlin"),
    "pattern": (re.compile, r"a regular expression, such as SHOP-\d+"),
    "instant": (_instant, "%d.%m.%Y %H:%M"),
    "address": (_address, "https://…"),
    "place": (_place, "env:NAME or keyring:service/user"),
    "rule": (_rule, "ends with Closed"),
    "path": (Path, "a path"),
}
