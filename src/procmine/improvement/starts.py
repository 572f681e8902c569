"""With what cases begin: what is tried as a reason, as small numbers a case, and what is not and why.

An attribute is used only where it tells something that was known as the case began. What a source writes onto a case
afterwards cannot be told from that with certainty; what gives it away is looked for: open cases that lack it, work with
which it becomes known, one value for each way to end, numbers that are the outcome in another form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from procmine.discovery.set_later import set_later
from procmine.discovery.start_values import LEAST_CASES, Known, start_values, unusable
from procmine.filters import Clause
from procmine.filters.words import number_text

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.log import EventLog

CUTS = (0.25, 0.5, 0.75)
NEAR = 0.02  # of the cases: so far from a quartile a round number may lie
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_PARTS = (
    "at night",
    "in the morning",
    "in the afternoon",
    "in the evening",
)  # from 22:00, 6:00, 12:00 and 18:00
WHEN = "when in the period it began"


@dataclass(frozen=True)
class Condition:
    """What may hold of a case as it begins; `filter` says it in the grammar, where the grammar can."""

    told: str
    filter: str | None
    codes: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Start:
    """One thing that is known of cases as they begin: a code a case, 0 where it is not known, and what is tried of it."""

    name: str
    codes: np.ndarray
    labels: tuple[str, ...]  # of the codes
    conditions: tuple[Condition, ...] = field(repr=False)


def starts_of(log: EventLog, cases: pd.DataFrame, search: int) -> tuple[list[Start], pd.DataFrame]:
    """What is tried, and a row for everything there is: whether it is used, and why not. `cases` stand in the order of arrival.

    The first `search` of them are searched; without any nothing is.
    """
    import pandas as pd

    used, rows = [], []
    columns = ["attribute", "level", "values", "share_known", "is_used", "reason"]
    if not search:
        return [], pd.DataFrame(columns=columns)
    for name, level in log.attributes.items():
        known = start_values(log, cases, name, level)
        reason = unusable(known) or set_later(log, cases, known)
        start = None if reason else _start(known, search)
        if start is not None and not start.conditions:
            start, reason = None, f"no value has {LEAST_CASES} cases"
        used += [start] if start is not None else []
        values = 0 if known.total is None else int(known.total["values"])
        share = float((known.codes != 0).mean())
        rows.append((name, "case" if level == "case" else "first work", values, share, start is not None, reason))  # fmt: skip
    for start in _arrivals(log, cases):
        values = len(set(start.codes.tolist()))
        used += [start] if values > 1 else []
        rows.append((start.name, "arrival", values, 1.0, values > 1, "" if values > 1 else "the same for all cases"))  # fmt: skip
    return used, pd.DataFrame(rows, columns=columns)


def _start(known: Known, search: int) -> Start:
    return _number(known, search) if known.is_number else _kinds(known)


def _kinds(known: Known) -> Start:
    """Each frequent value; the others are known together and are no finding."""
    import numpy as np

    names = known.listed.groupby("code").text.first().tolist()
    codes = np.where(known.codes < 0, len(names) + 1, known.codes).astype(np.uint8)
    conditions = tuple(Condition(*_said(known, name), (code,)) for code, name in enumerate(names, 1))
    return Start(known.name, codes, ("(unknown)", *names, "(others)"), conditions)


def _said(known: Known, value: str) -> tuple[str, str | None]:
    clause = Clause("compare", (known.name,), (value,), "=").text
    return (clause, clause) if known.level == "case" else (f"first work with {clause}", None)


def _number(known: Known, search: int) -> Start:
    """A number, cut at the quartiles of the cases that are searched."""
    import numpy as np

    seen = np.sort(known.number[:search][~np.isnan(known.number[:search])])
    cuts = sorted({rounded(float(np.quantile(seen, share)), seen) for share in CUTS}) if len(seen) else []
    cuts = [cut for cut in cuts if seen[0] <= cut < seen[-1]]
    codes = np.where(np.isnan(known.number), 0, np.searchsorted(cuts, known.number, side="left") + 1)
    bins = range(1, len(cuts) + 2)
    conditions = []
    for place, cut in enumerate(cuts, 1):
        for sign, held in (("<=", bins[:place]), (">", bins[place:])):
            text = Clause("compare", (known.name,), (number_text(cut),), sign).text
            conditions.append(Condition(text, text, tuple(held)))
    written = [number_text(cut) for cut in cuts]
    labels = [f"up to {written[0]}", *(f"{a} to {b}" for a, b in pairwise(written)), f"over {written[-1]}"] if cuts else []  # fmt: skip
    return Start(known.name, codes.astype(np.uint8), ("(unknown)", *labels), tuple(conditions))


def rounded(cut: float, seen: np.ndarray) -> float:
    """The roundest number that cuts nearly as many of the values off.

    >>> rounded(263.75, np.arange(0.0, 1055.0))
    260.0
    """
    import numpy as np

    def share(value: float) -> float:
        return float(np.searchsorted(seen, value, side="right")) / len(seen)

    for digits in range(1, 17):
        near = float(f"{cut:.{digits - 1}e}")
        if abs(share(near) - share(cut)) <= NEAR:
            return near
    return cut


def _arrivals(log: EventLog, cases: pd.DataFrame) -> list[Start]:
    """When cases begin, on the log's clock, and with which activity."""
    import numpy as np

    part = (cases.hour.to_numpy() + 2) % 24 // 2
    part = np.select([part < 4, part < 7, part < 10], [1, 2, 3], 4)
    days = tuple(Condition(f"begun on {day}", None, (code,)) for code, day in enumerate(WEEKDAYS, 1))
    parts = tuple(Condition(f"begun {told}", None, (code,)) for code, told in enumerate(DAY_PARTS, 1))
    numbers, first = np.unique(cases.first_activity_no, return_inverse=True)
    named = dict(zip(*log.select("select activity_no, activity from activities").to_numpy().T, strict=True))
    names = [str(named[number]) for number in numbers]
    common = np.bincount(first) >= LEAST_CASES
    firsts = [Condition(text, text, (code,)) for code, name in enumerate(names, 1) if common[code - 1]
              for text in [Clause("starting", (name,)).text]]  # fmt: skip
    return [
        Start("weekday of the beginning", cases.weekday.to_numpy(), ("", *WEEKDAYS), days),
        Start("time of the beginning", part, ("", *DAY_PARTS), parts),
        Start("first activity", first + 1, ("", *names), tuple(firsts)),
    ]


def when_begun(cases: int) -> Start:
    """Four stretches of the period by arrival: nothing to try, but the difference may go with them."""
    import numpy as np

    codes = 1 + np.arange(cases) * 4 // max(cases, 1)
    return Start(WHEN, codes, ("", "first quarter", "second quarter", "third quarter", "last quarter"), ())
