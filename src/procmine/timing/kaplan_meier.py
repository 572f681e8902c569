"""Kaplan–Meier: how long things last when some have not ended yet.

S(t) = ∏ (1 − d_j / n_j) over the times t_j ≤ t at which d_j of n_j at risk ended. Something still open at t
counts as at risk up to and including t; something seen only from `entry` on joins the risk after it
(entry < t ≤ exit), so that an extraction window does not pass long cases off as typical. What ended as it
came into sight (entry = exit) was never at risk and tells nothing; what was seen from its birth is at risk from 0 on.
Bands are the log-log confidence interval with Greenwood's variance. Source: Kaplan & Meier (1958);
scipy.stats.ecdf on right-censored data is the oracle in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Z95 = 1.959963984540054


def survival(
    hours: np.ndarray, closed: np.ndarray, still_open: np.ndarray, entry_hours: np.ndarray
) -> pd.DataFrame:
    """The curve: hours, at_risk, ended, still_going (the share that lasts longer), low, high."""
    import numpy as np
    import pandas as pd

    was_at_risk = (entry_hours <= 0) | (entry_hours < hours)
    hours, closed, still_open, entry_hours = (
        values[was_at_risk] for values in (hours, closed, still_open, entry_hours)
    )
    order = np.argsort(hours, kind="stable")
    times, firsts = np.unique(hours[order], return_index=True)
    if not len(times):
        return pd.DataFrame(
            {name: [] for name in ("hours", "at_risk", "ended", "still_going", "low", "high")}, dtype=float
        )
    ended = np.add.reduceat(closed[order], firsts).astype(float)
    leaving = np.add.reduceat((closed + still_open)[order], firsts).astype(float)
    entries = np.sort(np.repeat(entry_hours, (closed + still_open).astype(int)))
    entered = np.maximum(
        np.searchsorted(entries, times, side="left"), (entries <= 0).sum()
    )  # entry < t, or seen from birth
    at_risk = entered - (np.cumsum(leaving) - leaving)
    with np.errstate(divide="ignore", invalid="ignore"):
        going = np.cumprod(np.where(at_risk > 0, 1 - ended / at_risk, 1.0))
        variance = np.cumsum(np.where(at_risk > ended, ended / (at_risk * (at_risk - ended)), 0.0))
        spread = Z95 * np.sqrt(variance) / np.log(going)
        low, high = going ** np.exp(-spread), going ** np.exp(spread)
    certain = (going >= 1) | (going <= 0)
    low, high = np.where(certain, going, low), np.where(certain, going, high)
    return pd.DataFrame(
        {"hours": times, "at_risk": at_risk, "ended": ended, "still_going": going, "low": low, "high": high}
    )


def quantile(curve: pd.DataFrame, share: float, column: str = "still_going") -> float:
    """The first time by which at least `share` have ended; unknown (NaN) where the curve never falls so low."""
    import numpy as np

    reached = np.flatnonzero(curve[column].to_numpy() <= 1 - share + 1e-12)
    return float(curve["hours"].iloc[reached[0]]) if len(reached) else float("nan")


def restricted_mean(curve: pd.DataFrame, within: float) -> float:
    """The mean time when nothing counts for longer than `within`: the area under the curve up to there.

    Unknown (NaN) where nothing was seen for so long.
    """
    import numpy as np

    hours, going = curve["hours"].to_numpy(), curve["still_going"].to_numpy()
    if not len(hours) or hours.max() < within:
        return float("nan")
    bounds = np.clip(np.r_[0, hours, np.inf], 0, within)
    return float((np.diff(bounds) * np.r_[1, going]).sum())
