"""The figures by which two groups of cases are compared, each with its interval and effect size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.improvement.differences import (
    LEAST_CASES,
    Curves,
    Side,
    cliffs_delta,
    delta_of_curves,
    grid_of,
    interval,
    joint_intervals,
)
from procmine.timing.kaplan_meier import quantile, restricted_mean
from procmine.wording import duration

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SEEN = 0.99
MEAN = "mean cycle time"
MEDIAN, MEAN_WAIT = "cycle time, half of the cases up to", "waiting that delays the case"
BY_KIND = {
    "wait": MEAN_WAIT,
    "work": "work that takes the case on",
    "elapsed": "waiting and work, not told apart",
}
PER_CASE = {  # figure -> unit and the value of a case
    "effort: hours worked on a case": ("hours", lambda cases: cases.effort_hours),
    "pieces of work a case": ("count", lambda cases: cases.pieces),
    "work done again a case": ("count", lambda cases: cases.repeats),
    "cases with work done again": ("share", lambda cases: (cases.repeats > 0).astype(float)),
    "handovers a case": ("count", lambda cases: cases.handovers),
}
COLUMNS = [
    "measure",
    "unit",
    "this",
    "other",
    "difference",
    "low",
    "high",
    "effect",
    "this_cases",
    "other_cases",
]


def measures(
    this: Side, other: Side, stretches: pd.DataFrame, runs: np.ndarray, has_calendar: bool
) -> pd.DataFrame:
    """A row for each figure; `stretches` and their `runs` are what `contributions` gives."""
    import pandas as pd

    rows = _cycle_times(this, other, "hours", "")
    rows += _cycle_times(this, other, "worked_hours", ", in working time") if has_calendar else []
    rows += [
        _of_kind(kind, told, stretches, runs, this, other)
        for kind, told in BY_KIND.items()
        if (stretches.kind == kind).any()
    ]
    rows += [_per_case(name, *how, this, other) for name, how in PER_CASE.items()]
    found = pd.DataFrame(rows, columns=COLUMNS)
    found = found.dropna(subset=["this", "other"], how="all").reset_index(drop=True)
    few = found[["this_cases", "other_cases"]].min(axis=1) < LEAST_CASES
    found.loc[few, ["low", "high"]] = float("nan")
    found.insert(7, "is_beyond_chance", beyond_chance(found.low, found.high))
    return found


def beyond_chance(low: pd.Series, high: pd.Series) -> pd.Series:
    """Whether an interval leaves out no difference; unknown where there is none."""
    import pandas as pd

    found = ((low > 0) | (high < 0)).astype("boolean")
    return found.where(low.notna() & high.notna(), pd.NA)


def reach(curve: pd.DataFrame) -> float:
    """How long all but a hundredth of the finished cases took: one case open for years must not carry a mean or a picture."""
    import numpy as np

    ended = np.cumsum(curve.ended.to_numpy())
    if not len(ended) or not ended[-1]:
        return float(curve.hours.max())
    return float(curve.hours.iloc[int(np.searchsorted(ended, SEEN * ended[-1]))])


def _cycle_times(this: Side, other: Side, hours: str, suffix: str) -> list[tuple]:
    curves = [side.curve(hours) for side in (this, other)]
    grid = grid_of(curves)
    if not len(grid):
        return []
    runs = [Curves.of(side, hours, grid) for side in (this, other)]
    effect, sizes = delta_of_curves(*curves), (len(this.cases), len(other.cases))
    within = min(reach(curve) for curve in curves)
    figures = {f"{MEDIAN}{suffix}": 0.5, f"cycle time, 85 % of the cases up to{suffix}": 0.85}
    rows = [
        (name, [quantile(curve, share) for curve in curves], [run.quantile_runs(share) for run in runs])
        for name, share in figures.items()
    ]
    mean = f"{MEAN}, no case counted beyond {duration(within)}{suffix}"
    rows.append(
        (
            mean,
            [restricted_mean(curve, within) for curve in curves],
            [run.restricted_mean_runs(within) for run in runs],
        )
    )
    return [_row(name, of_sides, runs_of_sides, effect, sizes) for name, of_sides, runs_of_sides in rows]


def _row(name: str, of_sides: list[float], runs: list[np.ndarray], effect: float, sizes: tuple) -> tuple:
    """Row 0 of the runs is the figure as the runs read it: what it lies off the exact one is taken from each run."""
    import numpy as np

    with np.errstate(invalid="ignore"):  # beyond everything less beyond everything is not known
        (a, b), apart = of_sides, runs[0] - runs[1]
    drift = apart[0] - (a - b)
    ends = interval(apart[1:], drift if np.isfinite(drift) else 0.0)
    return (name, "hours", a, b, a - b, *ends, effect, *sizes)


def _per_case(name: str, unit: str, value, this: Side, other: Side) -> tuple:
    values = [value(side.cases) for side in (this, other)]
    known = [side.known(one) for side, one in zip((this, other), values, strict=True)]
    a, b = (float(one.mean()) if len(one) else float("nan") for one in known)
    low, high = interval(this.mean_runs(values[0]) - other.mean_runs(values[1]))
    return (name, unit, a, b, a - b, low, high, cliffs_delta(*known), *map(len, known))


def _of_kind(
    kind: str, told: str, stretches: pd.DataFrame, runs: np.ndarray, this: Side, other: Side
) -> tuple:
    """The sum of the contributions of a kind; which cases they fall on is not kept, so there is no effect size."""
    is_of_kind = (stretches.kind == kind).to_numpy()
    a, b = (float(stretches[f"{side}_hours"][is_of_kind].sum(skipna=False)) for side in ("this", "other"))
    sizes = (int(side.cases.is_whole.sum()) for side in (this, other))
    return (
        f"{told}, a finished case",
        "hours",
        a,
        b,
        a - b,
        *interval(runs[:, is_of_kind].sum(axis=1)),
        float("nan"),
        *sizes,
    )


def contributions(
    this: Side, other: Side, this_rows: pd.DataFrame, other_rows: pd.DataFrame
) -> tuple[pd.DataFrame, np.ndarray]:
    """What each wait and each work adds to the difference of the mean cycle time of finished cases, and the same in
    each re-run; they add up to that difference."""
    import pandas as pd

    names = (
        pd.concat([this_rows, other_rows])[["activity", "kind"]]
        .drop_duplicates()
        .sort_values(["activity", "kind"])
    )
    frame = names.reset_index(drop=True)
    runs = {}
    for hours in ("hours", "worked_hours"):
        sides = []
        for name, side, rows in (("this", this, this_rows), ("other", other, other_rows)):
            wide = _wide(rows, hours, frame, side)
            frame[f"{name}_{hours}"] = wide.sum(axis=0) / (int(side.cases.is_whole.sum()) or float("nan"))
            sides.append(side.total_runs(wide))
        frame[f"difference_{hours}"] = frame[f"this_{hours}"] - frame[f"other_{hours}"]
        runs[hours] = sides[0] - sides[1]
    frame["low_hours"], frame["high_hours"] = joint_intervals(
        frame.difference_hours.to_numpy(), runs["hours"]
    )
    if min(int(side.cases.is_whole.sum()) for side in (this, other)) < LEAST_CASES:
        frame[["low_hours", "high_hours"]] = float("nan")
    frame["is_beyond_chance"] = beyond_chance(frame.low_hours, frame.high_hours)
    return frame, runs["hours"]


def _wide(rows: pd.DataFrame, hours: str, names: pd.DataFrame, side: Side):
    """Hours by block (rows) and contribution (columns); what a block has none of is 0."""
    import pandas as pd

    table = rows.pivot(index="block", columns=["activity", "kind"], values=hours)
    wanted = pd.MultiIndex.from_frame(names[["activity", "kind"]])
    return table.reindex(index=side.blocks, columns=wanted).fillna(0.0).to_numpy(dtype=float)
