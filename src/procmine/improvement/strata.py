"""Does a difference go with something else? Each finding within the strata of every other attribute, and of the two that leave least.

Source: Mantel & Haenszel (1959) for the weights of strata; Simpson (1951) for differences that turn round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from procmine.improvement.effects import by_stratum, over_strata

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.improvement.starts import Start

HALF = 0.5
LEAST_MET = 0.5  # of the cases of a group: so many must have others beside them in their stratum
LEAST_IN_STRATUM = 5  # on both sides: before a stratum is told to turn round
STRATUM = ["finding", "stratified_by", "stratum", "cases", "rest_cases", "this", "rest", "difference"]


class Within(NamedTuple):
    """What is left of a difference within the strata of an attribute or two."""

    name: str
    difference: float
    share_left: float
    share_met: float
    is_turned: bool  # beyond chance
    turns_everywhere: bool
    table: pd.DataFrame


def within_strata(told: str, inside: np.ndarray, values: np.ndarray, others: list[Start]) -> list[Within]:
    """What is left within each attribute, and within the two that leave least together; the least first."""
    found = [_within(told, inside, values, one.name, one.codes, one.labels) for one in others]
    single = sorted(zip(found, others, strict=True), key=lambda one: _order(one[0]))
    if len(single) > 1:
        (_, a), (_, b) = single[:2]
        codes = a.codes.astype(int) * len(b.labels) + b.codes
        labels = tuple(f"{one}, {two}" for one in a.labels for two in b.labels)
        found.append(_within(told, inside, values, f"{a.name} and {b.name}", codes, labels))
    return sorted(found, key=_order)


def _order(one: Within) -> tuple[bool, float]:
    """Those that leave too few cases to compare come last."""
    return one.share_met < LEAST_MET, one.share_left


def _within(told: str, inside: np.ndarray, values: np.ndarray, name: str, codes: np.ndarray, labels: tuple[str, ...]) -> Within:
    import numpy as np
    import pandas as pd

    these, others = by_stratum(values, inside, codes)
    crude = float(values[inside].mean() - values[~inside].mean())
    left, error, met = over_strata(these, others)
    seen = np.flatnonzero(these.n + others.n)
    apart = these.mean - others.mean
    enough = (these.n >= LEAST_IN_STRATUM) & (others.n >= LEAST_IN_STRATUM)
    is_turned = bool(left * crude < 0 and abs(left) > 1.96 * error)
    rows = zip(*(part[seen].tolist() for part in (these.n, others.n, these.mean, others.mean, apart)), strict=True)
    table = pd.DataFrame([(told, name, labels[code], int(a), int(b), *rest) for code, (a, b, *rest) in zip(seen, rows, strict=True)], columns=STRATUM)  # fmt: skip
    turns = bool(enough.sum() > 1 and (apart[enough] * crude < 0).all())
    return Within(name, left, left / crude if crude else float("nan"), met, is_turned, turns, table)


def remark(least: Within | None, apart: list[str]) -> str:
    """What is to be known of a finding beside its figure; nothing where it stands within every attribute."""
    if least is not None and least.is_turned:
        everywhere = "in every stratum of it" if least.turns_everywhere else "within it"
        return f"the other way round given {least.name}: {everywhere} the difference turns (Simpson)"
    if least is not None and least.share_left < HALF:
        return f"goes mostly with {least.name}: within it {_part(least.share_left)} of the difference is left"
    if apart:
        return f"cannot be told apart from {apart[0]}: too few cases of both kinds share a value of it"
    return ""


def _part(share: float) -> str:
    return "nothing" if share <= 0.005 else f"{share:.0%}".replace("%", " %")
