"""What is said in words of changes, metrics and rates: parts joined by `;`, names that may stand in quotes, activities."""

from __future__ import annotations

import re
from collections.abc import Collection

from procmine.errors import UnknownName

QUOTED = r'"(?:\\.|[^"\\])*"'
_PART = re.compile(rf'(?:{QUOTED}|[^;"])+')


def parts(text: str) -> list[str]:
    """The text cut at each `;` that stands outside quotes.

    >>> parts('no wait for "A; B"; C only once')
    ['no wait for "A; B"', 'C only once']
    """
    return [part.strip() for part in _PART.findall(text) if part.strip()]


def unquoted(name: str) -> str:
    """A name without the quotes it stands in, single or double; else with single spaces."""
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        return re.sub(r"\\(.)", r"\1", name[1:-1])
    return " ".join(name.split())


def known_activity(name: str, activities: Collection[str], where: str) -> str:
    """The activity of that name, in whatever case it is written where that is clear. Raises UnknownName."""
    if name in activities:
        return name
    alike = [one for one in activities if one.casefold() == name.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise UnknownName("activity", name, sorted(activities), where=where)
