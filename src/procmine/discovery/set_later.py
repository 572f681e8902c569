"""Was an attribute known as the case began, or written onto it later? What gives the later ones away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from procmine.discovery.start_values import Known
    from procmine.log import EventLog

LESS_KNOWN = 0.1  # share by which open cases know an attribute less often than finished ones
SURE = 0.001
LEAST_OPEN = 10
TOGETHER = 0.95  # an attribute and some work that so nearly go together come with each other
PARTLY = (0.02, 0.98)
OF_THE_END = (
    "resol",
    "closed",
    "closing",
    "closure",
    "complet",
    "finish",
    "solved",
    "solution",
    "outcome",
    "result",
    "cancel",
)


def set_later(log: EventLog, cases: pd.DataFrame, known: Known) -> str:
    """Why the attribute is taken to be set later; nothing where nothing speaks for it."""
    return (
        _open_lack_it(cases, known)
        or _comes_with_work(log, known, len(cases))
        or _tells_the_end(cases, known)
        or _is_the_outcome(cases, known)
        or _is_named_so(known.name)
    )


def words_of(name: str) -> list[str]:
    """The words of an attribute's name, in small letters: `resolvedBy`, `resolved_by` and `Resolved by` have the same two."""
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())


def _is_named_so(name: str) -> str:
    """Whether the name says that it is known at the end: where all cases are finished nothing else gives it away."""
    return (
        "taken to be set later, by its name"
        if any(word.startswith(OF_THE_END) for word in words_of(name))
        else ""
    )


def _open_lack_it(cases: pd.DataFrame, known: Known) -> str:
    from scipy.stats import fisher_exact

    has, closed = known.codes != 0, cases.is_closed.to_numpy()
    table = [[int((has & side).sum()), int((~has & side).sum())] for side in (closed, ~closed)]
    (finished, _), (still, _) = table
    shares = [row[0] / max(sum(row), 1) for row in table]
    if sum(table[1]) < LEAST_OPEN or not finished or shares[0] - shares[1] < LESS_KNOWN:
        return ""
    if fisher_exact(table, alternative="greater").pvalue > SURE:
        return ""
    return f"set later: {still} of {sum(table[1])} open cases have it, {finished} of {sum(table[0])} finished ones"  # fmt: skip


def _comes_with_work(log: EventLog, known: Known, cases: int) -> str:
    """Of an attribute that not all cases have: does it come with some work that not all cases see?"""
    total = float(known.total.known)
    if not PARTLY[0] < total / cases < PARTLY[1]:
        return ""
    for row in log.rows("discovery", "attribute_happens", name=known.name).itertuples():
        if row.shared >= TOGETHER * (row.cases + total - row.shared):
            return f"set later: known where {row.activity} happens"
    return ""


def _tells_the_end(cases: pd.DataFrame, known: Known) -> str:
    """Whether each value goes with one last activity of the finished cases."""
    import numpy as np

    if known.is_number:
        return ""
    finished = cases.is_closed.to_numpy() & (known.codes > 0)
    _, last = np.unique(cases.last_activity_no[finished], return_inverse=True)
    if not len(last):
        return ""
    size = (int(known.codes.max()) + 1, int(last.max()) + 1)
    table = np.bincount(known.codes[finished] * size[1] + last, minlength=size[0] * size[1]).reshape(size)
    table = table[table.sum(axis=1) > 0]
    if min(table.shape) < 2 or cramers_v(table) < TOGETHER:
        return ""
    return "set later: it tells how cases end"


def cramers_v(table) -> float:
    """How far two sorts of kinds go together, 0..1: √(χ² / (n · (least number of kinds − 1))).

    >>> round(cramers_v([[30, 10], [10, 30]]), 9)
    0.5
    """
    import numpy as np

    counts = np.asarray(table, dtype=float)
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0) / counts.sum()
    chi2 = float((np.divide((counts - expected) ** 2, expected, where=expected > 0, out=np.zeros_like(counts))).sum())  # fmt: skip
    return float(np.sqrt(chi2 / (counts.sum() * (min(counts.shape) - 1))))


def _is_the_outcome(cases: pd.DataFrame, known: Known) -> str:
    """Whether a number orders the finished cases as their cycle times do."""
    import numpy as np

    told = cases.is_closed.to_numpy() & ~np.isnan(known.number)
    if not known.is_number or told.sum() < LEAST_OPEN:
        return ""
    together = abs(rank_correlation(known.number[told], cases.hours.to_numpy()[told]))
    return "set later: it orders the cases as their cycle times do" if together >= TOGETHER else ""


def rank_correlation(one, two) -> float:
    """Spearman's: how far two numbers order the cases alike."""
    import numpy as np
    from scipy.stats import rankdata

    with np.errstate(invalid="ignore", divide="ignore"):
        return float(np.nan_to_num(np.corrcoef(rankdata(one), rankdata(two))[0, 1]))
