"""The series that drift looks at, the splits tried on them, and what lies between two changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.improvement.change_points import LEVEL, Split, natural_limits
from procmine.timing.bottlenecks import PHRASES
from procmine.wording import is_known

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.log import EventLog

MATURE = 0.9  # share of the cases of a period that have ended: younger periods tell no cycle time
LEAST_CASES = 5  # of a period: a median of fewer jumps about
MOST_WAYS = 60
SEEN = {"arrivals": "is_before_last", "completions": "is_steady"}  # what marks the periods that tell a figure
LEAST_HOURS = 1 / 60  # by which a median must move to be told
LEAST_PART = 0.005  # of the usual cycle time, by which a wait must: seconds between two hands change nothing
FLOW = "flow"
IN_CASES = ("arrivals", "completions", "share_with_rework")  # not in hours
CHANGE = [
    "kpi",
    "change_at",
    "before",
    "after",
    "difference",
    "p_value",
    "q_value",
    "periods_before",
    "periods_after",
]


@dataclass(frozen=True, eq=False)
class Series:
    """A figure in the periods that know it, and what of it is tried: with days, less the usual of their weekday."""

    period_at: pd.Series
    values: np.ndarray
    adjusted: np.ndarray
    kind: str = ""

    @classmethod
    def of(cls, period_at: pd.Series, values: pd.Series, period: str, kind: str = "") -> Series:
        import numpy as np

        at, values = period_at.reset_index(drop=True), values.reset_index(drop=True).astype(float)
        usual = _of_weekday(at, values) if period == "day" and len(values) else 0.0
        return cls(at, np.asarray(values), np.asarray(values - usual, dtype=float), kind)


def _of_weekday(at: pd.Series, values: pd.Series) -> pd.Series:
    """How much each weekday usually lies above or below its week; a change of the level is none of the weekdays."""
    beside = values - values.rolling(7, center=True, min_periods=1).median()
    return beside.groupby(at.dt.day_of_week).transform("median")


def series_of(whole: pd.DataFrame, kpi: str, period: str) -> Series:
    kept = whole[kpi].notna() & whole.get(SEEN.get(kpi, ""), True)
    if kpi in ("median_cycle_hours", "share_with_rework"):
        kept &= (whole.share_closed >= MATURE) & (whole.arrivals >= LEAST_CASES)
    return Series.of(whole.period_at[kept], whole[kpi][kept], period)


def stretches_of(log: EventLog, cut: dict[str, Any], whole: pd.DataFrame) -> dict[str, Series]:
    """The usual length of each large wait and work, in the whole periods in which it happens often enough."""
    rows = log.ask("improvement", "drift_stretch", **cut).frame
    rows = rows[(rows.stretches >= LEAST_CASES) & rows.period_at.isin(whole.period_at[whole.is_steady])]
    return {
        PHRASES[kind].format(activity): Series.of(part.period_at, part.median_hours, cut["period"], kind)
        for (activity, kind), part in rows.groupby(["activity", "kind"])
    }


def flow_of(
    log: EventLog, cut: dict[str, Any], whole: pd.DataFrame
) -> tuple[list[tuple[str, str]], np.ndarray, pd.Series]:
    """The ways, their counts by period, and the periods: the most travelled ways, the others together."""
    steps = log.ask("improvement", "drift_flow", **cut).frame
    table = steps.pivot(index="period_at", columns=["from_activity", "to_activity"], values="steps")
    table = table.reindex(whole.period_at).fillna(0)
    order = table.sum().sort_values(ascending=False, kind="stable").index
    kept, rest = order[:MOST_WAYS], order[MOST_WAYS:]
    counts = table[kept].to_numpy(dtype=float)
    if len(rest):
        import numpy as np

        counts = np.c_[counts, table[rest].sum(axis=1).to_numpy()]
    named = [*kept, *([("(others)", "(others)")] if len(rest) else [])]
    has_work = (counts.sum(axis=1) > 0) & whole.is_steady.to_numpy()
    return named, counts[has_work], whole.period_at[has_work].reset_index(drop=True)


def tests_of(tried: dict[str, list[Split]], places: dict[str, pd.Series]) -> pd.DataFrame:
    import pandas as pd
    from scipy.stats import false_discovery_control

    rows = [
        (kpi, places[kpi][one.at], one.p_value, one.first, one.at, one.last)
        for kpi, found in tried.items()
        for one in found
    ]
    frame = pd.DataFrame(rows, columns=["kpi", "change_at", "p_value", "first", "at", "last"])
    q_values = false_discovery_control(frame.p_value) if len(frame) else []
    frame.insert(3, "q_value", q_values)
    return frame


def changes_of(tests: pd.DataFrame, series: dict[str, Series], counts: np.ndarray) -> pd.DataFrame:
    """The splits that are told, each with the figures of the stretches it parts."""
    import numpy as np
    import pandas as pd

    rows = []
    for kpi, sure in tests[tests.q_value <= LEVEL].groupby("kpi", sort=False):
        values = counts if kpi == FLOW else series[kpi].values
        cuts = [0, *sorted(sure["at"]), len(values)]
        for row in sure.itertuples():
            place = cuts.index(row.at)
            parts = values[cuts[place - 1] : row.at], values[row.at : cuts[place + 1]]
            if kpi == FLOW:
                shares = [part.sum(axis=0) / part.sum() for part in parts]
                told = (float("nan"), float("nan"), float(np.abs(shares[0] - shares[1]).sum() / 2))
            else:
                before, after = (float(np.median(part)) for part in parts)
                told = (before, after, after - before)
                if abs(after - before) < _least(kpi, series):
                    continue
            rows.append((kpi, row.change_at, *told, row.p_value, row.q_value, *map(len, parts)))
    frame = pd.DataFrame(rows, columns=CHANGE)
    return frame.sort_values(["q_value", "change_at"], kind="stable", ignore_index=True)


def _least(kpi: str, series: dict[str, Series]) -> float:
    """By how much a figure must move to be told."""
    import numpy as np

    if kpi in IN_CASES:
        return 0.0
    usual = series["median_cycle_hours"].values
    is_wait = series[kpi].kind in ("wait", "elapsed")
    return max(LEAST_HOURS, LEAST_PART * float(np.median(usual))) if is_wait and len(usual) else LEAST_HOURS


def course_of(series: dict[str, Series], tests: pd.DataFrame) -> pd.DataFrame:
    """Each figure by period, with the mean and the limits of its stretch between two changes."""
    import numpy as np
    import pandas as pd

    parts = []
    for kpi, one in series.items():
        values, at = one.values, one.period_at
        sure = sorted(tests[(tests.kpi == kpi) & (tests.q_value <= LEVEL)]["at"])
        for stretch, seen in zip(np.split(values, sure), np.split(np.arange(len(values)), sure), strict=True):
            if not len(stretch):
                continue
            mean, low, high = natural_limits(stretch)
            low = max(low, 0.0) if is_known(low) else low
            known = {"mean": mean, "low_limit": low, "high_limit": high}
            when = at.iloc[seen].to_numpy()
            part = pd.DataFrame({"kpi": kpi, "period_at": when, "value": stretch, **known})
            parts.append(
                part.assign(is_signal=(part.value < part.low_limit) | (part.value > part.high_limit))
            )
    columns = ["kpi", "period_at", "value", "mean", "low_limit", "high_limit", "is_signal"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def ways_of(ways: list[tuple[str, str]], counts: np.ndarray, tests: pd.DataFrame) -> pd.DataFrame:
    """The shares of the ways before and after the surest change of the flow, the most changed first."""
    import pandas as pd

    columns = ["from_activity", "to_activity", "share_before", "share_after"]
    sure = tests[(tests.kpi == FLOW) & (tests.q_value <= LEVEL)].sort_values("p_value", kind="stable")
    if sure.empty:
        return pd.DataFrame(columns=columns)
    at = int(sure["at"].iloc[0])
    before, after = (part.sum(axis=0) / part.sum() for part in (counts[:at], counts[at:]))
    frame = pd.DataFrame(
        [(*way, b, a) for way, b, a in zip(ways, before, after, strict=True)], columns=columns
    )
    by_size = (frame.share_after - frame.share_before).abs().sort_values(ascending=False, kind="stable").index
    return frame.reindex(by_size).reset_index(drop=True)
