"""The same mix of cases before and after a change: what only looks like an effect because other cases came is taken out.

From the figure of each case goes what its stratum usually lies above or below the mean, half of that as before the change and
half as after it. The difference of the adjusted means is then that of the strata, weighed by the mean of both mixes:
Σ (share before + share after) / 2 · (after − before). Sources: Kitagawa (1955); Oaxaca (1973).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer
from procmine.improvement.effects import Sums
from procmine.improvement.starts import starts_of
from procmine.improvement.strata import Strata

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.improvement.starts import Start
    from procmine.log import EventLog

MOST_VALUES = 12  # of an attribute that is taken without being asked for
MOST_STRATA = 2  # so many attributes together
LEAST_TOLD = 0.01  # of the variance before the change: what tells less is not worth a stratum
LEAST_IN_STRATUM = 5  # cases on either side: smaller strata count together
OF_THE_WEEK = ("weekday of the beginning", "time of the beginning")  # every week has all of them
OTHERS = "(others)"
NONE = "none"
COLUMNS = [
    "stratum",
    "cases_before",
    "cases_after",
    "share_before",
    "share_after",
    "before",
    "after",
    "difference",
]


@dataclass(frozen=True, eq=False)
class Mix:
    """The stratum of each case, by what is known as cases begin."""

    names: tuple[str, ...]
    codes: np.ndarray
    labels: tuple[str, ...]

    @property
    def text(self) -> str | None:
        return " and ".join(self.names) or None

    def adjusted(
        self, counts: np.ndarray, amount: np.ndarray, is_before: np.ndarray, is_after: np.ndarray
    ) -> tuple[np.ndarray, pd.DataFrame]:
        """The amounts of the cases with the same mix, and what there is of each stratum on either side."""
        import numpy as np
        import pandas as pd

        codes, labels = self._large_enough(counts, is_before, is_after)
        size = len(labels)
        weights = [np.bincount(codes[side], counts[side], size) for side in (is_before, is_after)]
        totals = [np.bincount(codes[side], amount[side], size) for side in (is_before, is_after)]
        with np.errstate(invalid="ignore", divide="ignore"):
            means = [total / weight for total, weight in zip(totals, weights, strict=True)]
            shares = [weight / weight.sum() for weight in weights]
        usual, mix = sum(means) / 2, sum(shares) / 2
        is_known = np.isfinite(usual)
        whole = float((mix * np.where(is_known, usual, 0)).sum() / max(mix[is_known].sum(), 1e-300))
        off = np.where(is_known, usual - whole, 0.0)
        rows = zip(labels, *weights, *shares, *means, means[1] - means[0], strict=True)
        table = pd.DataFrame(list(rows), columns=COLUMNS)
        return amount - counts * off[codes], table[
            (table.cases_before > 0) | (table.cases_after > 0)
        ].reset_index(drop=True)

    def _large_enough(
        self, counts: np.ndarray, is_before: np.ndarray, is_after: np.ndarray
    ) -> tuple[np.ndarray, list[str]]:
        """Strata with enough cases on both sides; the others together, with the smallest of these while they are too few."""
        import numpy as np

        size = len(self.labels)
        sides = [np.bincount(self.codes[side], counts[side], size) for side in (is_before, is_after)]
        least = np.minimum(*sides)
        is_small = least < LEAST_IN_STRATUM
        for code in np.argsort(least, kind="stable"):
            together = [side[is_small].sum() for side in sides]
            if sum(together) == 0 or min(together) >= LEAST_IN_STRATUM:
                break
            is_small[code] = True
        place = np.where(is_small, size, np.arange(size))
        kept, codes = np.unique(place[self.codes], return_inverse=True)
        return codes, [OTHERS if one == size else self.labels[one] for one in kept]


def mix_of(
    log: EventLog,
    cases: pd.DataFrame,
    strata: str | Sequence[str] | None,
    counts: np.ndarray,
    amount: np.ndarray,
) -> Mix:
    """By what the mix is told: the attributes named, or the two that tell most of what cases take.

    `counts` and `amount` are those of the cases by which attributes are chosen, 0 for all others.
    """
    import numpy as np

    named = _named(log, strata)
    nothing = Mix((), np.zeros(len(cases), dtype=int), ("(all)",))
    if named is not None and not named:
        return nothing
    starts, attributes = starts_of(log, cases, len(cases))
    chosen = _telling(starts, counts, amount) if named is None else _asked_for(named, starts, attributes)
    return _crossed(chosen) if chosen else nothing


def _asked_for(named: list[str], starts: list[Start], attributes: pd.DataFrame) -> list[Start]:
    by_name = {start.name: start for start in starts}
    reasons = dict(zip(attributes.attribute, attributes.reason, strict=True))
    for name in named:
        if name not in by_name:
            raise CannotAnswer(
                f"The mix of cases cannot be told by {name}: {reasons.get(name) or 'it is not known as cases begin'}.",
                f"strata={name!r}",
                "Name attributes that are known as cases begin and have few values: root_causes lists them.",
            )
    return [by_name[name] for name in named]


def _named(log: EventLog, strata: str | Sequence[str] | None) -> list[str] | None:
    if strata is None:
        return None
    names = [strata] if isinstance(strata, str) else list(strata)
    known = log.attributes
    if names == [NONE] and NONE not in known:
        return []
    arrival = (*OF_THE_WEEK, "first activity")
    for name in names:
        if name not in arrival:
            log.require_attribute(name, f"strata, log {log.name}", arrival)
    return names


def _telling(starts: list[Start], counts: np.ndarray, amount: np.ndarray) -> list[Start]:
    """The attributes with few values that tell most of the variance."""
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(counts > 0, amount / counts, 0.0)
    is_in = counts > 0
    found = []
    for start in starts:
        if start.name in OF_THE_WEEK or not 1 < len(set(start.codes[is_in].tolist())) <= MOST_VALUES:
            continue
        codes = start.codes[is_in]
        sums = Sums.of(codes, values[is_in], len(start.labels))
        told = Strata(start.name, codes, start.labels, sums).share_told
        # As many values tell as much of nothing by chance.
        by_chance = (len(set(codes.tolist())) - 1) / max(len(codes) - 1, 1)
        found += [(told - by_chance, start)] if told - by_chance >= LEAST_TOLD else []
    ranked = sorted(found, key=lambda one: (-one[0], one[1].name))
    return [start for _, start in ranked[:MOST_STRATA]]


def _crossed(starts: list[Start]) -> Mix:
    import numpy as np

    codes, labels = np.zeros(len(starts[0].codes), dtype=int), [""]
    for start in starts:
        codes = codes * len(start.labels) + start.codes
        told = [f"{start.name} = {label}" for label in start.labels]
        labels = [", ".join(filter(None, (one, other))) for one in labels for other in told]
    return Mix(tuple(start.name for start in starts), codes, tuple(labels))
