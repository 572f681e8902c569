"""Numbers in words a person reads at a glance: hours as days where that is clearer, shares as per cent."""

from __future__ import annotations

import math
from collections.abc import Iterable

HOURS_A_DAY = 24.0


def is_known(value: float | None) -> bool:
    return value is not None and not math.isnan(value)


def duration(hours: float | None) -> str:
    """`0.4` is `24 min`, `30` is `30 h`, `75` is `3.1 d`; unknown is `–`. Days are days of 24 hours."""
    if not is_known(hours):
        return "–"
    assert hours is not None
    size = abs(hours)
    if size == 0:
        return "0"
    if size < 1 / 60:
        return f"{hours * 3600:.3g} s"
    if size < 1:
        return f"{hours * 60:.2g} min" if size * 60 < 10 else f"{hours * 60:.0f} min"
    if size < 48:
        return f"{hours:.1f} h"
    days = hours / HOURS_A_DAY
    return f"{days:.1f} d" if abs(days) < 100 else f"{days:,.0f} d"


def working_duration(hours: float | None, day_hours: float) -> str:
    """Worked hours in the units of a calendar: with days of 8 hours, `32` is `4 working days` and `5` is `5.0 h`."""
    if hours is None or not is_known(hours) or abs(hours) < day_hours:
        return duration(hours)
    days = hours / day_hours
    told = f"{days:,.0f}" if abs(days) >= 100 else f"{days:.1f}".removesuffix(".0")
    return f"{told} working day{'' if told == '1' else 's'}"


def hours_of(calendar: str) -> str:
    """Whose working hours: `of Mon-Fri 09:00-17:00`, or `mined from the log`."""
    return "mined from the log" if calendar == "mined" else f"of {calendar}"


def amount_of_time(hours: float | None) -> str:
    """A total of many durations, in hours: `12,400 h`."""
    if not is_known(hours):
        return "–"
    return f"{hours:,.0f} h" if abs(hours or 0) >= 100 else f"{hours:,.1f} h"


def money(value: float, currency: str) -> str:
    """`1,240 EUR`, `3.60 EUR`; unknown is `–`."""
    if not is_known(value):
        return "–"
    return (f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}") + (f" {currency}" if currency else "")


def share(value: float | None) -> str:
    """`0.074` is `7.4 %`; a small share that is not nothing never reads as `0 %`, nor one that is not all as `100 %`."""
    if not is_known(value):
        return "–"
    assert value is not None
    per_cent = (
        value * 100 if abs(value) > 1e-9 else 0.0
    )  # what is left of adding up in another order is nothing
    if 0 < per_cent < 0.1:
        return "< 0.1 %"
    if 99.5 <= per_cent < 99.95:
        return f"{per_cent:.1f} %"  # all but a few are not all
    if 99.95 <= per_cent < 100 - 1e-9:
        return "> 99.9 %"
    return f"{per_cent:.0f} %" if per_cent >= 10 or per_cent == 0 else f"{per_cent:.1f} %"


def count(value: float) -> str:
    return f"{value:,.0f}"


def counted(value: float, one: str, many: str | None = None) -> str:
    """`1 case`, `2,310 cases`."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def listed(names: Iterable[str], most: int = 3) -> str:
    """`A, B and C`; beyond `most`, `A, B and 4 more`."""
    shown = list(names)
    rest = len(shown) - most
    if rest > 0:
        return ", ".join(shown[:most]) + f" and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


_VERBS = {"have": "has", "are": "is", "were": "was", "lie": "lies", "bear": "bears", "follow": "follows", "repeat": "repeats",
          "end": "ends", "hold": "holds", "do": "does", "say": "says", "differ": "differs", "start": "starts"}  # fmt: skip
_LATER = {"they start": "it starts", "they are": "it is", "and were": "and was", "their": "its"}
_NEAR = 4  # words after the count in which its verb stands


def in_number(sentence: str) -> str:
    """A sentence that begins with a count, made to agree with a count of one: `1 rows have no time` is one row's.

    `1 of 300 cases have …` keeps its cases. Sentences that begin otherwise are left as they are.
    """
    words = sentence.split(" ")
    if words[0] != "1" or len(words) < 3:
        return sentence
    noun = 1 if words[1] != "of" else 3
    if noun == 1:
        words[1] = words[1][:-3] + "y" if words[1].endswith("ies") else words[1].removesuffix("s")
    for place in range(noun + 1, min(noun + 1 + _NEAR, len(words))):
        if words[place] in _VERBS:
            words[place] = _VERBS[words[place]]
            break
    told = " ".join(words)
    for many, one in _LATER.items():
        told = told.replace(f" {many} ", f" {one} ")
    return told
