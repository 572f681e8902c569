"""Durations of which some are not over: the figures of each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.timing.kaplan_meier import quantile, restricted_mean, survival

if TYPE_CHECKING:
    import pandas as pd

MATURE = 0.9  # share of a group's cases that have ended: the figures of a younger one may still change much
FIGURES = [
    "group", "cases", "open_cases", "median_hours", "p85_hours", "p95_hours", "median_low_hours", "median_high_hours", "closed_mean_hours",
    "is_mature",
]  # fmt: skip


def survivals(observations: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, pd.DataFrame], float]:
    """For each group its row of figures; the durations and curves they come from; and how long means are restricted to."""
    import pandas as pd

    groups = dict(list(observations.groupby("group", sort=False)))
    curves = {
        group: survival(*(seen[name].to_numpy() for name in ("hours", "closed", "open", "entry_hours")))
        for group, seen in groups.items()
    }
    rows = [(group, *_row(groups[group], curve)) for group, curve in curves.items()]
    frame = pd.DataFrame(rows, columns=FIGURES)
    mature = frame.group[frame.is_mature]
    within = min(
        (float(curves[group].hours.max()) for group in (mature if len(mature) else frame.group)), default=0.0
    )
    frame["restricted_mean_hours"] = [restricted_mean(curve, within) for curve in curves.values()]
    curve = pd.concat([curve.assign(group=group) for group, curve in curves.items()], ignore_index=True)
    return frame, {"observations": observations, "curve": curve}, within


def _row(seen: pd.DataFrame, curve: pd.DataFrame) -> tuple:
    closed, still_open = int(seen.closed.sum()), int(seen.open.sum())
    mean = float((seen.hours * seen.closed).sum() / closed) if closed else float("nan")
    return (
        closed + still_open,
        still_open,
        quantile(curve, 0.5),
        quantile(curve, 0.85),
        quantile(curve, 0.95),
        quantile(curve, 0.5, "low"),
        quantile(curve, 0.5, "high"),
        mean,
        closed >= MATURE * (closed + still_open),
    )
