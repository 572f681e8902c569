"""Does a difference go with something else? Each finding within the strata of every other attribute, and of the two that leave least.

Source: Mantel & Haenszel (1959) for the weights of strata; Simpson (1951) for differences that turn round.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from procmine.improvement.effects import Sums, over_strata

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.improvement.starts import Start

HALF = 0.5
TURNED = 0.1  # of the difference: so much must lie on the other side to be told as turned round
ALIKE = 0.1  # what leaves so nearly as little as the least may be told in its place
LEAST_MET = 0.5  # of the cases of a group: so many must have others beside them in their stratum
LEAST_IN_STRATUM = 5  # on both sides: before a stratum is told to turn round
STRATUM = ["finding", "stratified_by", "stratum", "cases", "rest_cases", "this", "rest", "difference"]


class Within(NamedTuple):
    """What is left of a difference within the strata of an attribute or two."""

    name: str
    difference: float
    ratio_left: float
    share_met: float
    share_told: float  # of the variance of the cases, by the strata alone
    is_turned: bool  # beyond chance
    turns_everywhere: bool
    table: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Strata:
    """All cases by the codes of something known of them, and what was added up of each stratum."""

    name: str
    codes: np.ndarray
    labels: tuple[str, ...]
    whole: Sums

    @classmethod
    def of(cls, start: Start, values: np.ndarray) -> Strata:
        return cls(start.name, start.codes, start.labels, Sums.of(start.codes, values, len(start.labels)))

    @cached_property
    def share_told(self) -> float:
        """How much of the variance of the cases lies between the strata."""
        whole = Sums(*(part.sum() for part in self.whole))
        spread = float(whole.squares - whole.total**2 / whole.n)
        means = self.whole.mean
        between = float((self.whole.n * (means - whole.mean) ** 2)[self.whole.n > 0].sum())
        return between / spread if spread > 0 else 0.0

    def crossed(self, other: Strata, values: np.ndarray) -> Strata:
        labels = tuple(f"{one}, {two}" for one in self.labels for two in other.labels)
        codes = self.codes.astype(int) * len(other.labels) + other.codes
        return Strata(f"{self.name} and {other.name}", codes, labels, Sums.of(codes, values, len(labels)))

    def within(self, told: str, at: np.ndarray, values: np.ndarray, crude: float) -> Within:
        """What is left of the difference of the cases `at` such places, whose values are these."""
        import numpy as np
        import pandas as pd

        these = Sums.of(self.codes[at], values, len(self.labels))
        others = Sums(*(np.maximum(part, 0) for part in self.whole.less(these)))
        left, error, met = over_strata(these, others)
        seen = np.flatnonzero(self.whole.n)
        apart = these.mean - others.mean
        enough = (these.n >= LEAST_IN_STRATUM) & (others.n >= LEAST_IN_STRATUM)
        is_turned = bool(left * crude < -TURNED * crude**2 and abs(left) > 1.96 * error)
        turns = bool(enough.sum() > 1 and (apart[enough] * crude < 0).all())
        figures = zip(
            *(part[seen].tolist() for part in (these.n, others.n, these.mean, others.mean, apart)),
            strict=True,
        )
        rows = [
            (told, self.name, self.labels[code], int(a), int(b), *rest)
            for code, (a, b, *rest) in zip(seen, figures, strict=True)
        ]
        table = pd.DataFrame(rows, columns=STRATUM)
        return Within(
            self.name,
            left,
            left / crude if crude else float("nan"),
            met,
            self.share_told,
            is_turned,
            turns,
            table,
        )


def within_strata(told: str, inside: np.ndarray, values: np.ndarray, others: list[Strata]) -> list[Within]:
    """What is left within each attribute, and within the two that leave least together; the least first."""
    import numpy as np

    at = np.flatnonzero(inside)
    chosen = values[at]
    crude = float(chosen.mean() - (values.sum() - chosen.sum()) / (len(values) - len(at)))
    found = [one.within(told, at, chosen, crude) for one in others]
    single = sorted(zip(found, others, strict=True), key=lambda one: _order(one[0]))
    if len(single) > 1:
        (_, a), (_, b) = single[:2]
        found.append(a.crossed(b, values).within(told, at, chosen, crude))
    return sorted(found, key=_order)


def _order(one: Within) -> tuple[bool, float]:
    """Those that leave too few cases to compare come last."""
    return one.share_met < LEAST_MET, one.ratio_left


def least_left(found: list[Within], pairs: set[str]) -> Within | None:
    """What leaves least of the difference; of several that leave about as little one attribute before two, then what tells most of the cases."""
    met = [within for within in found if within.share_met >= LEAST_MET]
    if not met or not met[0].ratio_left < HALF:
        return met[0] if met else None
    alike = [within for within in met if within.ratio_left <= met[0].ratio_left + ALIKE]
    return max(alike, key=lambda one: (one.name not in pairs, one.share_told))


def remark(least: Within | None, apart: list[str]) -> str:
    """What is to be known of a finding beside its figure; nothing where it stands within every attribute."""
    if least is not None and least.is_turned:
        everywhere = "in every stratum of it" if least.turns_everywhere else "within it"
        return f"is the other way round given {least.name}: {everywhere} the difference turns (Simpson)"
    if least is not None and least.ratio_left < HALF:
        return f"goes mostly with {least.name}: within it {_part(least.ratio_left)} of the difference is left"
    if apart:
        return f"cannot be told apart from {apart[0]}: too few cases of both kinds share a value of it"
    return ""


def _part(share: float) -> str:
    return "nothing" if share <= 0.005 else f"{share:.0%}".replace("%", " %")
